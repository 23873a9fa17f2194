/** Files of the types that people post, made small with the project's own FFmpeg and sharp. */

import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ffmpegEncoder } from '../../../src/ffmpeg/encoder.ts';
import { makerPath } from '../../helpers/ffmpeg.ts';

/** It looks for FFmpeg once. */
const encoder = ffmpegEncoder(makerPath);

/** What FFmpeg makes of a test picture that moves, with a tone where `sound` says so. Resolves with its path. */
export async function made(
  folder: string,
  name: string,
  options: readonly string[],
  { size = '128x96', rate = 25, seconds = 1, sound = false } = {},
): Promise<string> {
  const output = join(folder, name);
  const lavfi = (path: string) => ({ path, options: ['-f', 'lavfi'] });
  await encoder.run({
    inputs: [
      lavfi(`testsrc2=s=${size}:r=${rate}:d=${seconds}`),
      ...(sound ? [lavfi(`sine=440:d=${seconds}`)] : []),
    ],
    options: [...options],
    output,
    signal: new AbortController().signal,
    timeoutMs: 60_000,
  });
  return output;
}

export const h264 = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-preset', 'ultrafast'];

let clips = 0;

/** One frame of HEVC. */
async function hevc(folder: string, size: string): Promise<Buffer> {
  clips += 1;
  const path = await made(
    folder,
    `hevc-${clips}.mp4`,
    [
      ...['-frames:v', '1', '-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=none'],
      ...['-pix_fmt', 'yuv420p', '-tag:v', 'hvc1'],
    ],
    { size, seconds: 0.04 },
  );
  const bytes = await readFile(path);
  await rm(path);
  return bytes;
}

const u32 = (...values: number[]) =>
  values.flatMap((value) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]);
const u16 = (...values: number[]) => values.flatMap((value) => [value >>> 8, value & 255]);
const text = (value: string) => [...Buffer.from(value, 'latin1')];

function box(type: string, ...parts: (Uint8Array | number[])[]): Buffer {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
  return Buffer.concat([Buffer.from(u32(body.length + 8)), Buffer.from(type, 'latin1'), body]);
}

/**
 * A photo as telephones keep it (ISO/IEC 23008-12): a grid of `columns` × `rows` tiles of HEVC, all the same one, turned
 * by as many quarters as `turns` says, against the clock; with an alpha picture where `alpha` says so.
 */
export async function heic(
  folder: string,
  { tile = 128, columns = 1, rows = 1, turns = 0, alpha = false, profile = new Uint8Array() } = {},
): Promise<Buffer> {
  const clip = await hevc(folder, `${tile}x${tile}`);
  const inside = (type: string) => {
    const at = clip.indexOf(type, 0, 'latin1');
    return clip.subarray(at + 4, at - 4 + clip.readUInt32BE(at - 4));
  };
  const sample = inside('mdat');
  const [width, height, tiles] = [tile * columns, tile * rows, columns * rows];
  const grid = Buffer.from([0, 0, rows - 1, columns - 1, ...u16(width, height)]);
  const mask = tiles + 2;
  const items = [
    { id: 1, type: 'grid', data: grid },
    ...Array.from({ length: tiles }, (_, index) => ({ id: index + 2, type: 'hvc1', data: sample })),
    ...(alpha ? [{ id: mask, type: 'hvc1', data: sample }] : []),
  ];
  const properties = [
    box('hvcC', inside('hvcC')),
    box('ispe', u32(0, tile, tile)),
    box('ispe', u32(0, width, height)),
    box('irot', [turns]),
    box('auxC', u32(0), text('urn:mpeg:hevc:2015:auxid:1\0')),
    ...(profile.length > 0 ? [box('colr', text('prof'), profile)] : []),
  ];
  const coloured = profile.length > 0 ? [6] : [];
  const of = (id: number): number[] => {
    if (id === 1) return [3, 0x84, ...coloured];
    return id === mask ? [0x81, 2, 5] : [0x81, 2, ...coloured];
  };
  const associations = items.flatMap(({ id }) => [...u16(id), of(id).length, ...of(id)]);
  const references = [
    box('dimg', u16(1, tiles, ...Array.from({ length: tiles }, (_, index) => index + 2))),
    ...(alpha ? [box('auxl', u16(mask, 1, 1))] : []),
  ];
  const meta = (start: number) => {
    let at = start;
    const places = items.flatMap(({ id, data }) => {
      const place = [...u16(id, 0, 1), ...u32(at, data.length)];
      at += data.length;
      return place;
    });
    return box(
      'meta',
      u32(0),
      box('hdlr', u32(0, 0), text('pict'), Array<number>(13).fill(0)),
      box('pitm', u32(0), u16(1)),
      box('iloc', u32(0), [0x44, 0], u16(items.length), places),
      box(
        'iinf',
        u32(0),
        u16(items.length),
        ...items.map(({ id, type }) =>
          box('infe', [2, 0, 0, id === 1 ? 0 : 1], u16(id, 0), text(`${type}\0`)),
        ),
      ),
      box('iref', u32(0), ...references),
      box('iprp', box('ipco', ...properties), box('ipma', u32(0, items.length), associations)),
    );
  };
  const type = box('ftyp', text('heic'), u32(0), text('mif1heic'));
  const front = type.length + meta(0).length + 8;
  return Buffer.concat([type, meta(front), box('mdat', ...items.map(({ data }) => data))]);
}
