/** The data folder: random names, a lifetime, and nothing half-written that anybody could see. */
import { randomBytes } from 'node:crypto';
import { access, chmod, mkdir, readdir, rename, rm, stat, unlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LRUCache } from 'lru-cache';
import { endings, kindIn, kindOf } from './probe/kinds.ts';
import { openWorkFolders, type WorkFolder } from './work-folders.ts';
import { write } from './write.ts';

export type Stored = { name: string /** MIME type, by content. */; type: string; bytes: number };

export type Files = {
  /**
   * Keeps a stream under a random name that ends as its content asks. It appears whole or not at all: on any error,
   * on an abort and over `maxBytes` nothing is left.
   * @throws Failure file-too-large, file-empty, file-not-media; the signal's reason; the stream's or disk's own error
   */
  keep(body: AsyncIterable<Uint8Array>, options: { maxBytes: number; signal?: AbortSignal }): Promise<Stored>;
  /**
   * The absolute path of a kept file, which need not exist any more.
   * @throws RangeError for a name that `keep` cannot have given: no path out of the folder can be made here.
   */
  path(name: string): string;
  /** What a small file holds that was kept just now: its next step need not read it. */
  recent(name: string): Buffer | undefined;
  /** That it is gone already is fine. @throws RangeError as `path` */
  remove(name: string): Promise<void>;
  /**
   * Removes kept files older than `lifetimeMs` that `isKept` does not claim, and what a dead process left half-written.
   * Where more than `mostBytes` are left, the oldest of those that nobody claims go, too. `now` in ms since 1970. Files that are not ours are left alone. Gives how many were removed.
   */
  sweep(options: {
    lifetimeMs: number;
    mostBytes?: number | undefined;
    now?: number;
    isKept: (name: string) => boolean | Promise<boolean>;
  }): Promise<number>;
  /** An empty folder for what is being worked on, on the same disk. */
  workFolder(): Promise<WorkFolder>;
  /** The names of all kept files. */
  list(): Promise<string[]>;
};

// 128 random bits in hex: not to be guessed, and the same on file systems that do not tell A from a.
const kept = new RegExp(`^[0-9a-f]{32}\\.(${endings.join('|')})$`);
const partial = /^[0-9a-f]{32}\.part$/;

/** Bytes of small files that are remembered, at most. */
const recentBytes = 4_000_000;

/** ms. A file still being written was touched just now; after so long its writer is dead. */
const abandonedMs = 3_600_000;

/**
 * Opens, and makes if need be, the folder; only our own user may look into it.
 * @throws the file system's error when the folder cannot be made or is not ours.
 */
export async function openFiles(folder: string): Promise<Files> {
  const root = resolve(folder);
  await mkdir(root, { recursive: true, mode: 0o700 });
  await chmod(root, 0o700);

  const path = (name: string): string => {
    if (!kept.test(name)) throw new RangeError(`not the name of a kept file: ${JSON.stringify(name)}`);
    return join(root, name);
  };

  const recent = new LRUCache<string, Buffer>({
    maxSize: recentBytes,
    sizeCalculation: (whole) => whole.length || 1,
  });

  return {
    path,
    recent: (name) => recent.get(name),
    workFolder: await openWorkFolders(root),

    async keep(body, { maxBytes, signal }) {
      const id = randomBytes(16).toString('hex');
      const unfinished = join(root, `${id}.part`);
      try {
        const { bytes, whole } = await write(body, unfinished, maxBytes, signal);
        const { type, ending } = await (whole ? kindIn(whole) : kindOf(unfinished));
        const name = `${id}.${ending}`;
        await rename(unfinished, path(name));
        if (whole) recent.set(name, whole);
        return { name, type, bytes };
      } catch (error) {
        await rm(unfinished, { force: true });
        throw error;
      }
    },

    async remove(name) {
      recent.delete(name);
      await unlink(path(name)).catch(ignoreMissing);
    },

    async sweep({ lifetimeMs, mostBytes = Number.POSITIVE_INFINITY, now = Date.now(), isKept }) {
      let removed = 0;
      const left: { name: string; bytes: number; at: number }[] = [];
      for (const name of await readdir(root)) {
        const found = await stat(join(root, name)).catch(ignoreMissing);
        if (!found || !(kept.test(name) || partial.test(name))) continue;
        const age = partial.test(name) ? abandonedMs : lifetimeMs;
        const old = found.mtimeMs <= now - age;
        if (old && (partial.test(name) || !(await isKept(name)))) {
          await rm(join(root, name), { force: true });
          removed += 1;
        } else left.push({ name, bytes: found.size, at: found.mtimeMs });
      }
      let bytes = left.reduce((sum, each) => sum + each.bytes, 0);
      for (const each of left.sort((one, other) => one.at - other.at)) {
        if (bytes <= mostBytes) break;
        if (partial.test(each.name) || (await isKept(each.name))) continue;
        await rm(join(root, each.name), { force: true });
        bytes -= each.bytes;
        removed += 1;
      }
      return removed;
    },

    async list() {
      return (await readdir(root)).filter((name) => kept.test(name));
    },
  };
}

/** The path of a file while it is kept. */
export async function keptPath(
  filePath: (name: string) => string,
  file: Pick<Stored, 'name'> | undefined,
): Promise<string | undefined> {
  if (!file) return undefined;
  const path = filePath(file.name);
  return access(path).then(
    () => path,
    () => undefined,
  );
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
