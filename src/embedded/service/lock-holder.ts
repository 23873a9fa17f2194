/** Who holds a lock, as its file says, and whether that process is alive. */
import { hostname } from 'node:os';
import { z } from 'zod';
import { isRunning } from '../../node/process-life.ts';

export const holderShape = z.object({
  pid: z.number(),
  /** The process's start in clock ticks since boot where the system tells (Linux): a reused pid has another one. */
  born: z.string().nullable(),
  host: z.string(),
  released: z.boolean(),
  /** Where the holder listens on 127.0.0.1, once it does; the token proves that a caller can read this file. */
  door: z.object({ port: z.number(), token: z.string() }).nullable(),
  /** What the holder tells those who join it; kept after the end, so that a successor can offer the same address. */
  info: z.unknown(),
});
export type Holder = z.infer<typeof holderShape>;
export type Endpoint = { port: number; token: string };

/** How old a heartbeat may be where no better proof of life exists: another host or container, or a system without /proc. */
const beatLimitMs = 15_000;

export function isAlive(holder: Holder, beatAgeMs: number): boolean {
  if (holder.released) return false;
  if (holder.host !== hostname()) return beatAgeMs < beatLimitMs;
  return isRunning(holder.pid, holder.born) ?? beatAgeMs < beatLimitMs;
}
