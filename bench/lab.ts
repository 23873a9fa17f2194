/**
 * What the lab's video work costs: `npx tsx bench/lab.ts [seconds]`, 5 s of 1080p at 30 fps unless told. Prints seconds of
 * processor (all threads and children), of wall, and the peak of resident memory of all processes together.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFfmpeg, runFfmpeg } from '../src/ffmpeg/ffmpeg.ts';
import { defineModels } from '../src/lab/media/models.ts';
import type { Settings } from '../src/models/model.ts';

const seconds = Number(process.argv[2] ?? 5);
const signal = new AbortController().signal;
const folder = await mkdtemp(join(tmpdir(), 'darkroom-bench-lab-'));
const source = join(folder, 'source.mp4');

/**
 * Of this process and all it started. Ticks are hundredths of a second:
 * https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
function usage(id: number | 'self' = 'self'): { seconds: number; megabytes: number } {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const resident = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1];
    // Its own and what its ended children have taken.
    const total = { seconds: 0, megabytes: Number(resident ?? 0) / 1000 };
    for (const field of fields.slice(11, 15)) total.seconds += Number(field) / 100;
    for (const thread of readdirSync(`/proc/${id}/task`))
      for (const child of readFileSync(`/proc/${id}/task/${thread}/children`, 'utf8')
        .split(' ')
        .filter(Boolean)) {
        const { seconds, megabytes } = usage(Number(child));
        total.seconds += seconds;
        total.megabytes += megabytes;
      }
    return total;
  } catch {
    // It ended meanwhile.
    return { seconds: 0, megabytes: 0 };
  }
}

async function measured(name: string, model: string, settings: Settings): Promise<void> {
  const before = usage();
  let peak = 0;
  const sampling = setInterval(() => {
    peak = Math.max(peak, usage().megabytes);
  }, 250);
  const began = performance.now();
  const target = () => join(folder, 'result.mp4');
  await defineModels(process.env.FFMPEG_PATH)[model]?.({
    source,
    settings,
    scratch: folder,
    target,
    signal,
    randomSeed: 1,
  });
  clearInterval(sampling);
  const [processor, wall] = [usage().seconds - before.seconds, (performance.now() - began) / 1000];
  console.log(
    `${name}: ${processor.toFixed(1)} s of processor, ${wall.toFixed(1)} s, ${Math.round(peak)} MB`,
  );
}

try {
  await runFfmpeg(await findFfmpeg(process.env.FFMPEG_PATH), {
    inputs: [
      { path: 'testsrc2=s=1920x1080:r=30', options: ['-f', 'lavfi'] },
      { path: 'sine=440', options: ['-f', 'lavfi'] },
    ],
    options: ['-t', String(seconds), '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'],
    output: source,
    signal,
    timeoutMs: 600_000,
  });
  const film = { frame_multiplier: 2, output_fps: 60, preserve_audio: true };
  await measured('FILM, 30 to 60 fps', 'video-frame-interpolation', film);
  for (const scale of [2, 4])
    await measured(`FlashVSR ×${scale}`, 'flashvsr', {
      scale,
      local_range: 11,
      mode: 'tiny',
      color_fix: true,
    });
} finally {
  await rm(folder, { recursive: true, force: true });
}
