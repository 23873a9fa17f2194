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

/** Ticks of a hundredth of a second and bytes: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function usage() {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const found = new Map<string, { parent: string; ticks: number; kilobytes: number }>();
  for (const id of all)
    try {
      const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const shares = readFileSync(`/proc/${id}/smaps_rollup`, 'utf8');
      // Its own and what its ended children have taken.
      const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
      const kilobytes = Number(/^Pss: +(\d+)/m.exec(shares)?.[1] ?? 0);
      found.set(id, { parent: fields[1] ?? '', ticks, kilobytes });
    } catch {
      // It ended meanwhile, or belongs to somebody else.
    }
  const mine = (id: string): boolean =>
    id === String(process.pid) || (found.has(id) && mine(found.get(id)?.parent ?? ''));
  const own = [...found].filter(([id]) => mine(id)).map(([, one]) => one);
  return {
    seconds: own.reduce((sum, one) => sum + one.ticks, 0) / 100,
    megabytes: own.reduce((sum, one) => sum + one.kilobytes, 0) / 1000,
  };
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
