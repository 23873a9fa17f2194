/** Files as people have them, made small: each by the name they know it by. */
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { h264, heic, made } from '../test/media/convert/samples.ts';

/** `ending` as in a file's name. */
export type Sample = { name: string; ending: string; write: (folder: string) => Promise<Uint8Array> };

const x265 = ['-c:v', 'libx265', '-x265-params', 'log-level=none', '-tag:v', 'hvc1', '-preset', 'ultrafast'];
const wideColours = ['-color_primaries', 'bt2020', '-color_trc', 'arib-std-b67', '-colorspace', 'bt2020nc'];
const aac = ['-c:a', 'aac'];
const still = ['-frames:v', '1'];

const plain = (channels: 3 | 4 = 3) =>
  sharp({ create: { width: 64, height: 48, channels, background: channels === 4 ? '#2a58' : '#2a5' } });
const frames = () =>
  Promise.all(
    ['#f00', '#0f0', '#00f'].map((background) =>
      sharp({ create: { width: 32, height: 32, channels: 3, background } })
        .png()
        .toBuffer(),
    ),
  );
const moving = async () => sharp(await frames(), { join: { animated: true } });
const delay = [200, 200, 200];

/** By FFmpeg. */
const by =
  (ending: string, options: readonly string[], facts: Parameters<typeof made>[3] = {}) =>
  async (folder: string) =>
    readFile(await made(folder, `sample.${ending}`, options, { seconds: 0.4, size: '64x48', ...facts }));
const clip = (
  name: string,
  ending: string,
  options: readonly string[],
  facts: Parameters<typeof made>[3] = {},
) => ({
  name,
  ending,
  write: by(ending, options, { sound: true, ...facts }),
});
const head = (name: string, ending: string, text: string): Sample => ({
  name,
  ending,
  write: async () => Buffer.from(text.padEnd(5000, '\0'), 'latin1'),
});
const svg = (inside: string) =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30">${inside}</svg>`);

export const samples: readonly Sample[] = [
  { name: 'Photo', ending: 'jpg', write: () => plain().jpeg().toBuffer() },
  {
    name: 'Photo of an iPhone or Samsung (HEIC)',
    ending: 'heic',
    write: (folder) => heic(folder, { columns: 2 }),
  },
  { name: 'HEIC with transparency', ending: 'heic', write: (folder) => heic(folder, { alpha: true }) },
  { name: 'Screenshot', ending: 'png', write: () => plain().png().toBuffer() },
  { name: 'Logo, transparent', ending: 'png', write: () => plain(4).png().toBuffer() },
  {
    name: 'PNG of 16 bits a colour',
    ending: 'png',
    write: () => plain().toColourspace('rgb16').png().toBuffer(),
  },
  { name: 'WebP', ending: 'webp', write: () => plain().webp().toBuffer() },
  { name: 'GIF that moves', ending: 'gif', write: async () => (await moving()).gif({ delay }).toBuffer() },
  {
    name: 'WebP that moves (sticker)',
    ending: 'webp',
    write: async () => (await moving()).webp({ delay }).toBuffer(),
  },
  { name: 'PNG that moves (APNG)', ending: 'png', write: by('apng', ['-plays', '0'], { rate: 5 }) },
  { name: 'AVIF', ending: 'avif', write: () => plain().avif({ effort: 0 }).toBuffer() },
  {
    name: 'AVIF that moves',
    ending: 'avif',
    write: by('avif', ['-c:v', 'libaom-av1', '-cpu-used', '8'], { rate: 5 }),
  },
  { name: 'Scan', ending: 'tiff', write: () => plain().tiff().toBuffer() },
  {
    name: 'Scan of several pages',
    ending: 'tiff',
    write: async () => (await moving()).tiff().toBuffer(),
  },
  { name: 'JPEG XL', ending: 'jxl', write: by('jxl', [...still, '-c:v', 'libjxl']) },
  { name: 'BMP (Paint)', ending: 'bmp', write: by('bmp', still) },
  { name: 'Icon', ending: 'ico', write: by('ico', [...still, '-pix_fmt', 'bgra']) },
  { name: 'JPEG 2000', ending: 'jp2', write: by('jp2', [...still, '-c:v', 'jpeg2000']) },
  { name: 'JPEG 2000, the bare stream', ending: 'j2k', write: by('j2k', [...still, '-c:v', 'jpeg2000']) },
  { name: 'Drawing', ending: 'svg', write: async () => svg('<circle cx="9" cy="9" r="8"/>') },
  {
    name: 'Drawing that loads other files',
    ending: 'svg',
    write: async () => svg('<image href="http://example.com/a.png"/>'),
  },
  clip('Video of a telephone or camera', 'mp4', [...h264, ...aac]),
  clip('Video of an iPhone (HEVC)', 'mov', [...x265, '-pix_fmt', 'yuv420p', ...aac]),
  clip('HDR video of an iPhone', 'mov', [...x265, '-pix_fmt', 'yuv420p10le', ...wideColours, ...aac]),
  clip('Slow motion, 120 frames a second', 'mov', [...h264, ...aac], { rate: 120 }),
  clip('Game clip, 60 frames a second', 'mp4', [...h264, ...aac], { rate: 60 }),
  clip('Screen recording of OBS, two sounds', 'mkv', [
    ...h264,
    '-map',
    '0:v',
    '-map',
    '1:a',
    '-map',
    '1:a',
    ...aac,
  ]),
  clip('Screen recording of a browser', 'webm', ['-c:v', 'libvpx-vp9', '-cpu-used', '8', '-c:a', 'libopus']),
  clip(
    'Transparent video',
    'webm',
    ['-c:v', 'libvpx-vp9', '-cpu-used', '8', '-pix_fmt', 'yuva420p', '-auto-alt-ref', '0'],
    { sound: false },
  ),
  clip('ProRes of an editing program', 'mov', ['-c:v', 'prores_ks', '-pix_fmt', 'yuv422p10le', ...aac]),
  clip('Game clip, AVI', 'avi', ['-c:v', 'mjpeg', '-c:a', 'pcm_s16le']),
  clip('Recording of television (TS)', 'ts', [...h264, ...aac]),
  clip('DVD, older cameras', 'mpg', ['-c:v', 'mpeg2video', '-c:a', 'mp2']),
  clip('Older telephones', '3gp', [...h264, ...aac]),
  clip('Flash video', 'flv', [...h264, ...aac]),
  clip('Windows Media', 'wmv', ['-c:v', 'wmv2', '-c:a', 'wmav2']),
  head('Photoshop', 'psd', '8BPS\0\x01'),
  head('PDF', 'pdf', '%PDF-1.7\n'),
  head('RAW photo', 'raf', 'FUJIFILMCCD-RAW'),
  head('ZIP archive', 'zip', 'PK\x05\x06'),
  head('Music', 'flac', 'fLaC\0\0\0\x22'),
  head('A page that was saved', 'html', '<!doctype html><html><body>hi</body></html>'),
];
