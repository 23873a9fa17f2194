/** Where a file is to be saved. */
import { access, constants, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ArgumentError } from './flags.ts';
import { isSame, type Place } from './save.ts';
import { terminalWords as words } from './words.ts';

/** `exact`: the person named the file; otherwise its ending is still to be added. */
export type Out = Place & { exact: boolean };

/** Bytes: with less than this no result can be saved. */
const leastRoom = 4096;

/** @throws ArgumentError before anything is spent on a result that could not be saved. */
export async function checkOut({ path, exact, source }: Out): Promise<void> {
  const folder = dirname(path);
  const kind = async (of: string): Promise<string | undefined> => {
    try {
      return (await stat(of)).isDirectory() ? 'folder' : 'file';
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENAMETOOLONG')
        throw new ArgumentError(words.nameTooLong, { cause: error });
      return undefined;
    }
  };
  // A name of ours still gets an ending, which tells it from a folder.
  if ((await kind(path)) === 'folder' && exact) throw new ArgumentError(words.outIsFolder(path));
  if (exact && (await isSame(path, source))) throw new ArgumentError(words.outIsSource(path));
  if ((await kind(folder)) !== 'folder') throw new ArgumentError(words.noFolder(folder));
  await access(folder, constants.W_OK).catch((error: unknown) => {
    throw new ArgumentError(words.notWritable(folder), { cause: error });
  });
  // Disks that cannot be asked have room.
  const room = await statfs(folder).catch(() => undefined);
  if (room && room.blocks > 0 && room.bavail * room.bsize < leastRoom)
    throw new ArgumentError(words.folderFull(folder));
}
