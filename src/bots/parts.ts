/** What platforms are made of, and how they are told to the owner. */
import type { RequestListener } from 'node:http';
import type { Prices } from '../core/credits/prices.ts';
import type { Comparisons } from '../core/jobs/files/comparisons.ts';
import type { Log } from '../core/log.ts';
import type { Files } from '../core/media/files.ts';
import type { Fit } from '../core/media/fit/fit.ts';
import type { AsMoving } from '../core/media/moving/moving.ts';
import type { Dedupe } from '../core/store/dedupe.ts';
import type { LeaderLock } from '../core/store/leader/leader-lock.ts';
import type { Rooms } from '../core/store/rooms/rooms.ts';
import type { Vault } from '../core/store/vault.ts';
import type { AdminParts } from '../pages/admin/gather.ts';

/** What a platform may be made of. */
export type Parts = {
  log: Log;
  /** ms since 1970, by the clock that all processes share. */
  clock: () => number;
  files: Pick<Files, 'path'>;
  fit: Fit;
  asMoving: AsMoving;
  comparisons: Pick<Comparisons, 'of'>;
  leaderLock: LeaderLock;
  /** Of a secret. */
  vault: (secret: string) => Vault;
  dedupe: Dedupe;
  /** For conversations that are ours to keep: what is said, the files in it, and what people's names are signed with. */
  rooms: Rooms;
  openPosted: () => Promise<Files>;
  secret: (name: string) => Promise<Buffer>;
  keepFilesMs: number;
  mostPostedBytes: number;
  /** The owner's own. */
  prices: Prices;
  maxFileBytes: number;
};

/** How a platform is told to its owner when the program starts. */
export type Connected = {
  /** The platform's, and what people call it. */
  name: string;
  title: string;
  line: () => string;
  /** Where people can go with a browser. */
  url?: () => string | undefined;
  /** For requests under its `path` on the program's own server. */
  http?: { path: string; listener: RequestListener };
};

/** What the owner's view shows beside jobs; left out, there is none. */
export type OwnersParts = Pick<AdminParts, 'redis' | 'hearing' | 'queues'>;

/** As a platform that is connected gets them. */
export type ConnectParts = Omit<Parts, 'files' | 'fit'> & {
  owner?: OwnersParts;
  filePath: (name: string) => string;
  fitTo: Parts['fit']['fitTo'];
};
