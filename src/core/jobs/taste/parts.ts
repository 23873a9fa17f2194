/** The part of a picture that is tried, cut out before anything is paid for. */
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { Area } from '../../domain/asked/taste.ts';
import { Failure } from '../../domain/failure.ts';
import type { Source } from '../../domain/job.ts';
import { legible } from '../../media/comparison/comparison.ts';
import { cutPart } from '../../media/taste/apart.ts';
import type { Context } from '../context.ts';
import { storedOf } from '../request/beginning.ts';

/** As `TasteRequests.parts`. */
export async function partsOf(
  context: Context,
  source: Source,
  area: Area,
  count: number,
): Promise<Source[]> {
  const { files, encoder, stopping: signal, maxFileBytes } = context;
  const whole = await storedOf(context, source);
  const { path: folder, remove } = await files.workFolder();
  const parts: Source[] = [];
  try {
    if (!encoder) throw new Error('there is no FFmpeg');
    const { path: picture } = await legible(files.path(whole.name), 'image', { encoder, folder, signal });
    const output = join(folder, 'part.png');
    await cutPart({ picture, area, output }, signal);
    for (let index = 0; index < count; index += 1) {
      const { name, type, bytes } = await files.keep(createReadStream(output), { maxBytes: maxFileBytes });
      const { record: _, ...kept } = whole;
      parts.push({ ...kept, name, type, bytes });
    }
    return parts;
  } catch (error) {
    for (const part of parts) if (part.kind === 'stored') await files.remove(part.name);
    if (error instanceof Failure || signal.aborted) throw error;
    throw new Failure('file-damaged', { medium: 'image' }, { cause: error });
  } finally {
    await files.remove(whole.name);
    await remove();
  }
}
