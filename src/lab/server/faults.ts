/**
 * Faults the lab can be told to show, one after another, so that the client can be tested against everything the
 * provider is known to do (and a few things it might).
 */

export type Route = 'submit' | 'status' | 'result' | 'upload' | 'credits' | 'file';

export type Fault = {
  at: Route;
  /** How many requests it hits; 1 when left out, Infinity until removed. */
  times?: number;
} & (
  | {
      kind: 'answer';
      status: number;
      headers?: Record<string, string>;
      /** An object is sent as JSON, a string as HTML. */
      body?: unknown;
      /** Submit only: the job is queued (and billed) all the same, only the answer is wrong. */
      accept?: boolean;
    }
  /** The connection is cut without an answer; `accept`: after the job was queued. */
  | { kind: 'drop'; accept?: boolean }
  /** The right answer, late. */
  | { kind: 'delay'; ms: number }
  /** The right answer, but its body never ends. */
  | { kind: 'endless' }
);

/** How the next submitted jobs go; each is used up by one job unless it is the default. */
export type Behaviour = {
  /** The job fails with this text (a string, an array or an object, as the provider does). */
  fail?: unknown;
  /** How a failure is shown: HTTP 422 with `error`, or HTTP 200 with a `detail` array. Default 422. */
  failAs?: 422 | 200;
  /** Where the result's URL stands: `output` (default), `video`, `images`, or nowhere. */
  resultIn?: 'output' | 'video' | 'images' | 'nowhere';
  /** Leave the three URLs out of the submit answer. */
  withoutUrls?: boolean;
  /** ms in QUEUED and in PROCESSING before the real work's end is shown. */
  queuedMs?: number;
  processingMs?: number;
  /** Once its work is done it is in nobody's way, however long it is shown to be in PROCESSING. */
  aside?: boolean;
  /** Leave the real work out and answer with these bytes: for tests that look at the engine, not at pictures. */
  instead?: { bytes: Uint8Array; type: string };
};
