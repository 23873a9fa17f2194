/** Files of each type that say much of people, in every place that a program writes into; and what is seen of them. */

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { findFfmpeg, runFfmpeg } from '../../../src/ffmpeg/ffmpeg.ts';
import { makerPath } from '../../helpers/ffmpeg.ts';
import { chunk, textured } from '../../helpers/sample-media.ts';

/** What stands in every place; none of it may be found afterwards. */
export const secret = 'Rue de la Secrete 7';
const text = Buffer.from(secret);

const base = (width = 40, height = 24) =>
  sharp(textured(width, height), { raw: { width, height, channels: 3 } });

/** As a telephone's photograph: turned, with a profile, with EXIF of all kinds, XMP and IPTC. */
const written = (image: Sharp, orientation: number) =>
  image
    .withIccProfile('p3')
    .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><!-- ${secret} --></x:xmpmeta>`)
    .withExif({
      IFD0: { Make: secret, Artist: secret, Software: secret, Copyright: secret, DateTime: secret },
      IFD2: { BodySerialNumber: secret, CameraOwnerName: secret, UserComment: secret },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '10/1 20/1 0/1', GPSAreaInformation: secret },
    })
    .withMetadata({ orientation });

const segment = (code: number, content: string) => {
  const head = Buffer.from([0xff, code, 0, 0]);
  head.writeUInt16BE(2 + content.length, 2);
  return Buffer.concat([head, Buffer.from(content, 'latin1')]);
};

/** With JFIF's own thumbnail, IPTC, a comment, MPF, a maker's segment, and a second picture and a video behind its end. */
async function jpeg(): Promise<Buffer> {
  const whole = await written(base(), 6).jpeg().toBuffer();
  const thumbnail = `JFIF\0\x01\x01\x01\0\x48\0\x48\x05\x01${secret.slice(0, 15)}`;
  return Buffer.concat([
    whole.subarray(0, 2),
    segment(0xe0, thumbnail),
    segment(0xe0, `JFXX\0\x11${secret}`),
    segment(0xed, `Photoshop 3.0\x008BIM\x04\x04\0\0${secret}`),
    segment(0xe2, `MPF\0${secret}`),
    segment(0xe5, secret),
    segment(0xfe, secret),
    whole.subarray(2),
    await written(base(), 1).jpeg().toBuffer(),
    Buffer.from(`\0\0\0\x18ftypmp42${secret}`, 'latin1'),
  ]);
}

const pngChunks = () =>
  Buffer.concat([
    chunk('tEXt', Buffer.from(`Author\0${secret}`)),
    chunk('iTXt', Buffer.from(`Comment\0\0\0\0\0${secret}`)),
    chunk('tIME', Buffer.from(text.subarray(0, 7))),
    chunk('prVt', text),
  ]);

/** After its first chunk, and behind its end. */
const withChunks = (png: Buffer) => Buffer.concat([png.subarray(0, 33), pngChunks(), png.subarray(33), text]);

const png = async () => withChunks(await written(base(), 6).png().toBuffer());
const tiff = () => written(base(), 1).tiff({ compression: 'lzw' }).toBuffer();
const avif = () => written(base(), 1).avif({ effort: 0 }).toBuffer();

const riffChunk = (name: string, content: Buffer) => {
  const head = Buffer.alloc(8);
  head.write(name);
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
};

async function webp(image = written(base(), 6)): Promise<Buffer> {
  const whole = Buffer.concat([await image.webp().toBuffer(), riffChunk('PRIV', text)]);
  whole.writeUInt32LE(whole.length - 8, 4);
  return Buffer.concat([whole, text]);
}

/** Three pictures, each with a time of its own. */
const moving = () =>
  sharp(Buffer.concat([textured(40, 24), textured(40, 24).reverse(), textured(40, 24).fill(90)]), {
    raw: { width: 40, height: 72, channels: 3, pageHeight: 24 },
  });
const times = { delay: [70, 200, 30], loop: 3 };

async function gif(): Promise<Buffer> {
  const whole = await moving().gif(times).toBuffer();
  const blocks = (name: string) =>
    Buffer.concat([
      Buffer.from([0x21, 0xff, 11]),
      Buffer.from(name),
      Buffer.from([text.length]),
      text,
      Buffer.from([0]),
    ]);
  const comment = Buffer.concat([Buffer.from([0x21, 0xfe, text.length]), text, Buffer.from([0])]);
  const start = 13 + 3 * 2 ** (((whole[10] ?? 0) & 7) + 1);
  return Buffer.concat([
    whole.subarray(0, start),
    comment,
    blocks('CAMERA  1.0'),
    whole.subarray(start),
    text,
  ]);
}
export const movingWebp = () => webp(moving().webp(times) as Sharp);

async function run(path: string, inputs: { path: string; options?: string[] }[], options: string[]) {
  const signal = new AbortController().signal;
  await runFfmpeg(await findFfmpeg(makerPath), { inputs, options, output: path, signal, timeoutMs: 30_000 });
  return path;
}

/** A second of pictures with sound, titles, chapters, a subtitle and what the container has of its own; by its ending. */
export async function clip(folder: string, name: string, more: readonly string[] = []): Promise<string> {
  const ending = name.split('.').at(-1) ?? '';
  const [subtitles, chapters] = [join(folder, `${name}.srt`), join(folder, `${name}.txt`)];
  await writeFile(subtitles, `1\n00:00:00,000 --> 00:00:00,900\n${secret}\n`);
  await writeFile(chapters, `;FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/10\nSTART=0\nEND=5\ntitle=${secret}\n`);
  const webm = ending === 'webm';
  const codecs = webm
    ? ['-c:v', 'libvpx', '-deadline', 'realtime', '-c:a', 'libopus', '-c:s', 'webvtt']
    : ['-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac'];
  const titles = ['title', 'location', 'comment', 'artist', 'encoder'].flatMap((it) => [
    '-metadata',
    `${it}=${secret}`,
  ]);
  return run(
    join(folder, name),
    [
      { path: 'testsrc2=s=64x48:r=24:d=1', options: ['-f', 'lavfi'] },
      { path: 'sine=frequency=440:sample_rate=48000:duration=1', options: ['-f', 'lavfi'] },
      { path: subtitles },
      { path: chapters },
    ],
    [
      ...[
        '-map',
        '0:v',
        '-map',
        '1:a',
        '-map',
        '2:s',
        '-map_chapters',
        '3',
        '-pix_fmt',
        'yuv420p',
        ...codecs,
      ],
      ...(ending === 'mp4' || ending === 'mov'
        ? ['-c:s', 'mov_text']
        : ending === 'mkv'
          ? ['-c:s', 'srt']
          : []),
      ...titles,
      ...['-metadata:s:v', `handler_name=${secret}`, '-metadata:s:a', `title=${secret}`],
      ...['-metadata', 'creation_time=2024-05-06T07:08:09Z', ...more],
    ],
  );
}

/** Every picture and every piece of sound with its time, as they are decoded: rotation, edit lists and sync with them. */
export async function seen(path: string): Promise<string> {
  const output = `${path}.framemd5`;
  await run(output, [{ path }], ['-map', '0:v', '-map', '0:a?', '-f', 'framemd5']);
  return (await readFile(output, 'utf8')).replace(/^#(software|tb|media|codec).*\n/gm, '');
}

/** The pixels and how they are to be shown. */
export async function shown(bytes: Buffer) {
  const image = sharp(bytes, { animated: true });
  const { width, height, pages, delay, loop, orientation, icc, chromaSubsampling } = await image.metadata();
  const pixels = (await image.raw().toBuffer()).toString('base64');
  return { width, height, pages, delay, loop, orientation, icc, chromaSubsampling, pixels };
}

export const pictures: Readonly<
  Record<string, { type: string; make: () => Promise<Buffer>; marked?: boolean }>
> = {
  jpeg: { type: 'image/jpeg', make: jpeg },
  png: { type: 'image/png', make: png },
  webp: { type: 'image/webp', make: () => webp() },
  gif: { type: 'image/gif', make: gif },
  tiff: { type: 'image/tiff', make: tiff, marked: false },
  avif: { type: 'image/avif', make: avif, marked: false },
};
