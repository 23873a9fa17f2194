/**
 * FFmpeg on frames of which few may be on their way: newer ones let eight wait before the encoder, and eight of 8192 × 4320
 * are 400 MB. A second input, tiny frames laid outside of the picture, is a gate: a frame goes on once one of its time is there.
 */
import { createInterface } from 'node:readline';
import type { ClipRecord } from '../../core/domain/media-record.ts';
import type { Ffmpeg } from '../../ffmpeg/ffmpeg.ts';
import { startFfmpeg } from '../../ffmpeg/piped.ts';
import { takenBy } from '../../node/child-bounds.ts';
import { frameTimes } from './clip.ts';

export type GatedRun = {
  path: string;
  clip: ClipRecord;
  /** Filters while the frames are small, and those that make them large. */
  before: readonly string[];
  after: readonly string[];
  /** Of the output. */
  options: readonly string[];
  output: string;
  /** Frames that may be on their way. */
  ahead: number;
  signal: AbortSignal;
  timeoutMs: number;
};

/** Times of the gate in a second. */
const fine = 100;
/**
 * How often it is looked whether FFmpeg has nothing to do, in ms, and how often in a row: then there is no frame at this
 * time, as before a late beginning or in a pause, and the gate is opened by a quarter of a second.
 */
const [lookMs, looks, step] = [150, 3, fine / 4];

/** Bytes: nine frames of the largest size and all else; the lab is a process of its own, and a small one. */
const memoryBytes = 680_000_000;

/** @throws FfmpegFailed; the signal's reason when it aborts */
export async function runGated(ffmpeg: Ffmpeg, run: GatedRun): Promise<void> {
  const { path, clip, before, after, options, output, ahead, signal, timeoutMs } = run;
  const times = await frameTimes(path, clip);
  const seen = ['-probesize', '32', '-analyzeduration', '0', '-fpsprobesize', '0'];
  const tiny = ['-f', 'rawvideo', '-pixel_format', 'gray', '-video_size', '2x2'];
  const work = startFfmpeg(
    ffmpeg,
    [
      ...['-v', 'error', '-progress', 'pipe:1', '-stats_period', '0.02'],
      ...['-protocol_whitelist', 'file,pipe', '-i', path],
      ...[...tiny, '-framerate', String(fine), ...seen, '-i', 'pipe:0'],
      '-filter_complex',
      [
        `[0:V:${clip.track}]${[...before, 'null'].join(',')}[small]`,
        `[small][1:v]${['overlay=x=W:y=H:format=auto', ...after].join(',')}[large]`,
      ].join(';'),
      ...['-map', '[large]', ...options, output],
    ],
    { signal, timeoutMs, memoryBytes },
  );
  const gate = openGate(work.input, { times, ahead });
  const lines = createInterface({ input: work.output });
  lines.on('line', (line) => {
    const made = /^frame= *(\d+)/.exec(line)?.[1];
    if (made !== undefined) gate.made(Number(made));
  });
  let [spent, idle] = [-1, 0];
  const timer = setInterval(async () => {
    // Where the system does not say, it is taken to rest: then more are on their way.
    const now = (await takenBy(work.pid))?.processorMs ?? spent;
    idle = now === spent ? idle + 1 : 0;
    spent = now;
    if (idle >= looks) gate.rests();
  }, lookMs);
  try {
    await work.ended;
  } finally {
    clearInterval(timer);
    lines.close();
  }
}

function openGate(
  input: NodeJS.WritableStream & { writableEnded: boolean },
  { times, ahead }: { times: readonly number[]; ahead: number },
): { made(frames: number): void; rests(): void } {
  let [given, done, extra] = [0, 0, 0];
  const open = () => {
    if (input.writableEnded) return;
    const next = times[done + ahead - 1];
    // Past the last one nothing is to be held back, and what waits for more of it would wait for ever.
    if (next === undefined) return void input.end();
    const due = Math.ceil(next * fine) + 1 + extra;
    if (due <= given) return;
    input.write(Buffer.alloc(4 * (due - given)));
    given = due;
  };
  open();
  return {
    made(frames) {
      done = Math.max(done, frames);
      open();
    },
    rests() {
      extra += step;
      open();
    },
  };
}
