/**
 * One holder per folder and name. A lock is a numbered file `<name>.lock.<generation>`; the highest number counts, it is
 * never removed, only marked as released. Whoever finds it free or orphaned creates the next number, which the file
 * system grants to exactly one process, so no step of taking over a dead holder's lock can hit a living one.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { processFacts } from '../../node/process-life.ts';
import type { Endpoint, Holder } from './lock-holder.ts';
import { fileOf, generations, readLock } from './lock-state.ts';

export type Lock = {
  /** The `info` of the holder before this one, null if there was none. */
  previous: unknown;
  /** Tells where to find us. */
  publish(endpoint: Endpoint, info: unknown): void;
  /** False when the folder was removed, or taken over while this process was frozen: nothing may be written any more. */
  isOurs(): boolean;
  release(): void;
};

const beatEveryMs = 2000;
/** Takes the lock for this process, or gives null when another living process has it. `onLost`: see `isOurs`. */
export function takeLock(folder: string, name: string, onLost: () => void): Lock | null {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Also one that was made earlier: what a service keeps is for our own user alone.
  chmodSync(folder, 0o700);
  const before = readLock(folder, name);
  if (before?.held) return null;

  const generation = (before?.generation ?? 0) + 1;
  const file = fileOf(folder, name, generation);
  const born = processFacts(process.pid)?.born ?? null;
  let holder: Holder = {
    pid: process.pid,
    born,
    host: hostname(),
    released: false,
    door: null,
    // Handed on at once, so that it survives a holder that dies before it is ready.
    info: before?.info ?? null,
  };
  const write = (place: (draft: string) => void) => {
    const draft = join(folder, `.${name}.lock.${randomBytes(6).toString('hex')}`);
    writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 });
    try {
      place(draft);
    } finally {
      rmSync(draft, { force: true });
    }
  };
  try {
    // A link appears with its whole content or fails with EEXIST: nobody ever reads a half-written lock.
    write((draft) => linkSync(draft, file));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return null;
    throw error;
  }
  const all = generations(folder, name);
  // Our number may be one that was used and removed while we were looking away; then a higher one exists.
  if (all[0] !== generation) {
    rmSync(file, { force: true });
    return null;
  }
  for (const old of all.slice(1)) rmSync(fileOf(folder, name, old), { force: true });

  const isOurs = () => {
    try {
      return generations(folder, name)[0] === generation;
    } catch {
      return false;
    }
  };
  const beat = setInterval(() => {
    if (isOurs()) utimesSync(file, new Date(), new Date());
    else onLost();
  }, beatEveryMs);
  beat.unref();
  const rewrite = () => {
    if (isOurs()) write((draft) => renameSync(draft, file));
  };
  return {
    previous: before?.info ?? null,
    publish(endpoint, info) {
      holder = { ...holder, door: endpoint, info };
      rewrite();
    },
    isOurs,
    release() {
      clearInterval(beat);
      holder = { ...holder, released: true, door: null };
      rewrite();
    },
  };
}
