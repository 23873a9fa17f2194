/** What the engine asks of the provider, and everything it can be told in return. */
import type { Request } from '../../models/model.ts';
import type { Failure } from '../domain/failure.ts';

/** The provider's handle for a job: opaque JSON, kept in the job's record. */
export type Operation = { requestId: string; statusUrl: string; resultUrl: string };

/** How a submit ended. Only `later` may ever be sent again. */
export type Submitted =
  | { kind: 'accepted'; operation: Operation }
  /** Final, and nothing was queued. */
  | { kind: 'refused'; failure: Failure }
  /** Provably nothing was queued: no byte was sent, the rate limit answered, or the API itself says so. */
  | { kind: 'later'; afterMs: number | undefined; detail: string }
  /**
   * The request left and its fate is not known: the connection broke, nobody answered in time, the answer names no job, or
   * it is an error with this HTTP status.
   */
  | ({ kind: 'uncertain'; detail: string } & (
      | { why: 'broken' | 'silent' | 'unreadable' }
      | { why: 'answered'; status: number }
    ));

/** What one look at a job showed. */
export type Checked =
  | { kind: 'queued' }
  | { kind: 'processing' }
  /** It is in a state that is new to us, `detail`: as a rule one in which it runs. */
  | { kind: 'unknown'; detail: string }
  /** `cost`, and what is `left` on the account, in US dollars; undefined when the provider names none (unknown, not free). */
  | { kind: 'completed'; cost: number | undefined; left: number | undefined }
  | { kind: 'failed'; failure: Failure }
  /** The provider knows no such job: not yet, or no longer. */
  | { kind: 'missing' }
  /** It will not answer us at all until the owner does something. */
  | { kind: 'refused'; failure: Failure }
  /** Nothing was learned: look again later. */
  | { kind: 'unclear'; afterMs: number | undefined; detail: string };

/** `url` is an http(s) link or a data URL with base64; `cost` in US dollars; `inferenceMs`: how long it ran, where that is said. */
export type Result = { url: string; cost: number | undefined; inferenceMs?: number };

type Stoppable = { signal?: AbortSignal | undefined };

export type Provider = {
  /**
   * One POST on a fresh connection, never repeated. Always resolves: a fired signal or a passed deadline gives
   * `later` when nothing had been sent and `uncertain` otherwise. @throws TypeError for a slug that is none.
   */
  submit(request: Request, options?: Stoppable): Promise<Submitted>;
  /** One GET. Always resolves; a fired signal gives `unclear`. */
  check(operation: Operation, options?: Stoppable): Promise<Checked>;
  /**
   * The finished file's link; repeated with back-off. @throws Failure (`result-unreadable`, `provider-failed`,
   * `provider-moderation`, `lost`, `provider-key`, `provider-forbidden`), ProviderUnavailable, or the signal's reason.
   */
  result(operation: Operation, options?: Stoppable): Promise<Result>;
  /**
   * Streams a file to the provider's storage, repeated with back-off since it costs nothing; returns its link.
   * `bytes` is the exact size. @throws Failure, ProviderUnavailable, or the signal's reason.
   */
  upload(file: { path: string; type: string; bytes: number }, options?: Stoppable): Promise<string>;
  /** The owner's balance in US dollars. `once`: it is not asked again. @throws Failure for a refused key, ProviderUnavailable. */
  credits(options?: Stoppable & { once?: true }): Promise<{ credits: number; free: number }>;
  /** Origins whose links our own settings vouch for: the API's and the upload's. */
  origins: readonly string[];
  /** Ends reads and uploads at once; waits for open submits, whose outcome matters. */
  close(): Promise<void>;
};
