/** A TIFF that is written line by line, without a second copy of its pixels in memory: what libvips reads next. */
import { open } from 'node:fs/promises';

/** Field types of TIFF 6.0, section 2. */
const [short, long, bytes] = [3, 4, 7];

type Field = { tag: number; type: number; values: number[] | Uint8Array };

/** Of a strip: readers take one at a time, whole. */
const rows = 32;

export type Lines = {
  /** Whole lines, eight bits of each channel, in order. */
  write(pixels: Uint8Array): Promise<void>;
  close(): Promise<void>;
};

/**
 * Opens an uncompressed TIFF of at most 4 GB, of red, green, blue and, with four channels, alpha beside them; its lines may
 * be written as soon as they are there.
 * @param picture.profile an ICC profile, empty or left out for none
 * @throws the file system's error, also where there is such a file
 */
export async function openTiff(
  path: string,
  picture: { width: number; height: number; channels: number; profile?: Uint8Array | undefined },
): Promise<Lines> {
  const { width, height, channels, profile = new Uint8Array() } = picture;
  const strip = width * channels * rows;
  const strips = Array.from({ length: Math.ceil(height / rows) }, (_, index) => index * strip);
  const whole = width * channels * height;
  const fields = (start: number): Field[] => [
    { tag: 256, type: long, values: [width] },
    { tag: 257, type: long, values: [height] },
    { tag: 258, type: short, values: Array<number>(channels).fill(8) },
    { tag: 259, type: short, values: [1] },
    { tag: 262, type: short, values: [2] },
    { tag: 273, type: long, values: strips.map((at) => start + at) },
    { tag: 277, type: short, values: [channels] },
    { tag: 278, type: long, values: [rows] },
    { tag: 279, type: long, values: strips.map((at) => Math.min(strip, whole - at)) },
    { tag: 284, type: short, values: [1] },
    // 2: alpha that the colours were not multiplied by.
    ...(channels === 4 ? [{ tag: 338, type: short, values: [2] }] : []),
    ...(profile.length > 0 ? [{ tag: 34675, type: bytes, values: profile }] : []),
  ];
  const file = await open(path, 'wx', 0o600);
  // Once to know how long it is, once with where it ends.
  await file.appendFile(headOf(fields(headOf(fields(0)).length)));
  return { write: (pixels) => file.appendFile(pixels), close: () => file.close() };
}

/** The header, the directory, and behind it the values that are longer than their place there. */
function headOf(fields: readonly Field[]): Buffer {
  const parts: Buffer[] = [];
  let behind = 8 + 2 + fields.length * 12 + 4;
  const directory = Buffer.alloc(behind);
  directory.write('II*\0', 'latin1');
  directory.writeUInt32LE(8, 4);
  directory.writeUInt16LE(fields.length, 8);
  for (const [index, { tag, type, values }] of fields.entries()) {
    const at = 10 + index * 12;
    directory.writeUInt16LE(tag, at);
    directory.writeUInt16LE(type, at + 2);
    directory.writeUInt32LE(values.length, at + 4);
    const content = contentOf(type, values);
    if (content.length <= 4) content.copy(directory, at + 8);
    else {
      directory.writeUInt32LE(behind, at + 8);
      // Values begin at even places.
      const even = Buffer.concat([content, Buffer.alloc(content.length % 2)]);
      parts.push(even);
      behind += even.length;
    }
  }
  return Buffer.concat([directory, ...parts]);
}

function contentOf(type: number, values: Field['values']): Buffer {
  if (values instanceof Uint8Array) return Buffer.from(values);
  const size = type === long ? 4 : 2;
  const content = Buffer.alloc(values.length * size);
  for (const [index, value] of values.entries()) content.writeUIntLE(value, index * size, size);
  return content;
}
