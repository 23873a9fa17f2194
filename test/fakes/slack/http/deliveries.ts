/** What Slack sends to the app: over signed HTTP or a socket, events again when they were not acknowledged. */
import type { FakeState } from '../state.ts';

export type Sending = {
  kind: 'event' | 'command' | 'interaction';
  /** The event's type, the command, or the interaction's type. */
  name: string;
  payload: Record<string, unknown>;
  /** Called once, with the first attempt's outcome. */
  settle?: (outcome: Outcome) => void;
};
/** `body`: what the app answered with, parsed; undefined when it was empty. */
export type Outcome =
  | { ok: true; body: unknown; tookMs: number }
  | { ok: false; reason: Reason; tookMs: number };
/** As in `X-Slack-Retry-Reason`. https://docs.slack.dev/apis/events-api/#retries */
export type Reason = 'http_timeout' | 'http_error' | 'connection_failed' | 'timeout';
/** `num`: 0 for the first attempt. */
export type Retry = { num: number; reason: Reason | undefined };

/** One way to the app. `noRetry`: the app said that it does not want this one again. */
export type Transport = {
  send(sending: Sending, retry: Retry, envelopeId: string): Promise<Outcome & { noRetry?: boolean }>;
};

/** One attempt, as it went. */
export type Delivered = {
  over: 'http' | 'socket';
  kind: Sending['kind'];
  name: string;
  payload: Record<string, unknown>;
  retry: Retry;
  /** Undefined until it is known. */
  outcome: Outcome | undefined;
  /** Unix ms of the movable clock. */
  at: number;
};

/** Slack waits so long for an acknowledgement. */
export const answerMs = 3000;
/** When an event comes again: at once, after a minute, after five. */
const retryAfterMs = [0, 60_000, 300_000];

export type Deliveries = {
  log: Delivered[];
  deliver(sending: Sending): void;
  /** The address of the app's receiver, or `socket`. */
  over(target: 'socket' | URL): void;
  /**
   * Sends what comes next `times` more; `asRetry`: as if Slack had not heard the acknowledgements of an event; `name`: the next
   * of that name.
   */
  duplicateNext(times: number, how: { asRetry: boolean; name?: string | undefined }): void;
  /** No attempt is begun from now on. */
  stop(): void;
};

/** Begins with Socket Mode. Retries wait by the world's clock. */
export function createDeliveries(
  state: Pick<FakeState, 'clock' | 'ids'>,
  transports: { http: (url: URL) => Transport; socket: Transport },
): Deliveries {
  const log: Delivered[] = [];
  let transport = transports.socket;
  let over: Delivered['over'] = 'socket';
  const once = { times: 0, asRetry: false };
  let again: { times: number; asRetry: boolean; name?: string | undefined } = once;
  let stopped = false;

  return {
    log,
    deliver(sending) {
      if (stopped) return;
      const isMeant = again.name === undefined || again.name === sending.name;
      const { times, asRetry } = isMeant ? again : once;
      if (isMeant) again = once;
      const envelopeId = state.ids.next('E');
      void attempt(sending, { num: 0, reason: undefined }, envelopeId);
      for (let count = 1; count <= times; count += 1) {
        const retry: Retry =
          asRetry && sending.kind === 'event'
            ? { num: count, reason: over === 'http' ? 'http_timeout' : 'timeout' }
            : { num: 0, reason: undefined };
        const { settle: _, ...copy } = sending;
        void attempt(copy, retry, envelopeId, false);
      }
    },
    over(target) {
      over = target === 'socket' ? 'socket' : 'http';
      transport = target === 'socket' ? transports.socket : transports.http(target);
    },
    duplicateNext(times, how) {
      again = { times, ...how };
    },
    stop() {
      stopped = true;
    },
  };

  async function attempt(sending: Sending, retry: Retry, envelopeId: string, goesOn = true): Promise<void> {
    if (stopped) return;
    const { kind, name, payload } = sending;
    const entry: Delivered = { over, kind, name, payload, retry, outcome: undefined, at: state.clock.now() };
    log.push(entry);
    const { noRetry, ...outcome } = await transport.send(sending, retry, envelopeId);
    entry.outcome = outcome;
    if (retry.num === 0) sending.settle?.(outcome);
    // Only events come again; a person can press once more.
    const waitMs = retryAfterMs[retry.num];
    if (outcome.ok || noRetry || !goesOn || kind !== 'event' || waitMs === undefined) return;
    const next = { num: retry.num + 1, reason: outcome.reason };
    state.clock.after(waitMs, () => void attempt(sending, next, state.ids.next('E')));
  }
}
