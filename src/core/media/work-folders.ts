/**
 * Folders for what is being worked on, inside the data folder: the system's own place for such may be memory, and copies of
 * long clips are as large as the clips.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning, machineName, processFacts } from '../../node/process-life.ts';

export type WorkFolder = {
  path: string;
  /** That it is gone already is fine. */
  remove(): Promise<void>;
};

/** ms; nothing is worked on for so long. */
const abandonedMs = 3_600_000;

const prefix = 'work-';

const machine = () =>
  createHash('sha256')
    .update(machineName() ?? '')
    .digest('hex')
    .slice(0, 12);

/** @param root is there. @returns what makes one; what dead processes left there is removed first. @throws the file system's error */
export async function openWorkFolders(root: string): Promise<() => Promise<WorkFolder>> {
  const here = machine();
  for (const name of await readdir(root)) {
    if (!name.startsWith(prefix)) continue;
    const path = join(root, name);
    const [where, pid, born = ''] = name.slice(prefix.length).split('-');
    const running = where === here ? isRunning(Number(pid), born || null) : undefined;
    // Others may work on the same data folder, here or on another machine.
    const at = (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;
    if (running === false || (running === undefined && at < Date.now() - abandonedMs))
      await rm(path, { recursive: true, force: true });
  }
  const own = `${prefix}${here}-${process.pid}-${processFacts(process.pid)?.born ?? ''}-`;
  return async () => {
    const path = await mkdtemp(join(root, own));
    return { path, remove: () => rm(path, { recursive: true, force: true }) };
  };
}
