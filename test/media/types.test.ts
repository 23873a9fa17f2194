/** Every type that people post, made by what else makes it, and what is said of the types that are not read. */
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { Failure } from '../../src/core/domain/failure.ts';
import { probe } from '../../src/core/media/probe/probe.ts';
import { contentName } from '../../src/core/words/failures/contents.ts';
import { readsAll } from '../helpers/ffmpeg.ts';
import { type HeifOptions, heif, hevc } from '../helpers/heif.ts';
import { file, folder } from './fixture.ts';
import { card, encoder, h264, made, tone } from './made.ts';

const hevcClip = [
  '-c:v',
  'libx265',
  '-preset',
  'ultrafast',
  '-x265-params',
  'log-level=none',
  '-pix_fmt',
  'yuv420p',
];
const still = (...options: string[]) => [...card(), '-frames:v', '1', ...options];

test.each([
  ['a.bmp', 'image/bmp', still(), {}],
  ['a.ico', 'image/x-icon', still('-vf', 'scale=64:48'), {}],
  ['a.jxl', 'image/jxl', still('-c:v', 'libjxl'), {}],
  ['deep.jxl', 'image/jxl', still('-c:v', 'libjxl', '-pix_fmt', 'rgba64le'), { depth: 16, alpha: true }],
  ['a.jp2', 'image/jp2', still('-c:v', 'jpeg2000', '-format', 'jp2'), {}],
  ['a.j2k', 'image/j2c', still('-c:v', 'jpeg2000', '-format', 'j2k'), {}],
  // Three more of each, as other programs write them.
  ['grey.jxl', 'image/jxl', still('-c:v', 'libjxl', '-pix_fmt', 'gray'), {}],
  ['exact.jxl', 'image/jxl', still('-c:v', 'libjxl', '-distance', '0', '-pix_fmt', 'rgba'), { alpha: true }],
  ['palette.bmp', 'image/bmp', still('-pix_fmt', 'pal8'), {}],
  ['grey.bmp', 'image/bmp', still('-pix_fmt', 'gray'), {}],
  ['sixteen.bmp', 'image/bmp', still('-pix_fmt', 'rgb565le'), {}],
  ['clear.ico', 'image/x-icon', still('-pix_fmt', 'bgra'), { alpha: true }],
  ['palette.ico', 'image/x-icon', still('-pix_fmt', 'pal8', '-c:v', 'bmp'), {}],
  ['png.ico', 'image/x-icon', still('-c:v', 'png', '-pix_fmt', 'rgba'), { alpha: true }],
  ['grey.jp2', 'image/jp2', still('-c:v', 'jpeg2000', '-pix_fmt', 'gray'), {}],
  ['exact.jp2', 'image/jp2', still('-c:v', 'jpeg2000', '-pred', 'dwt53', '-pix_fmt', 'rgb24'), {}],
  ['clear.jp2', 'image/jp2', still('-c:v', 'jpeg2000', '-pix_fmt', 'rgba'), { alpha: true }],
] as const)(
  'a picture as %s is read by FFmpeg, and one that breaks off is refused',
  async (name, type, options, more) => {
    const path = await made(name, options);
    if (type === 'image/jxl' && !readsAll) {
      const said =
        'The file is a JPEG XL picture, which cannot be read with this machine’s FFmpeg. Save it as JPEG or PNG and try again. Whoever runs this can have it read by installing another FFmpeg.';
      return expect(probe(path, { encoder })).rejects.toThrow(said);
    }
    const record = { medium: 'image', type, width: 64, height: 48, frames: 1, light: 'sdr' };
    expect(await probe(path, { encoder })).toEqual({ ...record, depth: 8, alpha: false, ...more });
    const bytes = await readFile(path);
    const cut = await file(bytes.subarray(0, bytes.length >> 1));
    await expect(probe(cut, { encoder })).rejects.toMatchObject({ code: 'file-damaged' });
  },
);

