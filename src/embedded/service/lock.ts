/**
 * One holder per folder and name. A lock is a numbered file `<name>.lock.<generation>`; the highest number counts, it is
 * never removed, only marked as released. Whoever finds it free or orphaned creates the next number, which the file
 * system grants to exactly one process, so no step of taking over a dead holder's lock can hit a living one.
 */
import { randomBytes } from 'node:crypto';
import {
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const recordShape = z.object({
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
type Record = z.infer<typeof recordShape>;
export type Endpoint = { port: number; token: string };

/** `held`: a living process has it. `endpoint` and `info` are null until the holder is ready. */
export type LockState = {
  generation: number;
  held: boolean;
  pid: number;
  endpoint: Endpoint | null;
  info: unknown;
};

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
/** How old a heartbeat may be where no better proof of life exists: another host or container, or a system without /proc. */
const beatLimitMs = 15_000;

const prefix = (name: string) => `${name}.lock.`;
const fileOf = (folder: string, name: string, generation: number) =>
  join(folder, `${prefix(name)}${generation}`);

/** The process's state letter and start time from /proc, null where there is none. */
function processFacts(pid: number): { state: string; born: string } | null {
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

function isAlive(record: Record, beatAgeMs: number): boolean {
  if (record.released) return false;
  if (record.host !== hostname()) return beatAgeMs < beatLimitMs;
  if (!exists(record.pid)) return false;
  const facts = processFacts(record.pid);
  if (!facts || !record.born) return beatAgeMs < beatLimitMs;
  // A killed process whose parent does not collect it (a container without an init) stays as a zombie.
  return facts.born === record.born && facts.state !== 'Z' && facts.state !== 'X';
}

function generations(folder: string, name: string): number[] {
  return readdirSync(folder)
    .filter((file) => file.startsWith(prefix(name)) && /^\d+$/.test(file.slice(prefix(name).length)))
    .map((file) => Number(file.slice(prefix(name).length)))
    .sort((a, b) => b - a);
}

/** The lock as it stands; null if the folder never had one. An unreadable file is an orphan's: it was written in one step. */
export function readLock(folder: string, name: string): LockState | null {
  for (;;) {
    const generation = generations(folder, name)[0];
    if (generation === undefined) return null;
    const file = fileOf(folder, name, generation);
    try {
      const beatAgeMs = Date.now() - statSync(file).mtimeMs;
      const record = recordShape.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
      if (!record) return { generation, held: false, pid: 0, endpoint: null, info: null };
      const { pid, door: endpoint, info } = record;
      return { generation, held: isAlive(record, beatAgeMs), pid, endpoint, info: info ?? null };
    } catch (error) {
      if (error instanceof SyntaxError)
        return { generation, held: false, pid: 0, endpoint: null, info: null };
      // A successor removed the file between the listing and the reading: look again.
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  }
}

/** Takes the lock for this process, or gives null when another living process has it. `onLost`: see `isOurs`. */
export function takeLock(folder: string, name: string, onLost: () => void): Lock | null {
  mkdirSync(folder, { recursive: true });
  const before = readLock(folder, name);
  if (before?.held) return null;

  const generation = (before?.generation ?? 0) + 1;
  const file = fileOf(folder, name, generation);
  const born = processFacts(process.pid)?.born ?? null;
  let record: Record = {
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
    writeFileSync(draft, JSON.stringify(record), { mode: 0o600 });
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
      record = { ...record, door: endpoint, info };
      rewrite();
    },
    isOurs,
    release() {
      clearInterval(beat);
      record = { ...record, released: true, door: null };
      rewrite();
    },
  };
}
