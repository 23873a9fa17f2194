/** The embedded Redis on disk: one file with everything, and beside it the one before. */
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { RedisDatabase } from 'js-redis-server/core';
import { load } from './snapshot.ts';

/** The newest snapshot first. */
const filesIn = (folder: string) => ({
  now: join(folder, 'snapshot'),
  before: join(folder, 'snapshot.previous'),
  draft: join(folder, 'snapshot.draft'),
});

export const snapshotFile = (folder: string) => filesIn(folder).now;

function ignoreMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}

/**
 * Writes a dump so that, whenever the power goes, either it is there or the one before. Throws what the file system
 * throws; the older snapshot is then untouched.
 */
export async function write(folder: string, dumped: Buffer): Promise<void> {
  const { now, before, draft } = filesIn(folder);
  const file = await open(draft, 'w', 0o600);
  try {
    await file.writeFile(dumped);
    await file.sync();
  } finally {
    await file.close();
  }
  // A crash between the two leaves the older one, and nobody was told yet that the newer one is safe.
  await rename(now, before).catch(ignoreMissing);
  await rename(draft, now);
  // The names are on disk when the folder is. Windows cannot do this.
  if (process.platform === 'win32') return;
  const names = await open(folder, 'r');
  try {
    await names.sync();
  } finally {
    await names.close();
  }
}

/**
 * Fills an empty database from the newest snapshot that can be read. A damaged one is kept under another name, so that it
 * is neither overwritten nor met again. Returns what a person should know about that.
 */
export async function restore(database: RedisDatabase, folder: string): Promise<string[]> {
  const notes: string[] = [];
  const { now, before } = filesIn(folder);
  for (const file of [now, before]) {
    const dumped = await readFile(file, 'utf8').catch(ignoreMissing);
    if (dumped === undefined) continue;
    try {
      load(database, dumped);
      if (notes.length > 0) notes.push(`The one before it, ${file}, was loaded instead.`);
      return notes;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const aside = `${file}.damaged-${Date.now()}`;
      await rename(file, aside);
      notes.push(`The Redis snapshot ${file} could not be read (${reason}); it is kept as ${aside}.`);
    }
  }
  if (notes.length > 0) notes.push('No older one could be read either: Redis starts empty.');
  return notes;
}
