/** Writes a file where a person wants it, and never over what is there unless they say so; never over their source. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { constants, copyFile, link, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, parse } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { terminalWords as words } from './words.ts';

export type Place = {
  path: string;
  /** Replace what has this name. */
  force?: boolean;
  /** The file that it was made of, which is never replaced. */
  source?: string | null;
};

/** `lake.jpg`, then `lake-2.jpg`, without a space that a shell would have to be told of, then `lake-3.jpg` and so on. */
const most = 10_000;
const numbered = (path: string, number: number): string => {
  const { dir, name, ext } = parse(path);
  return number === 1 ? path : join(dir, `${name}-${number}${ext}`);
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';
const found = (path: string) =>
  stat(path, { bigint: true }).catch((error: unknown) => {
    if (codeOf(error) !== 'ENOENT') throw error;
    return undefined;
  });

/** By whatever name or link. */
export async function isSame(path: string, other: string | null | undefined): Promise<boolean> {
  if (typeof other !== 'string') return false;
  const [one, two] = await Promise.all([path, other].map((each) => found(each).catch(() => undefined)));
  return one !== undefined && two !== undefined && one.dev === two.dev && one.ino === two.ino;
}

/**
 * Saves a copy of a file; done twice it ends the same, since one that holds the very same is not written again.
 * @param id names what is half-written, beside it
 * @returns the name that it has got
 * @throws the file system's error, with nothing left behind; `whyNotSaved` says it
 */
export async function save(from: string | Uint8Array, place: Place, id: string): Promise<string> {
  // Under another name first: nobody ever sees half a file. Short, as the name itself may be as long as a name can be.
  const partial = join(dirname(place.path), `.${id}.part`);
  try {
    // Written anew rather than copied: the data folder's files are private, a person's own are as they like.
    await writeFile(partial, typeof from === 'string' ? createReadStream(from) : from);
    for (let number = 1; number < most; number += 1) {
      const path = numbered(place.path, number);
      if (await take(path, partial, place)) return path;
    }
    throw Object.assign(new Error('all its names are taken'), { code: 'EEXIST' });
  } finally {
    await rm(partial, { force: true }).catch(() => {});
  }
}

/** Gives the file this name, or says that another has it. */
async function take(path: string, partial: string, { force, source }: Place): Promise<boolean> {
  const there = await found(path);
  if (there && (!there.isFile() || (await isSame(path, source)))) return false;
  if (there && force) {
    await rename(partial, path);
    return true;
  }
  if (there)
    return there.size === (await stat(partial, { bigint: true })).size && (await sameBytes(path, partial));
  try {
    // Of two that want the same name at once, one gets it: a rename would take it from the other.
    await link(partial, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    // Some disks, of other systems or far away, know no second name of a file.
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV'].includes(codeOf(error))) throw error;
  }
  try {
    await copyFile(partial, path, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

async function sameBytes(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all(
    [one, other].map(async (path) => {
      const hash = createHash('sha256');
      await pipeline(createReadStream(path), hash);
      return hash.digest('hex');
    }),
  );
  return first === second;
}

/** Why a file could not be written there, for people; undefined for what may pass by itself. */
export const whyNotSaved = (error: unknown, path: string): string | undefined =>
  words.notWritten(codeOf(error), path, dirname(path));
