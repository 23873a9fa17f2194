/** How long to leave the provider alone, and repeating what costs nothing to repeat. */
import type { IncomingHttpHeaders } from 'node:http';
import { ProviderUnavailable } from './unavailable.ts';

/** Past this a wait is the caller's to plan, not ours to sit through. */
const longestWaitMs = 5_000;

/**
 * The wait a provider asks for, in ms within 1 to 120 s; undefined when it asks for none.
 * Read from `retry-after` (seconds or an HTTP date) and `x-rate-limit-reset-at-utc`, whose format the provider does
 * not document, so ISO time, epoch seconds and epoch ms are understood. Times are compared with the answer's own
 * `date`, since our clock may be off.
 */
export function waitAsked(headers: IncomingHttpHeaders, now = Date.now()): number | undefined {
  const sentAt = Date.parse(String(headers.date ?? ''));
  const from = Number.isFinite(sentAt) ? sentAt : now;
  for (const name of ['retry-after', 'x-rate-limit-reset-at-utc']) {
    const value = String(headers[name] ?? '').trim();
    if (value === '') continue;
    const ms = /^\d+(\.\d+)?$/.test(value) ? fromNumber(Number(value), from) : timeOf(value) - from;
    if (Number.isFinite(ms)) return Math.min(Math.max(Math.ceil(ms), 1_000), 120_000);
  }
  return undefined;
}

/** Small numbers are seconds to wait; the others are instants. */
function fromNumber(value: number, from: number): number {
  if (value < 1e9) return value * 1_000;
  return (value < 1e11 ? value * 1_000 : value) - from;
}

/** The header is UTC by name, but `Date.parse` takes a zoneless time as local. */
function timeOf(value: string): number {
  const zoneless = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(value);
  return Date.parse(zoneless ? `${value.replace(' ', 'T')}Z` : value);
}

type Signals = readonly (AbortSignal | undefined)[];

/**
 * Repeats a read or an upload while it throws `ProviderUnavailable`: exponential back-off from `firstMs` with jitter.
 * Anything else that is thrown passes through, as do the last fault and a signal's reason.
 */
export async function retried<T>(
  run: () => Promise<T>,
  { attempts = 4, firstMs, signals }: { attempts?: number; firstMs: number; signals: Signals },
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    for (const signal of signals) signal?.throwIfAborted();
    try {
      return await run();
    } catch (error) {
      for (const signal of signals) signal?.throwIfAborted();
      if (!(error instanceof ProviderUnavailable) || attempt >= attempts) throw error;
      if ((error.afterMs ?? 0) > longestWaitMs) throw error;
      const most = Math.min(firstMs * 2 ** (attempt - 1), longestWaitMs);
      // Half is fixed, so that it is never at once; half is chance, so that many clients do not come back together.
      await wait(error.afterMs ?? most / 2 + Math.random() * (most / 2), signals);
    }
  }
}

/** Ends early, without an error, when a signal fires. (Not `AbortSignal.any`: it leaks on a long-lived signal.) */
function wait(ms: number, signals: Signals): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      for (const signal of signals) signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    for (const signal of signals) signal?.addEventListener('abort', end);
  });
}
