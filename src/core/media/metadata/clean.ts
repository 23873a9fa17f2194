/** What a file says of people stays home, and what a model made says so: without decoding, and never held whole. */
import type { DigitalSource } from '../../../models/model.ts';
import { heifPieces } from './boxes/heif.ts';
import { mp4Pieces } from './boxes/mp4.ts';
import { gifPieces } from './gif.ts';
import { jpegPieces } from './jpeg.ts';
import { matroskaPieces } from './matroska.ts';
import { bytesOf, joined, lookInto, type Piece, type Reader, readerIn } from './pieces.ts';
import { pngPieces } from './png.ts';
import { tiffPieces } from './tiff.ts';
import { webpPieces } from './webp.ts';

type Way = (reader: Reader, mark?: DigitalSource) => Promise<Piece[]>;

/** A file whose structure cannot be followed to its end, although its pictures may well be seen. */
export class Unclear extends Error {
  override name = 'Unclear';
}

/** No well-kept library does this without decoding for all of them; those that are there leave out most of what is here. */
const ways: Readonly<Record<string, Way>> = {
  'image/jpeg': jpegPieces,
  'image/png': pngPieces,
  'image/webp': webpPieces,
  'image/gif': gifPieces,
  'image/tiff': tiffPieces,
  'image/avif': heifPieces,
  'image/heic': heifPieces,
  'image/heif': heifPieces,
  'video/mp4': mp4Pieces,
  'video/quicktime': mp4Pieces,
  'video/3gpp': mp4Pieces,
  'video/webm': matroskaPieces,
  'video/x-matroska': matroskaPieces,
};

/**
 * A file without places, times, names, serial numbers, thumbnails, comments and what else was written into it beside
 * pictures and sound; they and how they are shown stay bit by bit.
 * @param file.type MIME type, by content
 * @param file.recent its bytes, where they are known
 * @param mark what is said of it instead; TIFF, AVIF and HEIC, which no model gives, are not marked
 * @returns undefined where the file is like that already, or its type is none of those
 * @throws Unclear; the file system's error
 */
export async function cleaned(
  { path, type, recent }: { path: string; type: string; recent?: Buffer | undefined },
  mark?: DigitalSource,
): Promise<AsyncGenerator<Uint8Array> | undefined> {
  const way = ways[type];
  if (!way) return undefined;
  const look = async (reader: Reader) => ({
    size: reader.size,
    whole: reader.whole,
    pieces: joined(await followed(way, reader, mark)),
  });
  const { size, whole, pieces } = await (recent ? look(readerIn(recent)) : lookInto(path, look));
  const [first, ...more] = pieces;
  const same = first && 'from' in first && more.length === 0 && first.from === 0 && first.to === size;
  return same ? undefined : bytesOf(path, pieces, whole);
}

async function followed(way: Way, reader: Reader, mark: DigitalSource | undefined): Promise<Piece[]> {
  try {
    return await way(reader, mark);
  } catch (error) {
    // The file system's have a code of letters; Node's own for a number out of its place begin with ERR_.
    if (error instanceof Error && 'code' in error && !`${error.code}`.startsWith('ERR_')) throw error;
    throw new Unclear('a file could not be followed to its end', { cause: error });
  }
}