test.each([
  ['a.avi', 'video/x-msvideo', ['-c:v', 'mjpeg', '-c:a', 'pcm_s16le'], 'mjpeg'],
  ['a.ts', 'video/mp2t', [...h264, '-c:a', 'aac'], 'avc'],
  ['a.mpg', 'video/mpeg', ['-r', '25', '-c:v', 'mpeg2video', '-c:a', 'mp2'], 'mpeg2video'],
  ['a.vob', 'video/mpeg', ['-r', '25', '-c:v', 'mpeg2video', '-c:a', 'mp2', '-f', 'vob'], 'mpeg2video'],
  ['a.flv', 'video/x-flv', [...h264, '-c:a', 'aac'], 'avc'],
  ['a.wmv', 'video/x-ms-asf', ['-c:v', 'wmv2', '-c:a', 'wmav2'], 'wmv2'],
  ['a.3gp', 'video/3gpp', [...h264, '-c:a', 'aac'], 'avc'],
  ['a.mov', 'video/quicktime', ['-c:v', 'mjpeg', '-c:a', 'pcm_s16le'], 'mjpeg'],
  // Three more of each, as other programs and years wrote them.
  // Beside MP3, FFmpeg's writer makes the first picture last twice as long.
  ['divx.avi', 'video/x-msvideo', ['-c:v', 'mpeg4', '-vtag', 'DX50', '-c:a', 'pcm_s16le'], 'mpeg4'],
  ['raw.avi', 'video/x-msvideo', ['-c:v', 'rawvideo', '-pix_fmt', 'bgr24', '-c:a', 'pcm_u8'], 'rawvideo'],
  [
    'lossless.avi',
    'video/x-msvideo',
    ['-c:v', 'ffvhuff', '-pix_fmt', 'yuv420p', '-c:a', 'pcm_s16le'],
    'ffvhuff',
  ],
  ['dvb.ts', 'video/mp2t', ['-r', '25', '-c:v', 'mpeg2video', '-c:a', 'ac3'], 'mpeg2video'],
  ['hevc.ts', 'video/mp2t', [...hevcClip, '-c:a', 'aac'], 'hevc'],
  ['camera.m2ts', 'video/mp2t', [...h264, '-c:a', 'ac3'], 'avc'],
  ['one.mpg', 'video/mpeg', ['-r', '25', '-c:v', 'mpeg1video', '-c:a', 'mp2'], 'mpeg1video'],
  ['phone.3gp', 'video/3gpp', ['-c:v', 'mpeg4', '-c:a', 'aac'], 'mpeg4'],
  ['second.3gp', 'video/3gpp', [...h264, '-brand', '3gp6', '-movflags', '+faststart', '-c:a', 'aac'], 'avc'],
  ['spark.flv', 'video/x-flv', ['-c:v', 'flv1', '-c:a', 'libmp3lame', '-ar', '44100'], 'flv1'],
  ['old.flv', 'video/x-flv', ['-c:v', 'flv1', '-c:a', 'pcm_s16le', '-ar', '44100'], 'flv1'],
  ['seven.wmv', 'video/x-ms-asf', ['-c:v', 'wmv1', '-c:a', 'wmav1'], 'wmv1'],
  ['mp4.asf', 'video/x-ms-asf', ['-c:v', 'msmpeg4v3', '-c:a', 'libmp3lame'], 'msmpeg4v3'],
  ['half.mov', 'video/quicktime', ['-c:v', 'mjpeg', '-pix_fmt', 'yuvj422p', '-c:a', 'pcm_s16be'], 'mjpeg'],
  ['whole.mov', 'video/quicktime', ['-c:v', 'mjpeg', '-pix_fmt', 'yuvj444p', '-c:a', 'aac'], 'mjpeg'],
] as const)('a clip as %s is read', async (name, type, options, codec) => {
  const found = await probe(await made(name, [...card(), ...tone(), ...options]), { encoder });
  const fps = options.some((it) => it === '-r') ? 25 : 10;
  expect(found).toMatchObject({ medium: 'video', type, width: 64, height: 48, codec, uneven: false });
  expect(found).toMatchObject({ audio: true, alpha: false, depth: 8, light: 'sdr', track: 0, further: 0 });
  expect(found).toMatchObject({ seconds: expect.closeTo(1, 1), fps: expect.closeTo(fps, 1), frames: fps });
});

