/** An uncompressed TIFF that is written line by line: no picture has to be in memory as a whole, and its profile is kept. */
import { type FileHandle, open } from 'node:fs/promises';

/** TIFF 6.0: a tag's number, its type (3: 16 bits, 4: 32 bits, 7: bytes), and its values. */
type Tag = [number, 3 | 4 | 7, number[] | Buffer];

const lengths = { 3: 2, 4: 4, 7: 1 };

export type Lines = {
  /** Whole lines, 8 bits for each channel, in order. */
  write(pixels: Uint8Array): Promise<void>;
  close(): Promise<void>;
};

/** Opens a TIFF of at most 4 GB at `path`; its lines may be written as soon as they are made. */
export async function openTiff(
  path: string,
  picture: { width: number; height: number; channels: number; profile: Buffer | undefined },
): Promise<Lines> {
  const file = await open(path, 'wx');
  await file.write(head(picture));
  return { write: (pixels) => writeAll(file, pixels), close: () => file.close() };
}

async function writeAll(file: FileHandle, pixels: Uint8Array): Promise<void> {
  for (let at = 0; at < pixels.length; ) at += (await file.write(pixels, at)).bytesWritten;
}

/** All that comes before the first line: one strip holds them all. */
function head(picture: Parameters<typeof openTiff>[1]): Buffer {
  const { width, height, channels, profile } = picture;
  const tags = (start: number): Tag[] => [
    [256, 4, [width]],
    [257, 4, [height]],
    [258, 3, Array.from({ length: channels }, () => 8)],
    // Not compressed; red, green, blue.
    [259, 3, [1]],
    [262, 3, [2]],
    [273, 4, [start]],
    [277, 3, [channels]],
    [278, 4, [height]],
    [279, 4, [width * height * channels]],
    [284, 3, [1]],
    // A fourth channel is transparency that the colours are not multiplied with.
    ...(channels === 4 ? ([[338, 3, [2]]] satisfies Tag[]) : []),
    ...(profile ? ([[34675, 7, profile]] satisfies Tag[]) : []),
  ];
  // Once to know how long it is, once with where it ends.
  return laidOut(tags(laidOut(tags(0)).length));
}

function laidOut(tags: Tag[]): Buffer {
  const directory = Buffer.alloc(8 + 2 + tags.length * 12 + 4);
  directory.write('II*\0', 'latin1');
  directory.writeUInt32LE(8, 4);
  directory.writeUInt16LE(tags.length, 8);
  const beyond: Buffer[] = [];
  let end = directory.length;
  for (const [index, [tag, type, values]] of tags.entries()) {
    const at = 10 + index * 12;
    const content = Buffer.alloc(Math.max(4, values.length * lengths[type]));
    if (Buffer.isBuffer(values)) values.copy(content);
    else
      for (const [place, value] of values.entries())
        if (type === 3) content.writeUInt16LE(value, place * 2);
        else content.writeUInt32LE(value, place * 4);
    directory.writeUInt16LE(tag, at);
    directory.writeUInt16LE(type, at + 2);
    directory.writeUInt32LE(values.length, at + 4);
    if (content.length === 4) content.copy(directory, at + 8);
    else {
      directory.writeUInt32LE(end, at + 8);
      // Values begin at even places.
      const even = Buffer.concat([content, Buffer.alloc(content.length % 2)]);
      beyond.push(even);
      end += even.length;
    }
  }
  return Buffer.concat([directory, ...beyond]);
}
