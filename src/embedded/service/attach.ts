/**
 * Joins the embedded service of a folder, or starts it. Processes that share a folder share the service; whoever goes
 * last leaves it to end by itself, and one that is killed lets go of its connection like any other.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { typescriptFlags } from '../../node/typescript-flags.ts';
import { type Connection, hold } from './connection.ts';
import { readLock } from './lock.ts';

export type Attached<Info> = {
  /** What the service tells about itself. */
  info: Info;
  /** Sentences about its start for a person. */
  notes: string[];
  /** We started it; false when it was there already. */
  started: boolean;
  /** The service's process now. */
  pid(): number;
  /** Asks the service for something. Rejects when it refuses or dies meanwhile. */
  call(name: string): Promise<void>;
  /**
   * Resolves when the service died and could not be brought back at the same address. A service that dies is started
   * again by whoever holds a connection, and offers the address it had, so clients that reconnect notice only a gap.
   */
  lost: Promise<Error>;
  /** Lets go. Resolves when the connection is closed; the service itself may linger. */
  release(): Promise<void>;
};

export type AttachOptions = {
  /** Names the lock and the log file in the folder. */
  name: string;
  /** The module that runs it, which calls `host()` from host.ts. */
  entry: URL;
  folder: string;
  /** How long the service stays when we are the last to let go; 3000 ms by default. */
  lingerMs?: number;
  /** JSON for the service; ignored when it runs already. */
  settings?: Record<string, unknown>;
  /** 30 s by default. */
  startTimeoutMs?: number;
};

const lookEveryMs = 20;
/** A service that dies more often than this is given up. */
const revivalLimit = 5;
const revivalWindowMs = 60_000;
const logLimitBytes = 256 * 1024;

/** Children of this process that may still become the service, so that simultaneous callers start one and not ten. */
const starting = new Map<string, ChildProcess>();

const logOf = (folder: string, name: string) => join(folder, `${name}.log`);

function launch({ name, entry, settings = {} }: AttachOptions, folder: string): ChildProcess {
  const logFile = logOf(folder, name);
  const log = openSync(logFile, 'a', 0o600);
  try {
    if (statSync(logFile).size > logLimitBytes) truncateSync(logFile);
    const program = fileURLToPath(entry);
    const child = spawn(process.execPath, [...typescriptFlags(program), program], {
      // A session of its own: a Ctrl-C in the terminal is for the bot.
      detached: true,
      windowsHide: true,
      stdio: ['pipe', log, log],
    });
    // Told by the exit code; a child that ends early must not end us with EPIPE.
    child.stdin?.on('error', () => {});
    child.stdin?.end(JSON.stringify({ folder, name, settings }));
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

function complaint(options: AttachOptions, folder: string, what: string): Error {
  const file = logOf(folder, options.name);
  let tail = '';
  try {
    tail = readFileSync(file, 'utf8').trim().split('\n').slice(-5).join('\n');
  } catch {
    // No log: the child did not get that far.
  }
  return new Error(`The embedded ${options.name} ${what}. Its log is ${file}${tail ? `:\n${tail}` : '.'}`);
}

/** Takes a connection on the folder's service, starting it if nobody serves the folder. */
async function reach(
  options: AttachOptions,
  folder: string,
  signal: AbortSignal,
): Promise<{ connection: Connection; started: boolean }> {
  const { name, lingerMs = 3000, startTimeoutMs = 30_000 } = options;
  const deadline = Date.now() + startTimeoutMs;
  const key = `${folder}\n${name}`;
  mkdirSync(folder, { recursive: true });
  let own: ChildProcess | undefined;
  let spawnError: Error | undefined;
  while (Date.now() < deadline) {
    signal.throwIfAborted();
    const lock = readLock(folder, name);
    if (lock?.held) {
      // Refused when it is about to end: its lock is released in a moment.
      const connection = lock.endpoint && (await hold(lock.endpoint, lingerMs).catch(() => undefined));
      if (connection) return { connection, started: connection.pid === own?.pid };
    } else {
      if (spawnError) throw spawnError;
      if (own?.exitCode) throw complaint(options, folder, `did not start (exit code ${own.exitCode})`);
      if (!starting.has(key)) {
        const child = launch(options, folder);
        const gone = () => {
          if (starting.get(key) === child) starting.delete(key);
        };
        starting.set(key, child);
        child.once('exit', gone);
        child.once('error', (error) => {
          spawnError = error;
          gone();
        });
        own = child;
      }
    }
    await delay(lookEveryMs);
  }
  throw complaint(options, folder, `was not ready within ${startTimeoutMs} ms`);
}

/**
 * Starts or joins the service `name` of a folder and holds it until `release`. Any number of processes may do this at
 * once: there is exactly one service. Throws an Error with the end of the service's log when it does not start.
 */
export async function attach<Info>(options: AttachOptions): Promise<Attached<Info>> {
  const folder = resolve(options.folder);
  const over = new AbortController();
  const first = await reach(options, folder, over.signal);
  const { info } = first.connection;
  let { connection } = first;
  let reportLost: (error: Error) => void = () => {};
  const lost = new Promise<Error>((resolve) => {
    reportLost = resolve;
  });

  const revivals: number[] = [];
  let healing: Promise<void> = Promise.resolve();
  const heal = async () => {
    const now = Date.now();
    revivals.push(now);
    if (revivals.filter((at) => now - at < revivalWindowMs).length > revivalLimit)
      throw complaint(options, folder, 'keeps dying');
    ({ connection } = await reach(options, folder, over.signal));
    if (over.signal.aborted) return connection.release();
    if (!isDeepStrictEqual(connection.info, info))
      throw complaint(options, folder, 'came back at another address');
    watch();
  };
  const watch = () => {
    void connection.closed.then(() => {
      if (over.signal.aborted) return;
      healing = heal().catch((error: unknown) => {
        if (!over.signal.aborted) reportLost(error instanceof Error ? error : new Error(String(error)));
      });
    });
  };
  watch();

  return {
    // What the entry module published under this name; both ends are in this folder and change together.
    info: info as Info,
    notes: first.connection.notes,
    started: first.started,
    pid: () => connection.pid,
    call: (name) => connection.call(name),
    lost,
    async release() {
      over.abort();
      await connection.release();
      await healing;
    },
  };
}
