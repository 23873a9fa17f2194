/** Where a file of the channel is. */
import type { PostedFile } from './messages.ts';

/** @param saves as a file with its own name, instead of to be looked at */
export const fileUrl = ({ name, fileName }: Pick<PostedFile, 'name' | 'fileName'>, saves = false): string =>
  `/file/${name}${saves ? `?as=${encodeURIComponent(fileName)}` : ''}`;
