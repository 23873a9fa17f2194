/** One file, or several at once. */
import { enhanceAll } from './album.ts';
import { type Context, enhance, type Run } from './enhance.ts';

/** @returns the exit code. @throws what both do */
export const runAsked = (asked: Run, context: Context): Promise<0 | 1> =>
  (asked.others.length > 0 ? enhanceAll : enhance)(asked, context);
