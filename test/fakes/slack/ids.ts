/** Names of things: ids as Slack writes them, and the timestamps that name messages. */
import { randomBytes } from 'node:crypto';

export type Ids = {
  /** e.g. `C` → `C0A000004Z`; no two are the same. */
  next(prefix: string): string;
  /** A message's `ts`: greater than every one before. */
  ts(): string;
  /** A trigger id, good for one view. */
  trigger(): string;
  /** The hash of a view's state: the time and something random. */
  hash(): string;
};

/** @param now Unix ms */
export function createIds(now: () => number): Ids {
  let count = 0;
  let last = 0;
  const seconds = () => Math.floor(now() / 1000);
  return {
    next(prefix) {
      count += 1;
      return `${prefix}0A${count.toString(36).toUpperCase().padStart(7, '0')}`;
    },
    ts() {
      // Microseconds as integers, so that two in the same ms differ.
      last = Math.max(Math.floor(now() * 1000), last + 1);
      const text = String(last);
      return `${text.slice(0, -6)}.${text.slice(-6)}`;
    },
    trigger: () => `${seconds()}.${randomBytes(6).readUIntBE(0, 6)}.${randomBytes(16).toString('hex')}`,
    hash: () => `${seconds()}.${randomBytes(4).toString('hex')}`,
  };
}
