/** Where Redis comes from when nobody configured one: a server on the PATH, else the embedded one. */
import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { attach } from '../service/attach.ts';
import { type RedisInfo, redisInfoShape } from './info.ts';
import { snapshotFile } from './snapshot-file.ts';

export type RedisHandle = {
  /** `redis://:password@127.0.0.1:port`; the same as long as the folder lives, unless its port was taken meanwhile. */
  url: string;
  kind: RedisInfo['kind'];
  /** `redis-server 7.0.15 (append-only file in data/redis)`, `embedded JavaScript Redis (snapshot in data/redis)`. */
  description: string;
  /** What a person should know about this start: a damaged snapshot that was set aside, a server that was passed over. */
  notes: string[];
  /** The process that looks after it. */
  pid(): number;
  /**
   * Makes everything that was acknowledged so far survive a power cut: the engine calls it after it wrote an intent to
   * pay. Rejects when that is not certain: the disk is full, the service was killed. It speaks for the Redis that runs
   * now: what a killed one had acknowledged in its last second is found out by the engine's sequence check.
   */
  persist(): Promise<void>;
  /** Resolves when Redis died and could not be brought back at the same address. */
  lost: Promise<Error>;
  release(): Promise<void>;
};

const programs = ['redis-server', 'valkey-server'] as const;
/** BullMQ 6 asks for Redis 6.2; Valkey began at 7.2. */
const oldest = [6, 2] as const;

type Found = { program: string } | { tooOld: string } | undefined;

async function find(path: string): Promise<Found> {
  let found: Found;
  for (const folder of path.split(delimiter).filter(isAbsolute)) {
    for (const name of programs) {
      const program = join(folder, name);
      try {
        await access(program, constants.X_OK);
        // `Redis server v=7.0.15 sha=…`, `Valkey server v=8.0.1 sha=…`
        const { stdout } = await promisify(execFile)(program, ['--version'], { timeout: 5000 });
        const [, major = '0', minor = '0'] = /v=(\d+)\.(\d+)/.exec(stdout) ?? [];
        if (Number(major) > oldest[0] || (Number(major) === oldest[0] && Number(minor) >= oldest[1]))
          return { program };
        found ??= { tooOld: program };
      } catch {
        // Not there, or cannot run: the next one.
      }
    }
  }
  return found;
}

const isThere = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

/**
 * Starts or joins the Redis of a folder. A folder stays with the kind of server that wrote it: throws when that was a
 * redis-server which is no longer found. Throws with the end of the service's log when it does not start.
 */
export async function startRedis({
  folder,
  path = '',
  lingerMs,
}: {
  /** Of Redis alone: its data, its lock, its log. */
  folder: string;
  /** The PATH to search. */
  path?: string;
  /** How long it outlives the last process that uses it; 3000 ms by default. */
  lingerMs?: number;
}): Promise<RedisHandle> {
  const notes: string[] = [];
  // A server of the system is told where its data are by a path, on Windows there is none worth looking for.
  const found = process.platform === 'win32' ? undefined : await find(path);
  let server = found && 'program' in found ? found.program : null;
  if (found && 'tooOld' in found)
    notes.push(`${found.tooOld} is older than ${oldest.join('.')} and not used.`);
  if (await isThere(join(folder, 'appendonlydir'))) {
    if (!server)
      throw new Error(
        `The data in ${folder} were written by redis-server, which is not on the PATH any more. Install it, set REDIS_URL, or move the folder away to begin anew.`,
      );
  } else if (server && (await isThere(snapshotFile(folder)))) {
    notes.push(`${server} is not used: the data in ${folder} were written by the embedded Redis.`);
    server = null;
  }

  const attached = await attach<unknown>({
    name: 'redis',
    entry: new URL('./service.ts', import.meta.url),
    folder,
    settings: { server },
    ...(lingerMs === undefined ? {} : { lingerMs }),
  });
  const info = redisInfoShape.parse(attached.info);
  const shown = relative('', folder) || '.';
  return {
    url: `redis://:${info.password}@127.0.0.1:${info.port}`,
    kind: info.kind,
    description:
      info.kind === 'embedded'
        ? `embedded JavaScript Redis (snapshot in ${shown})`
        : `${info.kind} ${info.version ?? ''} (append-only file in ${shown})`,
    notes: [...notes, ...attached.notes],
    pid: attached.pid,
    persist: () => attached.call('persist'),
    lost: attached.lost,
    release: attached.release,
  };
}
