/**
 * The memory that the largest files take that people may post: this process with all its children at its highest, while
 * the file is read, while what a model takes is made of it, while it is made to fit into 10 MB, and while the lab works on
 * it. `npx tsx bench/file-memory.ts FILE…`; `DARKROOM_LAB=2` with a model's scale has the lab work on it, too.
 */
import { copyFile, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { openFiles } from '../src/core/media/files.ts';
import { createFit } from '../src/core/media/fit/fit.ts';
import { outgoing } from '../src/core/media/outgoing.ts';
import { kindOf } from '../src/core/media/probe/kinds.ts';
import { probe } from '../src/core/media/probe/probe.ts';
import { ffmpegEncoder } from '../src/ffmpeg/encoder.ts';
import { defineModels } from '../src/lab/media/models.ts';
import type { Settings } from '../src/models/model.ts';
import { takenBy } from '../src/node/child-bounds.ts';

const folder = await mkdtemp(join(tmpdir(), 'darkroom-bench-'));
const files = await openFiles(join(folder, 'files'));
const encoder = ffmpegEncoder();
const fit = createFit({ files, encoder, log: { warn: (said: unknown) => console.log(said) } });
const labScale = Number(process.env.DARKROOM_LAB ?? 0);

async function enlargedByLab(source: string, takes: 'image' | 'video', signal: AbortSignal): Promise<void> {
  const [model, settings]: [string, Settings] =
    takes === 'video'
      ? ['flashvsr', { scale: labScale, local_range: 12, mode: 'tiny', color_fix: true }]
      : ['esrgan', { scale: labScale, quality: 95, output_format: 'png' }];
  const target = () => join(folder, 'result');
  await defineModels(process.env.FFMPEG_PATH)[model]?.({
    source,
    settings,
    scratch: folder,
    target,
    signal,
    randomSeed: 1,
  });
  await rm(join(folder, 'result.tiff'), { force: true });
}

/** Resident bytes of a process and of all that it has started. */
async function held(pid: number): Promise<number> {
  const tasks = await readdir(`/proc/${pid}/task`).catch(() => []);
  const lists = tasks.map((it) => readFile(`/proc/${pid}/task/${it}/children`, 'latin1').catch(() => ''));
  const children = (await Promise.all(lists)).join(' ').split(' ').filter(Boolean).map(Number);
  const below = await Promise.all(children.map(held));
  return ((await takenBy(pid))?.memoryBytes ?? 0) + below.reduce((sum, it) => sum + it, 0);
}

async function measured<T>(what: string, run: () => Promise<T>): Promise<T | undefined> {
  let most = 0;
  const timer = setInterval(async () => {
    most = Math.max(most, await held(process.pid));
  }, 20);
  const begun = performance.now();
  const made = await run()
    .catch((error: Error) =>
      console.log(`${what}: ${error.message} ${String(error.cause ?? '').slice(0, 200)}`),
    )
    .finally(() => clearInterval(timer));
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(
    `${what}: ${seconds} s, ${Math.round(most / 1e6)} MB, of which here ${Math.round(process.memoryUsage.rss() / 1e6)}`,
  );
  return made ?? undefined;
}

try {
  for (const path of process.argv.slice(2)) {
    const { type, ending, medium: takes } = await kindOf(path);
    const name = `${'0'.repeat(32)}.${ending}`;
    await copyFile(path, files.path(name));
    const stored = { name, type, bytes: (await stat(path)).size };
    const read = () => probe(files.path(name), { encoder, readingMs: 600_000 });
    const record = await measured(`${basename(path)} read`, read);
    if (!record) continue;
    const { signal } = new AbortController();
    const copy = await measured(`${basename(path)} made ready`, () =>
      outgoing({ files, encoder }, stored, { record, takes, signal }),
    );
    await measured(`${basename(path)} made to fit`, () =>
      fit.fitTo({ ...stored, ...record, record }, 10_000_000, { signal }),
    );
    if (copy && labScale > 0)
      await measured(`${basename(path)} in the lab, ×${labScale}`, () =>
        enlargedByLab(copy.path, takes, signal),
      );
    await copy?.remove();
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exit();
