/** What the page's chat is made of. */
import type { Hono } from 'hono';
import type { Price } from '../../core/credits/prices.ts';
import type { Comparisons } from '../../core/jobs/files/comparisons.ts';
import type { Log } from '../../core/log.ts';
import type { Files } from '../../core/media/files.ts';
import type { Fit } from '../../core/media/fit/fit.ts';
import type { AsMoving } from '../../core/media/moving/moving.ts';
import type { Requests } from '../../core/ports/engine.ts';
import type { Dedupe } from '../../core/store/dedupe.ts';
import type { Rooms } from '../../core/store/rooms/rooms.ts';

export type WebOptions = {
  host: string;
  /** 0: any that is free. */
  port: number;
  /** Where it cannot be had, that is a mistake of somebody's, who is told at once. */
  isChosen: boolean;
  adminToken: string | undefined;
  /** Others than this machine's can reach it. */
  isOpen: boolean;
  /** Serve the page; false: only edit and post. */
  listens: boolean;
  /** ms since 1970. */
  clock: () => number;
  log: Log;
  filePath: (name: string) => string;
  fitTo: Fit['fitTo'];
  asMoving: AsMoving;
  comparisons: Pick<Comparisons, 'of'>;
  prices: readonly Price[];
  maxFileBytes: number;
  keepFilesMs: number;
  /** What stands in the channel may take up so much. */
  mostPostedBytes: number;
  dedupe: Dedupe;
  rooms: Rooms;
  openPosted: () => Promise<Files>;
  secret: (name: string) => Promise<Buffer>;
  /** The owner's view. */
  admin?: (requests: Requests) => Hono;
};
