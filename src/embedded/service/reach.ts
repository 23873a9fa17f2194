/** A connection on the service of a folder: to the one that runs, or to one that is started. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { typescriptFlags } from '../../node/typescript-flags.ts';
import { type Connection, hold } from './connection.ts';
import { readLock } from './lock-state.ts';

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

export function complaint(options: AttachOptions, folder: string, what: string): Error {
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
export async function reach(
  options: AttachOptions,
  folder: string,
  signal: AbortSignal,
): Promise<{ connection: Connection; started: boolean }> {
  const { name, lingerMs = 3000, startTimeoutMs = 30_000 } = options;
  const deadline = Date.now() + startTimeoutMs;
  const key = `${folder}\n${name}`;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
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
