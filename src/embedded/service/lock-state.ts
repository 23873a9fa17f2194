/** Looks at the lock of a folder without taking it. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Endpoint, holderShape, isAlive } from './lock-holder.ts';

/** `held`: a living process has it. `endpoint` and `info` are null until the holder is ready. */
export type LockState = {
  generation: number;
  held: boolean;
  pid: number;
  endpoint: Endpoint | null;
  info: unknown;
};

const prefix = (name: string) => `${name}.lock.`;
export const fileOf = (folder: string, name: string, generation: number) =>
  join(folder, `${prefix(name)}${generation}`);

export function generations(folder: string, name: string): number[] {
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
      const holder = holderShape.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
      if (!holder) return { generation, held: false, pid: 0, endpoint: null, info: null };
      const { pid, door: endpoint, info } = holder;
      return { generation, held: isAlive(holder, beatAgeMs), pid, endpoint, info: info ?? null };
    } catch (error) {
      if (error instanceof SyntaxError)
        return { generation, held: false, pid: 0, endpoint: null, info: null };
      // A successor removed the file between the listing and the reading: look again.
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  }
}
