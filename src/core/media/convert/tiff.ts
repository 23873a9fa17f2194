/** Pixels and their profile as a TIFF, without a second copy of them in memory: what libvips reads next. */
import { open } from 'node:fs/promises';

/** Field types of TIFF 6.0, section 2. */
const [short, long, bytes] = [3, 4, 7];

type Field = { tag: number; type: number; values: number[] | Uint8Array };

/** Of a strip: readers take one at a time, whole. */
const rows = 32;

/**
 * Writes eight bits of red, green, blue and, with four channels, alpha beside them, as they lie in `pixels`.
 * @param options.profile an ICC profile, empty for none
 */
export async function writeTiff(
  path: string,
  pixels: Uint8Array,
  options: { width: number; height: number; channels: 3 | 4; profile: Uint8Array },
): Promise<void> {
  const { width, height, channels, profile } = options;
  const strip = width * channels * rows;
  const strips = Array.from({ length: Math.ceil(height / rows) }, (_, index) => index * strip);
  const fields = (start: number): Field[] => [
    { tag: 256, type: long, values: [width] },
    { tag: 257, type: long, values: [height] },
    { tag: 258, type: short, values: Array<number>(channels).fill(8) },
    { tag: 259, type: short, values: [1] },
    { tag: 262, type: short, values: [2] },
    { tag: 273, type: long, values: strips.map((at) => start + at) },
    { tag: 277, type: short, values: [channels] },
    { tag: 278, type: long, values: [rows] },
    { tag: 279, type: long, values: strips.map((at) => Math.min(strip, pixels.length - at)) },
    // 2: alpha that the colours were not multiplied by.
    ...(channels === 4 ? [{ tag: 338, type: short, values: [2] }] : []),
    ...(profile.length > 0 ? [{ tag: 34675, type: bytes, values: profile }] : []),
  ];
  const head = headOf(fields(headOf(fields(0)).length));
  const file = await open(path, 'wx', 0o600);
  try {
    await file.appendFile(head);
    await file.appendFile(pixels);
  } finally {
    await file.close();
  }
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
      parts.push(content);
      behind += content.length;
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
