/** Trouble of our own machine with its files, which says nothing about the file that it came with. */
import { Failure } from '../domain/failure.ts';

/** The system's names for it. EAGAIN and ENOMEM come when no further program can be started. */
const gone = 'ENOENT';
const ours = [gone, ...'ENOSPC EDQUOT EROFS EMFILE ENFILE EACCES EPERM EIO EAGAIN ENOMEM'.split(' ')];
/** How libraries put it that hand on no name: libvips and FFmpeg, with the system's own words. */
const said =
  /no space left on device|disk quota exceeded|read-only file system|too many open files|input file is missing/i;

/** A missing file is looked for so often: it may be on a disk that is only just there. */
export const mostLooks = 3;

/** What the provider or a server says is theirs, whatever words they use. */
const isOfOthers = (error: unknown) => error instanceof Failure && /^(provider|link)-/.test(error.code);

const codeOf = (error: Error): string | undefined => {
  // What is being written cannot be missing: its folder is.
  if ('path' in error && String(error.path).endsWith('.part')) return 'EIO';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code !== undefined && ours.includes(code)) return code;
  const [named] = /\bE[A-Z]{3,6}\b(?=: )/.exec(error.message) ?? [];
  if (named !== undefined && ours.includes(named)) return named;
  const [words = ''] = said.exec(error.message) ?? [];
  return words === '' ? undefined : /missing/i.test(words) ? gone : 'EIO';
};

/**
 * The failure that says so, where an error or what caused it is such trouble; undefined for any other error. It passes by
 * itself as a rule, so a job waits for it; `file-gone` is the exception.
 */
export function ownTrouble(error: unknown): Failure<'file-gone' | 'storage'> | undefined {
  if (isOfOthers(error)) return undefined;
  // A cause that names itself would make no end.
  for (let each = error, depth = 0; each instanceof Error && depth < 5; each = each.cause, depth += 1) {
    // A failure's own message is a sentence of ours.
    const code = each instanceof Failure ? undefined : codeOf(each);
    if (code === gone) return new Failure('file-gone', undefined, { cause: error });
    if (code !== undefined) return new Failure('storage', undefined, { cause: error });
  }
  return undefined;
}
