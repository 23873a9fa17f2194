/** A video that is longer than a model takes, cut to its beginning before it is handed over. */
import { createReadStream } from 'node:fs';
import { extname, join } from 'node:path';
import { Failure } from '../../domain/failure.ts';
import type { Source } from '../../domain/job.ts';
import type { Stored } from '../../media/files.ts';
import type { Context } from '../context.ts';

/** ms; its pictures are copied as they are, so it takes no longer than reading the file. */
const cutMs = 60_000;
/** Seconds, for who takes no more: a picture that begins in time is shown a little longer. */
const marginSeconds = 0.25;

/** As `Requests.beginning`. The whole file is forgotten, whatever comes of it. */
export async function beginningOf(context: Context, source: Source, seconds: number): Promise<Source> {
  const whole = await storedOf(context, source);
  try {
    const { record: _, ...kept } = whole;
    return {
      ...kept,
      ...(await cutTo(context, whole, { seconds: seconds - marginSeconds, signal: context.stopping })),
    };
  } finally {
    await context.files.remove(whole.name);
  }
}

/** A file of its own with the beginning of this one. @throws Failure file-damaged */
export async function cutTo(
  { files, encoder, stopping, maxFileBytes }: Context,
  whole: Pick<Stored, 'name'>,
  { seconds, signal }: { seconds: number; signal: AbortSignal },
): Promise<Stored> {
  const { path: folder, remove } = await files.workFolder();
  const output = join(folder, `beginning${extname(whole.name)}`);
  try {
    if (!encoder) throw new Error('there is no FFmpeg');
    const options = ['-t', String(seconds), '-map', '0:v:0', '-map', '0:a:0?', '-c', 'copy'];
    const inputs = [{ path: files.path(whole.name) }];
    await encoder.run({ inputs, options, output, signal, timeoutMs: cutMs });
    return await files.keep(createReadStream(output), { maxBytes: maxFileBytes });
  } catch (error) {
    if (error instanceof Failure || signal.aborted || stopping.aborted) throw error;
    throw new Failure('file-damaged', { medium: 'video' }, { cause: error });
  } finally {
    await remove();
  }
}

/** In the data folder, where it is not yet. @throws Failure where it does not come */
export async function storedOf(
  context: Context,
  source: Source,
): Promise<Extract<Source, { kind: 'stored' }>> {
  if (source.kind === 'stored') return source;
  const { link, fileName } = source;
  const { fetcher, files, maxFileBytes, timings, stopping } = context;
  const limits = { maxBytes: maxFileBytes, timeoutMs: timings.fetchMs, signal: stopping };
  const { name, type, bytes } = await fetcher.fetchTo(link, files, limits);
  return { kind: 'stored', name, type, bytes, ...(fileName === undefined ? {} : { fileName }) };
}
