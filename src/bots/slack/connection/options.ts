/** What the platform is made of. */
import type { Price } from '../../../core/credits/prices.ts';
import type { Log } from '../../../core/log.ts';
import type { Fit } from '../../../core/media/fit/fit.ts';
import type { Dedupe } from '../../../core/store/dedupe.ts';
import type { Vault } from '../../../core/store/vault.ts';
import type { SocketTimes } from './sockets.ts';
import type { OAuth } from './workspaces.ts';

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
  /** What the owner set, as the engine has them. */
  prices?: readonly Price[];
  /** Asked for once, with OAuth: a vault of this secret. */
  vault: (secret: string) => Vault;
  dedupe: Dedupe;
  /** Take part in conversations; false: only edit and post. */
  listens?: boolean;
  /** Of Socket Mode; for tests. */
  socketTimes?: Partial<SocketTimes>;
};
