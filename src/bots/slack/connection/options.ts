/** What the platform is made of. */
import type { Prices } from '../../../core/credits/prices.ts';
import type { Comparisons } from '../../../core/jobs/files/comparisons.ts';
import type { Log } from '../../../core/log.ts';
import type { Fit } from '../../../core/media/fit/fit.ts';
import type { AsMoving } from '../../../core/media/moving/moving.ts';
import type { Dedupe } from '../../../core/store/dedupe.ts';
import type { Vault } from '../../../core/store/vault.ts';
import type { AnswerTimes } from './clients.ts';
import type { OAuth } from './workspaces.ts';

/** Of Socket Mode; all in ms. */
export type SocketTimes = {
  /** An unanswered ping means that a connection is dead. */
  pongMs: number;
  /** A connection that is not there after so long is begun anew. */
  openMs: number;
  /** With none for so long it is time to say so. */
  silentMs: number;
  /** Between two attempts: after the first failure, and at most. */
  retryMs: { first: number; most: number };
};

export type SlackOptions = {
  /** Slack's is `https://slack.com/api`; sockets and the pages of OAuth come from there, too. */
  apiUrl: string;
  /** Of one workspace, or of one organisation. */
  botToken?: string;
  /** Of an app that workspaces install; `stateSecret` also seals what they gave. */
  oauth?: OAuth;
  /** Socket Mode. */
  appToken?: string;
  /** Requests over HTTP, by `listener`. */
  signingSecret?: string;
  /** The slash command, e.g. `/darkroom`. */
  command: string;
  log: Log;
  /** ms since 1970. */
  clock?: () => number;
  /** The path of a kept file, for results that are sent once more and sources that are run again. */
  filePath: (name: string) => string;
  maxFileBytes: number;
  /** Makes results fit; left out, what is too large is not posted as a file. */
  fitTo?: Fit['fitTo'];
  /** Makes a clip a picture that moves; left out, none is made. */
  asMoving?: AsMoving;
  /** Sets results beside their sources; left out, none is. */
  comparisons?: Pick<Comparisons, 'of'>;
  /** What the owner set, as the engine has them. */
  prices?: Prices;
  /** Asked for once, with OAuth: a vault of this secret. */
  vault: (secret: string) => Vault;
  dedupe: Dedupe;
  /** Take part in conversations; false: only edit and post. */
  listens?: boolean;
  /** What waits between two tries, ms; for tests. */
  pause?: (ms: number, signal: AbortSignal) => Promise<unknown>;
  /** How long each client waits for an answer, ms; for tests. */
  answerMs?: Partial<AnswerTimes>;
  /** Of Socket Mode; for tests. */
  socketTimes?: Partial<SocketTimes>;
};
