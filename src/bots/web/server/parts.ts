/** What the page is served from. */
import type { HttpBindings } from '@hono/node-server';
import type { Assets } from '../../../pages/assets.ts';
import type { Room } from '../../../pages/site/rooms.ts';
import type { Visitor, Visits } from '../../../pages/site/visitors.ts';
import type { Windows } from '../../../pages/site/windows.ts';
import type { Web } from '../context.ts';
import type { WebOptions } from '../options.ts';

export type Parts = { web: Web; options: WebOptions; visits: Visits; windows: Windows; assets: Assets };
/** What a request is known to be, once it was let in. */
export type Entered = { Bindings: HttpBindings; Variables: { visitor: Visitor; room: Room } };
