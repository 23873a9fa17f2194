/** Who holds a lock, as its file says, and whether that process is alive. */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';

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

/** The process's state letter and start time from /proc, null where there is none. */
export function processFacts(pid: number): { state: string; born: string } | null {
  try {
    // proc_pid_stat(5): field 3 is the state, field 22 the start; field 2 may itself contain spaces and brackets.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return { state: fields[0] ?? '', born: fields[19] ?? '' };
  } catch {
    return null;
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

export function isAlive(holder: Holder, beatAgeMs: number): boolean {
  if (holder.released) return false;
  if (holder.host !== hostname()) return beatAgeMs < beatLimitMs;
  if (!exists(holder.pid)) return false;
  const facts = processFacts(holder.pid);
  if (!facts || !holder.born) return beatAgeMs < beatLimitMs;
  // A killed process whose parent does not collect it (a container without an init) stays as a zombie.
  return facts.born === holder.born && facts.state !== 'Z' && facts.state !== 'X';
}
