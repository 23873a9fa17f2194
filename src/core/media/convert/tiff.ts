/** Pixels and their profile as a TIFF, without a second copy of them in memory: what libvips reads next. */
import { open } from 'node:fs/promises';

/** Field types of TIFF 6.0, section 2. */
const [short, long, bytes] = [3, 4, 7];

type Field = { tag: number; type: number; values: number[] };

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
  const samples = Array<number>(channels).fill(8);
  const fields: Field[] = [
    { tag: 256, type: long, values: [width] },
    { tag: 257, type: long, values: [height] },
    { tag: 258, type: short, values: samples },
    { tag: 259, type: short, values: [1] },
    { tag: 262, type: short, values: [2] },
    { tag: 273, type: long, values: [0] },
    { tag: 277, type: short, values: [channels] },
    { tag: 278, type: long, values: [height] },
    { tag: 279, type: long, values: [pixels.length] },
    // 2: alpha that the colours were not multiplied by.
    ...(channels === 4 ? [{ tag: 338, type: short, values: [2] }] : []),
    ...(profile.length > 0 ? [{ tag: 34675, type: bytes, values: [] }] : []),
  ];
  const directory = 8 + 2 + fields.length * 12 + 4;
  const start = directory + channels * 2 + profile.length;
  const head = Buffer.alloc(start);
  head.write('II*\0', 'latin1');
  head.writeUInt32LE(8, 4);
  head.writeUInt16LE(fields.length, 8);
  for (const [index, { tag, type, values }] of fields.entries()) {
    const at = 10 + index * 12;
    head.writeUInt16LE(tag, at);
    head.writeUInt16LE(type, at + 2);
    head.writeUInt32LE(type === bytes ? profile.length : values.length, at + 4);
    // What is larger than four bytes stands elsewhere, and here is where.
    if (type === bytes) head.writeUInt32LE(directory + channels * 2, at + 8);
    else if (tag === 273) head.writeUInt32LE(start, at + 8);
    else if (values.length > 2) head.writeUInt32LE(directory, at + 8);
    else if (type === short) head.writeUInt16LE(values[0] ?? 0, at + 8);
    else head.writeUInt32LE(values[0] ?? 0, at + 8);
  }
  for (const [index, value] of samples.entries()) head.writeUInt16LE(value, directory + index * 2);
  head.set(profile, directory + channels * 2);
  const file = await open(path, 'wx', 0o600);
  try {
    await file.appendFile(head);
    await file.appendFile(pixels);
  } finally {
    await file.close();
  }
}
