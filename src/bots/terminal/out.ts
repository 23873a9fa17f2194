/** Where a file is to be saved. */
import { access, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ArgumentError } from './flags.ts';
import { terminalWords as words } from './words.ts';

/** `exact`: the person named the file; otherwise its ending is still to be added. */
export type Out = { path: string; exact: boolean };

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (it) => it.isDirectory(),
    () => false,
  );

/** @throws ArgumentError before anything is spent on a result that could not be saved. */
export async function checkOut({ path, exact }: Out): Promise<void> {
  // A name of ours still gets an ending, which tells it from a folder.
  if (exact && (await isFolder(path))) throw new ArgumentError(words.outIsFolder(path));
  const folder = dirname(path);
  const writable = await access(folder, constants.W_OK).then(
    () => isFolder(folder),
    () => false,
  );
  if (!writable) throw new ArgumentError(words.noFolder(folder));
}
