/** Makes a picture fit, in a process that can be ended (picture-fitter.ts says why). */
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { runApart } from '../../../node/apart.ts';
import type { PictureCopy } from './picture-ladder.ts';

const copySchema: z.ZodType<PictureCopy | null> = z
  .object({
    rung: z.enum(['lossless', 'close', 'smaller', 'still']),
    path: z.string(),
    type: z.string(),
    bytes: z.int().positive(),
    width: z.int().positive(),
    height: z.int().positive(),
  })
  .nullable();

const program = fileURLToPath(new URL('./picture-fitter.ts', import.meta.url));

/**
 * A copy of the picture at `path` with at most `target` bytes, in `folder`; undefined when there is no way. The
 * process is gone when this settles.
 * @throws the signal's reason; Stopped when it takes longer than `timeoutMs`; HeldTooMuch; Error when the picture cannot be read
 */
export async function fitPictureApart(
  path: string,
  options: { target: number; folder: string; signal: AbortSignal; timeoutMs: number },
): Promise<PictureCopy | undefined> {
  const { target, folder, signal, timeoutMs } = options;
  const answer = await runApart(program, [path, String(target), folder], { signal, timeoutMs, folder });
  return copySchema.parse(JSON.parse(answer)) ?? undefined;
}
