/** Pictures as telephones keep them: HEVC in HEIF (ISO/IEC 23008-12), put together from what FFmpeg encodes. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findFfmpeg, runFfmpeg } from '../../src/ffmpeg/ffmpeg.ts';
import { makerPath } from './ffmpeg.ts';

type Part = Buffer | readonly number[] | string;
const bytes = (part: Part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part));
const u16 = (value: number) => [(value >>> 8) & 255, value & 255];
const u32 = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];

export function box(type: string, ...parts: Part[]): Buffer {
  const body = Buffer.concat(parts.map(bytes));
  return Buffer.concat([Buffer.from(u32(body.length + 8)), Buffer.from(type, 'latin1'), body]);
}

/** One coded picture with its decoder's settings. */
export type Coded = { sample: Buffer; settings: Buffer };

/** @param format FFmpeg's pixel format. @param name of a file in `folder` */
export async function hevc(
  folder: string,
  { name, size, format = 'yuv420p' }: { name: string; size: string; format?: string },
): Promise<Coded> {
  const output = join(folder, `${name}.mp4`);
  await runFfmpeg(await findFfmpeg(makerPath), {
    inputs: [{ path: `testsrc2=s=${size}:d=1`, options: ['-f', 'lavfi'] }],
    options: [
      ...['-frames:v', '1', '-c:v', 'libx265', '-x265-params', 'log-level=none', '-preset', 'ultrafast'],
      ...['-pix_fmt', format, '-tag:v', 'hvc1'],
    ],
    output,
    signal: new AbortController().signal,
    timeoutMs: 30_000,
  });
  const file = await readFile(output);
  const inside = (type: string) => {
    const at = file.indexOf(type, 0, 'latin1');
    return Buffer.from(file.subarray(at + 4, at - 4 + file.readUInt32BE(at - 4)));
  };
  return { sample: inside('mdat'), settings: inside('hvcC') };
}

/** `grid`: the same tile so often. `turns`: quarters, against the clock. `alpha`: another picture that is its alpha channel. */
export type HeifOptions = {
  width: number;
  height: number;
  coded: Coded;
  grid?: { columns: number; rows: number };
  turns?: number;
  mirrored?: boolean;
  alpha?: Coded;
};

export function heif({ width, height, coded, grid, turns, mirrored, alpha }: HeifOptions): Buffer {
  const own = [box('hvcC', coded.settings), box('ispe', u32(0), u32(width), u32(height))];
  const whole = box('ispe', u32(0), u32(width * (grid?.columns ?? 1)), u32(height * (grid?.rows ?? 1)));
  const turned = [
    ...(turns === undefined ? [] : [box('irot', [turns])]),
    ...(mirrored ? [box('imir', [1])] : []),
  ];
  const auxiliary = box('auxC', u32(0), 'urn:mpeg:hevc:2015:auxid:1\0');
  const tiles = grid ? grid.columns * grid.rows : 1;
  const items: { type: string; data: Buffer; properties: Buffer[] }[] = Array.from({ length: tiles }, () => ({
    type: 'hvc1',
    data: coded.sample,
    properties: grid ? own : [...own, ...turned],
  }));
  if (grid)
    items.push({
      type: 'grid',
      data: Buffer.from([
        0,
        0,
        grid.rows - 1,
        grid.columns - 1,
        ...u16(width * grid.columns),
        ...u16(height * grid.rows),
      ]),
      properties: [whole, ...turned],
    });
  const main = items.length;
  if (alpha)
    items.push({
      type: 'hvc1',
      data: alpha.sample,
      properties: [box('hvcC', alpha.settings), own[1] ?? whole, auxiliary],
    });
  const properties = items.flatMap((it) => it.properties);
  let index = 0;
  const associations = items.map((it, at) => [
    ...u16(at + 1),
    it.properties.length,
    ...it.properties.map(() => {
      index += 1;
      return 0x80 | index;
    }),
  ]);
  const references = [
    ...(grid
      ? [box('dimg', u16(main), u16(tiles), Array.from({ length: tiles }, (_, at) => u16(at + 1)).flat())]
      : []),
    ...(alpha ? [box('auxl', u16(main + 1), u16(1), u16(main))] : []),
  ];
  const meta = (start: number) => {
    let at = start;
    const places = items.map(({ data }, id) => {
      at += data.length;
      return [...u16(id + 1), 0, 0, 0, 1, ...u32(at - data.length), ...u32(data.length)];
    });
    return box(
      'meta',
      ...[u32(0), box('hdlr', u32(0), u32(0), 'pict', Array<number>(12).fill(0), [0])],
      box('pitm', u32(0), u16(main)),
      box('iloc', u32(0), [0x44, 0], u16(items.length), places.flat()),
      box(
        'iinf',
        ...[u32(0), u16(items.length)],
        ...items.map(({ type }, id) => box('infe', [2, 0, 0, 0], u16(id + 1), u16(0), type, [0])),
      ),
      ...(references.length > 0 ? [box('iref', u32(0), ...references)] : []),
      box('iprp', box('ipco', ...properties), box('ipma', u32(0), u32(items.length), associations.flat())),
    );
  };
  const type = box('ftyp', 'heic', u32(0), 'mif1', 'heic');
  const front = type.length + meta(0).length + 8;
  return Buffer.concat([type, meta(front), box('mdat', ...items.map(({ data }) => data))]);
}
