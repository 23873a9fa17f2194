/** One file, or several at once; or only the price. */
import { personFrom } from '../person.ts';
import { enhanceAll } from './album.ts';
import { type Context, enhance, type Run } from './enhance.ts';
import { quoteOnly } from './quote.ts';

/** @returns the exit code. @throws what both do */
export const runAsked = (asked: Run, context: Context): Promise<0 | 1> =>
  asked.quote
    ? quoteOnly(asked, context, personFrom(asked.person, context.user))
    : (asked.others.length > 0 ? enhanceAll : enhance)(asked, context);