test('what only FFmpeg reads is refused by its name where there is none, and where it was cut', async () => {
  const path = await made('a.avi', [...card(), '-c:v', 'mjpeg']);
  await expect(probe(path)).rejects.toThrow(
    'an AVI video, which cannot be read on this machine. Save it as MP4',
  );
  const none = { run: () => Promise.reject(new Error('Videos need FFmpeg, and none was found')) };
  await expect(probe(path, { encoder: none })).rejects.toMatchObject({ code: 'file-needs-ffmpeg' });
  const bytes = await readFile(path);
  for (const part of [0.3, 0.9]) {
    const cut = await file(bytes.subarray(0, bytes.length * part));
    await expect(probe(cut, { encoder })).rejects.toMatchObject({ code: 'file-damaged' });
  }
  const flash = await readFile(await made('a.flv', [...card('64x48', 10, 4), ...h264]));
  const cut = await file(flash.subarray(0, flash.length * 0.4));
  await expect(probe(cut, { encoder })).rejects.toMatchObject({ code: 'file-damaged' });
});

test('the photo of a telephone is read by its items: tiles, turned, with alpha, 10 bits; a cut one is refused', async () => {
  const coded = await hevc(folder, { name: 'eight', size: '64x48' });
  const deep = await hevc(folder, { name: 'ten', size: '64x48', format: 'yuv420p10le' });
  const read = async (options: Partial<HeifOptions>) =>
    probe(await file(heif({ width: 64, height: 48, coded, ...options })));
  const plain = {
    medium: 'image',
    type: 'image/heic',
    width: 64,
    height: 48,
    alpha: false,
    depth: 8,
    light: 'sdr',
    frames: 1,
  };
  expect(await read({})).toEqual(plain);
  expect(await read({ grid: { columns: 3, rows: 2 } })).toEqual({ ...plain, width: 192, height: 96 });
  expect(await read({ grid: { columns: 3, rows: 2 }, turns: 3 })).toEqual({
    ...plain,
    width: 96,
    height: 192,
  });
  expect(await read({ turns: 1 })).toEqual({ ...plain, width: 48, height: 64 });
  expect(await read({ turns: 2, mirrored: true })).toEqual(plain);
  expect(await read({ alpha: coded })).toEqual({ ...plain, alpha: true });
  expect(await read({ coded: deep })).toEqual({ ...plain, depth: 10 });
  const whole = heif({ width: 64, height: 48, coded, grid: { columns: 2, rows: 2 } });
  const cut = await file(whole.subarray(0, whole.length - 20));
  await expect(probe(cut)).rejects.toMatchObject({ code: 'file-damaged' });
});

test('pictures that move have their times, and how often they are shown', async () => {
  const frames = await Promise.all(
    ['#f00', '#0f0', '#00f'].map((background) =>
      sharp({ create: { width: 32, height: 24, channels: 3, background } })
        .png()
        .toBuffer(),
    ),
  );
  const joined = () => sharp(frames, { join: { animated: true } });
  const shown = { medium: 'image', width: 32, height: 24, frames: 3 };
  // A hundredth or less is shown for a tenth.
  const gif = await joined()
    .gif({ delay: [200, 400, 0], loop: 3 })
    .toBuffer();
  const moving = { seconds: 0.7, fps: expect.closeTo(3 / 0.7), loops: 3 };
  expect(await probe(await file(gif))).toMatchObject({ ...shown, type: 'image/gif', moving });
  const webp = await joined()
    .webp({ delay: [200, 400, 600], loop: 0 })
    .toBuffer();
  expect(await probe(await file(webp))).toMatchObject({
    ...shown,
    moving: { seconds: 1.2, fps: 2.5, loops: 0 },
  });
  const five = [...card('64x48', 5), '-plays', '2'];
  const apng = await made('a.apng', five);
  const each = {
    frames: 5,
    width: 64,
    moving: { seconds: expect.closeTo(1), fps: expect.closeTo(5), loops: 2 },
  };
  expect(await probe(apng)).toMatchObject({ ...each, type: 'image/png' });
  const avif = await made('a.avif', [...card('64x48', 5), '-c:v', 'libaom-av1', '-cpu-used', '8']);
  if (readsAll)
    expect(await probe(avif, { encoder })).toMatchObject({
      ...each,
      type: 'image/avif',
      moving: { seconds: 1, loops: 0 },
    });
  else
    await expect(probe(avif, { encoder })).rejects.toThrow(
      'The file is an AVIF that moves, which cannot be read with this machine’s FFmpeg. Save it as GIF or MP4',
    );
  // The first picture is whole, and the others are not.
  for (const [bytes, part] of [
    [await readFile(apng), 0.8],
    [gif, 0.8],
    [webp, 0.8],
  ] as const)
    await expect(probe(await file(bytes.subarray(0, bytes.length * part)))).rejects.toMatchObject({
      code: 'file-damaged',
    });
});

