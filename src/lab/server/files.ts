/** Files the lab hands out: results and uploaded sources, under names nobody can guess. */
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

export type StoredFile = { name: string; path: string; type: string; bytes: number };

export type Files = {
  /** For work in progress; emptied on close with everything else. */
  folder: string;
  /** A fresh name and its path, for a file about to be written. */
  reserve(type: string): { name: string; path: string };
  /** Hands the written file out from now on, for `lifeMs` ms at most. */
  keep(name: string, type: string, lifeMs: number): Promise<StoredFile>;
  find(name: string): StoredFile | undefined;
  remove(name: string): Promise<void>;
  /** Removes every file and the folder. */
  close(): Promise<void>;
};

const endings: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'image/avif': 'avif',
  'image/tiff': 'tiff',
  'video/mp4': 'mp4',
  'video/quicktime': 'mov',
  'video/webm': 'webm',
  'video/x-matroska': 'mkv',
};

const prefix = 'lab-';
const dayMs = 86_400_000;
/** The longest a Node timer can wait; past it, it would fire at once. */
const longestTimerMs = 2 ** 31 - 1;

/** Opens a folder of its own below `dataDir` and clears away those a killed process left there over a day ago. */
export async function openFiles(dataDir: string): Promise<Files> {
  await mkdir(dataDir, { recursive: true });
  await clearLeftovers(dataDir);
  const folder = await mkdtemp(join(dataDir, prefix));
  const files = new Map<string, StoredFile>();
  const timers = new Map<string, NodeJS.Timeout>();

  const remove = async (name: string) => {
    clearTimeout(timers.get(name));
    timers.delete(name);
    files.delete(name);
    await rm(join(folder, name), { force: true });
  };

  return {
    folder,
    reserve(type) {
      const name = `${randomBytes(16).toString('hex')}.${endings[type] ?? 'bin'}`;
      return { name, path: join(folder, name) };
    },
    async keep(name, type, lifeMs) {
      const path = join(folder, name);
      const file = { name, path, type, bytes: (await stat(path)).size };
      files.set(name, file);
      // A failed removal leaves a file behind until close; nobody is waiting who could be told.
      const timer = setTimeout(() => void remove(name).catch(() => {}), Math.min(lifeMs, longestTimerMs));
      timers.set(name, timer.unref());
      return file;
    },
    find: (name) => files.get(name),
    remove,
    async close() {
      for (const timer of timers.values()) clearTimeout(timer);
      files.clear();
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

async function clearLeftovers(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    if (!name.startsWith(prefix)) continue;
    const path = join(dataDir, name);
    // Another lab may be clearing the same folder; what it has removed is no error here.
    const age = await stat(path)
      .then(({ mtimeMs }) => Date.now() - mtimeMs)
      .catch(() => 0);
    if (age > dayMs) await rm(path, { recursive: true, force: true });
  }
}
