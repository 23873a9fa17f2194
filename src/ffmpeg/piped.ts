/** FFmpeg as a part of a line of work: what it decodes is read from it, or what it encodes is given to it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { isAbsolute } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { boundChild, type Exceeded } from '../node/child-bounds.ts';
import { FfmpegFailed, FfmpegStopped, FfmpegTooLarge } from './failures.ts';
import type { Ffmpeg } from './ffmpeg.ts';

export type PipedFfmpeg = {
  pid: number | undefined;
  /** What `pipe:0` reads. */
  input: Writable;
  /** What is written to `pipe:1`. */
  output: Readable;
  /**
   * Resolves when it has ended well.
   * @throws FfmpegFailed with the last thing it said; FfmpegTooLarge, FfmpegStopped at its bounds; the signal's reason when
   * that has aborted.
   */
  ended: Promise<void>;
};

/** Whether it can be given pipes: the WebAssembly build knows files only. */
export const takesPipes = ({ before }: Ffmpeg): boolean => before.length === 0;

export type PipedRun = {
  signal: AbortSignal;
  /** ms until it is killed. */
  timeoutMs: number;
  /** Bytes that it may hold; as many as any child when left out. */
  memoryBytes?: number | undefined;
  /** Hears every line it writes about its work. */
  says?: (line: string) => void;
};

/** Starts it with `args` as they are, after what every run has. It is killed when the signal aborts. */
export function startFfmpeg(
  { file, before }: Ffmpeg,
  args: readonly string[],
  { signal, timeoutMs, memoryBytes, says = () => {} }: PipedRun,
): PipedFfmpeg {
  const child = spawn(file, [...before, '-hide_banner', '-nostats', '-y', ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    // A decoder of strangers' files has no business with the bot's secrets; a bare name needs PATH to be found.
    ...(isAbsolute(file) ? { env: {} } : {}),
  });
  let last = '';
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (line.trim() !== '') last = line.trim();
    says(line);
  });
  // It closes its input when it has enough or fails; how it ended says which.
  child.stdin.on('error', () => {});
  const kill = () => child.kill('SIGKILL');
  let late = false;
  let exceeded: Exceeded | undefined;
  const timer = setTimeout(() => {
    late = true;
    kill();
  }, timeoutMs);
  const unbound = boundChild(child.pid, { memoryBytes }, (what) => {
    exceeded = what;
    kill();
  });
  signal.addEventListener('abort', kill, { once: true });
  // Node leaves its children running when it exits.
  process.once('exit', kill);
  if (signal.aborted) kill();
  const ended = (async () => {
    try {
      const [code, killed] = await once(child, 'close');
      signal.throwIfAborted();
      if (exceeded) throw new FfmpegTooLarge(exceeded.said);
      if (late) throw new FfmpegStopped(`It took longer than ${Math.round(timeoutMs / 1000)} s.`);
      if (killed === 'SIGKILL') throw new FfmpegStopped('It was ended by others.');
      if (code !== 0) throw new FfmpegFailed(last || `FFmpeg ended with ${code}.`);
    } finally {
      clearTimeout(timer);
      unbound();
      signal.removeEventListener('abort', kill);
      process.off('exit', kill);
    }
  })();
  // Whoever uses the pipes hears of it there first, and then awaits this.
  ended.catch(() => {});
  return { pid: child.pid, input: child.stdin, output: child.stdout, ended };
}
