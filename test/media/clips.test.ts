/** What of a clip is shown, and when, as players show it. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { edited } from '../../src/core/media/probe/clip/edits.ts';
import { timingOf } from '../../src/core/media/probe/clip/timing.ts';
import { probe } from '../../src/core/media/probe/probe.ts';
import { box } from '../helpers/heif.ts';
import { file } from './fixture.ts';
import { card, h264, made, tone } from './made.ts';

/** One key frame at the start, so that a cut by copying has to keep what lies before it. */
const oneKey = [...h264, '-g', '10000', '-keyint_min', '10000', '-sc_threshold', '0'];

test('a trimmed clip is as long as it is shown, not as long as what it keeps', async () => {
  const long = await made('long.mp4', [...card('64x48', 10, 20), ...oneKey, '-bf', '2']);
  for (const ending of ['mp4', 'mov', '3gp']) {
    const cut = await made(`cut.${ending}`, ['-ss', '15', '-i', long, '-c', 'copy']);
    const found = await probe(cut);
    expect(found, ending).toMatchObject({
      seconds: expect.closeTo(5, 1),
      fps: expect.closeTo(10, 1),
      uneven: false,
    });
    expect(found, ending).toMatchObject({ frames: 50 });
  }
  const ended = await made('ended.mp4', ['-i', long, '-t', '3', '-c', 'copy']);
  expect(await probe(ended)).toMatchObject({ seconds: expect.closeTo(3, 0) });
});

test('an edit list that says nothing, too much, or is made of several is reckoned as it is shown', () => {
  const pictures = Array.from({ length: 10 }, (_, at) => ({ at, lasts: 1 }));
  const shown = (...edits: Parameters<typeof edited>[1]) => edited(pictures, edits).map(({ at }) => at);
  expect(shown()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(shown({ from: 0, lasts: 3 })).toEqual([0, 1, 2]);
  // mediabunny has begun its clock where the first edit begins.
  const trimmed = edited(
    pictures.map(({ at, lasts }) => ({ at: at - 4, lasts })),
    [
      { from: 4, lasts: 2 },
      { from: undefined, lasts: 1 },
      { from: 8, lasts: 100 },
    ],
  );
  expect(trimmed.map(({ at }) => at)).toEqual([0, 1, 3, 4]);
  expect(shown({ from: 0, lasts: 0 })).toHaveLength(10);
  expect(shown({ from: undefined, lasts: 2 })).toHaveLength(10);
  expect(
    timingOf([
      { at: 3, lasts: 0 },
      { at: 1, lasts: 0 },
      { at: 2, lasts: 0 },
    ]),
  ).toEqual({
    seconds: 3,
    fps: 1,
    frames: 3,
    uneven: false,
  });
});

test('a picture that begins after the sound belongs to a clip that begins with the sound', async () => {
  const whole = await made('whole.mp4', [...card('64x48', 10, 3), ...tone(3), ...h264, '-c:a', 'aac']);
  for (const ending of ['mp4', 'mkv', 'mov']) {
    const both = ['-itsoffset', '1', '-i', whole, '-i', whole, '-map', '0:v', '-map', '1:a', '-c', 'copy'];
    const late = await made(`late.${ending}`, both);
    expect(await probe(late), ending).toMatchObject({
      seconds: expect.closeTo(4, 1),
      fps: expect.closeTo(10, 1),
    });
  }
  expect(await probe(whole)).toMatchObject({ seconds: expect.closeTo(3, 1), frames: 30 });
});

test('of two video tracks the one that players show is read, and said', async () => {
  const two = [...card('128x64'), ...card('64x128'), '-map', '0', '-map', '1', ...h264];
  const second = ['-disposition:v:0', '0', '-disposition:v:1', 'default'];
  for (const ending of ['mp4', 'mkv']) {
    const one = { width: 128, height: 64, track: 0, further: 1 };
    expect(await probe(await made(`first.${ending}`, two)), ending).toMatchObject(one);
    const other = { width: 64, height: 128, track: 1, further: 1 };
    expect(await probe(await made(`second.${ending}`, [...two, ...second])), ending).toMatchObject(other);
  }
});

test('a clip is as large as it is shown: wide pixels, turned', async () => {
  const wide = ['-vf', 'setsar=2', ...h264];
  for (const ending of ['mp4', 'mkv', 'mov'])
    expect(await probe(await made(`wide.${ending}`, [...card(), ...wide])), ending).toMatchObject({
      width: 128,
      height: 48,
    });
  const flat = await made('flat.mp4', [...card(), ...h264]);
  const turned = await made('turned.mp4', ['-display_rotation', '90', '-i', flat, '-c', 'copy']);
  expect(await probe(turned)).toMatchObject({ width: 48, height: 64 });
});

test('uneven times, depth, light and alpha are seen', async () => {
  const skipped = ['-vf', "select='not(eq(mod(n,5),3))'", '-fps_mode', 'vfr', ...h264];
  expect(await probe(await made('uneven.mp4', [...card('64x48', 20, 1), ...skipped]))).toMatchObject({
    uneven: true,
    frames: 16,
  });
  const x265 = [
    '-c:v',
    'libx265',
    '-preset',
    'ultrafast',
    '-x265-params',
    'log-level=none',
    '-pix_fmt',
    'yuv420p10le',
  ];
  const light = (trc: string) => ['-color_trc', trc, '-color_primaries', 'bt2020', '-colorspace', 'bt2020nc'];
  const hdr = { depth: 10, codec: 'hevc' };
  expect(
    await probe(await made('pq.mp4', [...card(), ...x265, ...light('smpte2084'), '-tag:v', 'hvc1'])),
  ).toMatchObject({ ...hdr, light: 'pq' });
  expect(await probe(await made('hlg.mkv', [...card(), ...x265, ...light('arib-std-b67')]))).toMatchObject({
    ...hdr,
    light: 'hlg',
  });
  const deep = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv422p10le'];
  expect(await probe(await made('deep.mp4', [...card(), ...deep]))).toMatchObject({
    depth: 10,
    light: 'sdr',
    codec: 'avc',
  });
  for (const codec of ['libvpx', 'libvpx-vp9']) {
    const coded = ['-c:v', codec, '-pix_fmt', 'yuva420p', '-auto-alt-ref', '0'];
    const clear = await made(`${codec}.webm`, [...card(), ...coded]);
    expect(await probe(clear), codec).toMatchObject({
      alpha: true,
      depth: 8,
      codec: codec === 'libvpx' ? 'vp8' : 'vp9',
    });
  }
});

test('an edit list does not hide that a file was made to be false', async () => {
  const honest = await readFile(await made('honest.mp4', [...card('64x48', 10, 2), ...h264]));
  const at = honest.indexOf('elst');
  // Entries without end, and times before the beginning of everything.
  for (const [offset, value] of [
    [8, 0xffffffff],
    [12, 0xffffffff],
    [16, 0x80000000],
  ] as const) {
    const bytes = Buffer.from(honest);
    bytes.writeUInt32BE(value, at + offset);
    const found = await probe(await file(bytes)).catch((error: { code?: string }) => error.code);
    expect(typeof found === 'string' ? found : 'read').toMatch(/read|file-damaged/);
  }
  const without = Buffer.concat([honest, box('free', 'x'.repeat(9)), Buffer.from([0, 0])]);
  expect(await probe(await file(without))).toMatchObject({ frames: 20 });
});