/** Red, green, blue, 18 × 14, see-through as `alpha` says. */
const colours = (count = 3, alpha = 1) =>
  Promise.all(
    [0, 120, 240].slice(0, count).map((hue) =>
      sharp({
        create: { width: 18, height: 14, channels: 4, background: { r: hue, g: 255 - hue, b: 60, alpha } },
      })
        .png()
        .toBuffer(),
    ),
  );
const together = async (...of: Parameters<typeof colours>) =>
  sharp(await colours(...of), { join: { animated: true } });

type Expected = { loops?: number; seconds?: number; frames?: number; alpha?: boolean };
// Three more of each, as other programs write them.
test.each([
  ['a GIF shown once', async () => (await together()).gif({ loop: 1 }), { frames: 3, loops: 1 }],
  ['a GIF with holes', async () => sharp((await colours(1, 0))[0]).gif(), { alpha: true }],
  [
    'a GIF without haste',
    async () => (await together(2)).gif({ delay: [5000, 5000] }),
    { frames: 2, seconds: 10 },
  ],
  [
    'a WebP with losses',
    async () => (await together()).webp({ quality: 20, loop: 5 }),
    { frames: 3, loops: 5 },
  ],
  [
    'a WebP with holes',
    async () => (await together(2, 0.4)).webp({ lossless: true }),
    { frames: 2, alpha: true },
  ],
  [
    'a WebP of other times',
    async () => (await together()).webp({ delay: [40, 80, 1000] }),
    { seconds: 1.12 },
  ],
] as const)('%s is read', async (_, make, expected) => {
  const { loops, seconds, ...more }: Expected = expected;
  const found = await probe(await file(await (await make()).toBuffer()));
  expect(found).toMatchObject({ medium: 'image', width: 18, height: 14, ...more });
  if (loops !== undefined) expect(found).toMatchObject({ moving: { loops } });
  if (seconds !== undefined) expect(found).toMatchObject({ moving: { seconds: expect.closeTo(seconds) } });
});

test.each([
  ['an APNG for ever', ['-plays', '0'], { frames: 5, moving: { loops: 0 } }],
  ['an APNG with holes', ['-pix_fmt', 'rgba'], { alpha: true }],
  ['an APNG in grey', ['-pix_fmt', 'gray', '-plays', '1'], { frames: 5, moving: { loops: 1 } }],
] as const)('%s is read', async (_, options, record) => {
  expect(await probe(await made('more.apng', [...card('18x14', 5), ...options]))).toMatchObject(record);
});

test.each([
  ['of 10 bits', async () => (await photoOf()).avif({ effort: 0, bitdepth: 10 }), { depth: 10 }],
  ['with holes', async () => (await photoOf(0.3)).avif({ effort: 0 }), { alpha: true }],
  [
    'without losses',
    async () => (await photoOf()).avif({ effort: 0, lossless: true }),
    { depth: 8, alpha: false },
  ],
] as const)('an AVIF %s is read', async (_, make, record) => {
  const found = await probe(await file(await (await make()).toBuffer()));
  expect(found).toMatchObject({ type: 'image/avif', width: 18, height: 14, frames: 1, ...record });
});
const photoOf = async (alpha = 1) => {
  const picture = sharp((await colours(1, alpha))[0]);
  return alpha === 1 ? picture.removeAlpha() : picture;
};

