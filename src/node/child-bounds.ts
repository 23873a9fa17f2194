/** Bounds on what a child may take of the machine: a changed byte keeps some decoders busy for ever, or makes them fill the memory. */
import { readFile } from 'node:fs/promises';

/** Bytes that any child may hold which is given a file of strangers: with the program that starts it, 800 MB. */
export const mostChildBytes = 620_000_000;

export type ChildBounds = {
  /** ms of processor time. */
  processorMs?: number | undefined;
  /** Bytes that it may hold; `mostChildBytes` when left out. */
  memoryBytes?: number | undefined;
};

export type Exceeded = { of: 'memory' | 'processor' /** For the log. */; said: string };

/** It held more memory than it may: what it was given is too large for what is done with it, today and tomorrow. */
export class HeldTooMuch extends Error {
  override name = 'HeldTooMuch';
}

/** ms; a decoder fills a gigabyte in about a second. */
const lookMs = 100;
/** ms of a tick and bytes of a page: Linux on all that Node runs on but some ARM kernels, which are then bound more loosely. */
const [tickMs, pageBytes] = [10, 4096];

/** What a process has taken until now; undefined where there is no /proc, as on a Mac, or the process is gone. */
export async function takenBy(
  pid: number | undefined,
): Promise<{ processorMs: number; memoryBytes: number } | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => undefined);
  // proc(5): behind the name in brackets come the state and, 11 and 12 on, its ticks; 21 on, its pages.
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ');
  if (!fields) return undefined;
  return {
    processorMs: (Number(fields[11]) + Number(fields[12])) * tickMs,
    memoryBytes: Number(fields[21]) * pageBytes,
  };
}

/**
 * Calls `exceeded` once, with what the process took, when it takes more than it may. Does nothing where the system does
 * not say (only Linux does). Gives what ends the watch.
 */
export function boundChild(
  pid: number | undefined,
  { processorMs = Number.POSITIVE_INFINITY, memoryBytes = mostChildBytes }: ChildBounds,
  exceeded: (what: Exceeded) => void,
): () => void {
  if (pid === undefined || process.platform !== 'linux') return () => {};
  const timer = setInterval(async () => {
    const taken = await takenBy(pid);
    if (!taken || (taken.processorMs <= processorMs && taken.memoryBytes <= memoryBytes)) return;
    clearInterval(timer);
    if (taken.memoryBytes > memoryBytes)
      exceeded({ of: 'memory', said: `It held ${taken.memoryBytes} bytes.` });
    else exceeded({ of: 'processor', said: `It took ${taken.processorMs} ms of the processor.` });
  }, lookMs);
  return () => clearInterval(timer);
}
