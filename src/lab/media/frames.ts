/** A clip's frames as they come out of FFmpeg, each with the time it is shown at. */
import type { Ffmpeg } from '../../ffmpeg/ffmpeg.ts';
import { startFfmpeg } from '../../ffmpeg/piped.ts';
import { frameBytes } from './between/moved.ts';
import type { Clip } from './clip.ts';
import { coloured, conversion } from './colour.ts';
import { timeoutMs } from './tool.ts';

export type Frame = {
  /** Seconds from the file's beginning: the sound may begin earlier than the picture. */
  at: number;
  /** 8-bit 4:2:0, in memory that threads share. */
  pixels: SharedArrayBuffer;
};

/** Frames' memory, used again and again: left to be collected, it grows to a gigabyte meanwhile. */
export type Memory = { take(): SharedArrayBuffer; give(pixels: SharedArrayBuffer): void };

export function createMemory(bytes: number): Memory {
  const spare: SharedArrayBuffer[] = [];
  return {
    take: () => spare.pop() ?? new SharedArrayBuffer(bytes),
    give(pixels) {
      spare.push(pixels);
    },
  };
}

/** Of a second; what the times are told in. */
const ticks = 90_000;

/** Every frame of the clip's track as it is shown, in order, none twice and none left out. */
export async function* framesOf(
  ffmpeg: Ffmpeg,
  source: string,
  clip: Clip,
  size: { width: number; height: number },
  { signal, memory }: { signal: AbortSignal; memory: Memory },
): AsyncGenerator<Frame> {
  const times: number[] = [];
  let heard = () => {};
  const { colour } = clip;
  const filters = [
    `scale=${size.width}:${size.height}:flags=lanczos:${conversion(colour, colour)}`,
    `setsar=1,${coloured(colour).filter},settb=1/${ticks},showinfo=checksum=0`,
  ];
  const reading = startFfmpeg(
    ffmpeg,
    [
      ...['-nostdin', '-protocol_whitelist', 'file,pipe', '-i', source, '-map', `0:V:${clip.track}`],
      ...['-vf', filters.join(','), '-fps_mode', 'passthrough', '-f', 'rawvideo', 'pipe:1'],
    ],
    {
      signal,
      timeoutMs,
      says(line) {
        const shown = /\bn: *\d+ +pts: *(-?\d+|NOPTS)/.exec(line)?.[1];
        if (shown === undefined) return;
        const before = times.at(-1);
        const guess = before === undefined ? 0 : before + 1 / clip.fps;
        times.push(shown === 'NOPTS' ? guess : Number(shown) / ticks);
        heard();
      },
    },
  );
  reading.input.end();
  const bytes = frameBytes(size);
  let pixels = new Uint8Array(memory.take());
  let filled = 0;
  let count = 0;
  for await (const chunk of reading.output as AsyncIterable<Buffer>)
    for (let from = 0; from < chunk.length; ) {
      const part = chunk.subarray(from, from + bytes - filled);
      pixels.set(part, filled);
      from += part.length;
      filled += part.length;
      if (filled < bytes) continue;
      // It is said before the frame is written, but on another pipe.
      while (times.length <= count && !signal.aborted)
        await new Promise<void>((resolve) => {
          heard = resolve;
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
      signal.throwIfAborted();
      yield { at: times[count] as number, pixels: pixels.buffer };
      count += 1;
      filled = 0;
      pixels = new Uint8Array(memory.take());
    }
  await reading.ended;
}
