/** How clips of a comparison are written: H.264 that every chat plays, without sound, under 2 MB. */
import type { Encoder, EncoderRun } from '../encoder.ts';

export type ClipWork = { encoder: Encoder; folder: string; signal: AbortSignal };

const timeoutMs = 120_000;
const memoryBytes = 700_000_000;
/** Bits a second: 5 s of it are less than 2 MB. */
const mostBits = 3_000_000;

const h264 = [
  ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-threads', '2', '-pix_fmt', 'yuv420p'],
  ...['-maxrate', String(mostBits), '-bufsize', String(mostBits / 2), '-an', '-map_metadata', '-1'],
  ...['-movflags', '+faststart', '-f', 'mp4'],
];

type Graph = Pick<EncoderRun, 'inputs' | 'output'> & { /** It ends in `[out]`. */ graph: string[] };

/** @throws as Encoder.run */
export const encode = (
  work: ClipWork,
  { graph, seconds, ...run }: Graph & { seconds: number },
): Promise<void> => ran(work, { ...run, options: [...mapped(graph), '-t', String(seconds), ...h264] });

/** One picture of it, as a PNG. @throws as Encoder.run */
export const encodeFrame = (work: ClipWork, { graph, ...run }: Graph): Promise<void> =>
  ran(work, {
    ...run,
    options: [...mapped(graph), '-frames:v', '1', '-update', '1', '-c:v', 'png', '-f', 'image2'],
  });

const mapped = (graph: string[]) => ['-filter_complex', graph.join(';'), '-map', '[out]'];

const ran = ({ encoder, signal }: ClipWork, run: Pick<EncoderRun, 'inputs' | 'output' | 'options'>) =>
  encoder.run({ ...run, signal, timeoutMs, memoryBytes });