test('pages are frames that do not move', async () => {
  const raw = { width: 20, height: 60, channels: 3, pageHeight: 20 } as const;
  const pages = await sharp(Buffer.alloc(20 * 60 * 3), { raw })
    .tiff()
    .toBuffer();
  const found = await probe(await file(pages));
  expect(found).toMatchObject({ type: 'image/tiff', frames: 3, width: 20, height: 20 });
  expect(found).not.toHaveProperty('moving');
});

const svg = (inside: string, before = '') =>
  `${before}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 30">${inside}</svg>`;

test('a drawing with all of it inside is read at the size that it is drawn in', async () => {
  const pixel = `data:image/png;base64,${(
    await sharp({ create: { width: 1, height: 1, channels: 3, background: '#f00' } })
      .png()
      .toBuffer()
  ).toString('base64')}`;
  const inside = `<defs><linearGradient id="a"/></defs><rect fill="url(#a)" width="9" height="9"/><use xlink:href="#a"/><image href="${pixel}"/>`;
  const record = { medium: 'image', type: 'image/svg+xml', width: 1024, height: 768, alpha: true };
  expect(await probe(await file(svg(inside, '<?xml version="1.0"?>')))).toMatchObject(record);
  const drawn = async (head: string) =>
    probe(await file(`<svg xmlns="http://www.w3.org/2000/svg" ${head}/>`));
  expect(await drawn('width="2000" height="1000"')).toMatchObject({ width: 2000, height: 1000 });
  expect(await drawn('width="40px" height="20px" viewBox="0 0 2 1"')).toMatchObject({
    width: 1024,
    height: 512,
  });
  expect(await drawn('viewBox="0 0 1 4"')).toMatchObject({ width: 256, height: 1024 });
});

test.each([
  '<image href="http://example.com/a.png"/>',
  '<image xlink:href="other.png"/>',
  "<image href='&#104;ttp://example.com/a.png'/>",
  '<image href="data:image/svg+xml;base64,AAAA"/>',
  '<rect style="fill: url(http://example.com/a.svg#b)"/>',
  '<style>@import "a.css";</style>',
  '<style>rect { fill: u\\72l(a.svg) }</style>',
  '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="#a"/>',
  '<script>fetch("a")</script>',
])('a drawing that leads outside is refused: %s', async (inside) => {
  await expect(probe(await file(svg(inside)))).rejects.toThrow(
    'The file is an SVG drawing that needs things outside of it, not a picture or video that can be read. Save it as JPEG or PNG and try again.',
  );
  const entity = svg('', '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>');
  await expect(probe(await file(entity))).rejects.toMatchObject({ code: 'file-not-media' });
});

test.each([
  ['8BPS\0\x01', 'a Photoshop document (PSD)', 'Save it as JPEG or PNG'],
  ['%PDF-1.7\n', 'a PDF document', 'Save the page as a picture'],
  ['%!PS-Adobe-3.0 EPSF-3.0\n', 'an EPS', 'Save the page as a picture'],
  ['fLaC\0\0\0\x22', 'sound only', 'Use a picture such as'],
  ['PK\x05\x06', 'a ZIP archive', 'Unpack it'],
  ['FUJIFILMCCD-RAW', 'a RAW photo (RAF)', 'Export it as JPEG'],
  [
    '\x06\x0e\x2b\x34\x02\x05\x01\x01\x0d\x01\x02\x01\x01\x02',
    'a video of a film camera (MXF)',
    'Save it as MP4',
  ],
  ['\x00\x00\x01\xb3\0\0\0\0', 'a bare MPEG stream', 'Save it as MP4'],
])('%j is called %s', async (head, name, way) => {
  const error = await probe(await file(Buffer.from(head.padEnd(5000, '\0'), 'latin1'))).catch(
    (it: unknown) => it,
  );
  if (!(error instanceof Failure)) throw error;
  expect(error.message).toContain(`The file is ${name}`);
  expect(error.message).toContain(way);
});

test('no type has a name with a slash, known or not', () => {
  const mimes = [
    'image/x-new',
    'video/x-new',
    'audio/x-new',
    'application/x-new',
    'font/x',
    'model/x',
    'constructor',
  ];
  for (const mime of mimes) expect(contentName(mime)).not.toMatch(/\/|constructor|undefined/);
});
