/** A clip is made a GIF or a WebP again: its times, its loops, and as much of it as fits. */
import { readdir, readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { MovingType } from '../../../src/core/domain/media-record.ts';
import { markedCopy } from '../../../src/core/media/metadata/kept.ts';
import { markIn } from '../../../src/core/media/metadata/xmp.ts';
import { createMoving } from '../../../src/core/media/moving/moving.ts';
import { moved } from '../../../src/core/media/moving/words.ts';
import { probe } from '../../../src/core/media/probe/probe.ts';
import { files, folder } from '../fixture.ts';
import { card, encoder, h264, made, tone } from '../made.ts';
import { aborted, keep, never, silent } from './fixture.ts';

type Wanted = { type?: MovingType; loops?: number; limit?: number };

/** Of six pictures at these hundredths of a second, of one second. */
const at = [0, 10, 15, 45, 46, 90];
const uneven = [
  ...['-f', 'lavfi', '-i', 'testsrc2=s=64x48:r=100:d=1'],
  ...[
    '-vf',
    `select='${at.map((each) => `eq(n,${each})`).join('+')}',setpts=PTS`,
    '-fps_mode',
    'passthrough',
  ],
  // Its last picture ends with the second.
  ...[...h264, '-bf', '0', '-bsf:v', "setts=duration='if(eq(N,5),0.1/TB,DURATION)'"],
];

async function clipOf(options: readonly string[]) {
  return keep(await readFile(await made('clip.mp4', options)));
}

/** As sharp reads what was made of it; undefined where nothing was. */
async function movingOf(clip: { name: string }, { type = 'gif', loops = 0, limit = 1e7 }: Wanted = {}) {
  const as = createMoving({ files, log: silent, encoder });
  const copy = await as(clip, { type, loops }, limit, never());
  if (!copy) return undefined;
  expect(copy.bytes).toBeLessThanOrEqual(limit * 0.98);
  expect((await files.list()).sort()).toEqual([clip.name, copy.name].sort());
  const path = files.path(copy.name);
  const { format, width, height, pages, loop, delay = [] } = await sharp(path).metadata();
  const ms = delay.reduce((sum, each) => sum + each, 0);
  expect(copy).toMatchObject({ type: `image/${format}`, change: { to: { width, height } } });
  const { name, bytes } = copy;
  return { name, path, bytes, format, width, height, pages, loop, delay, ms, said: moved(copy.change) };
}

async function secondsOf({ name }: { name: string }): Promise<number> {
  const found = await probe(files.path(name));
  return found.medium === 'video' ? found.seconds : 0;
}

describe('a clip as a picture that moves', () => {
  it.each(['gif', 'webp'] as const)('keeps its times as a %s, to the end of the last', async (type) => {
    const clip = await clipOf(uneven);
    const copy = await movingOf(clip, { type });
    // Not every FFmpeg writes how long the last of this clip is shown.
    const seconds = await secondsOf(clip);
    const last = Math.max(20, Math.round(seconds * 100) * 10 - 900);
    // What would be shown for one hundredth is left out: browsers would show it for ten.
    expect(copy).toMatchObject({
      format: type,
      width: 64,
      height: 48,
      loop: 0,
      delay: [100, 50, 300, 450, last],
    });
  });

  it.each([
    ['gif', 1],
    ['gif', 3],
    ['webp', 3],
  ] as const)('as a %s is shown %i times', async (type, loops) => {
    const clip = await clipOf([...card('32x24', 4), ...h264]);
    expect(await movingOf(clip, { type, loops })).toMatchObject({ pages: 4, ms: 1000, loop: loops });
  });

  it('of 60 pictures a second has 50, and says so with what else is gone', async () => {
    const clip = await clipOf([...card('64x48', 60), ...tone(), ...h264, '-shortest']);
    const copy = await movingOf(clip);
    expect(copy).toMatchObject({ pages: 50, ms: 1000 });
    expect(new Set(copy?.delay)).toEqual(new Set([20]));
    expect(copy?.said).toMatch(
      /^As GIF \S+ kB: 50 of 60 pictures a second, 256 colours, without sound; the original MP4 has \S+ kB\.$/,
    );
  });

  it.each(['gif', 'webp'] as const)(
    'gets smaller and slower as a %s until it fits, and no more',
    async (type) => {
      const clip = await clipOf([...card('320x240', 30), ...h264]);
      const whole = await movingOf(clip, { type });
      expect(whole).toMatchObject({ width: 320, height: 240, pages: 30 });
      await files.remove(whole?.name ?? '');
      const half = await movingOf(clip, { type, limit: (whole?.bytes ?? 0) / 2 });
      expect(half?.ms).toBe(1000);
      expect((half?.width ?? 0) * (half?.pages ?? 0)).toBeLessThan(320 * 30);
      expect(half?.width).toBeGreaterThanOrEqual(160);
      expect(half?.bytes).toBeGreaterThan((whole?.bytes ?? 0) * 0.25);
      expect(half?.said).toMatch(/scaled down to|of 30 pictures a second/);
    },
  );

  it('is none where not even the least fits, and nothing is left of the work', async () => {
    const clip = await clipOf([...card('320x240', 10), ...h264]);
    expect(await movingOf(clip, { limit: 5_000 })).toBeUndefined();
    expect(await files.list()).toEqual([clip.name]);
  });

  it('says of itself what the clip says', async () => {
    const clip = await clipOf([...card(), ...h264]);
    const marked = await markedCopy(files, clip, 'algorithmicallyEnhanced', never().signal);
    await files.remove(clip.name);
    for (const type of ['gif', 'webp'] as const) {
      const copy = await movingOf(marked ?? clip, { type });
      expect(await markIn(copy?.path ?? '')).toBe('algorithmicallyEnhanced');
      await files.remove(copy?.name ?? '');
    }
  });

  it('is given up with its signal', async () => {
    const clip = await clipOf([...card(), ...h264]);
    const signal = AbortSignal.abort(new Error('no longer wanted'));
    const as = createMoving({ files, log: silent, encoder });
    expect(await aborted(as(clip, { type: 'gif', loops: 0 }, 1e7, { signal }))).toBe('no longer wanted');
    expect((await readdir(folder)).filter((name) => name.startsWith('work-'))).toEqual([]);
  });
});
