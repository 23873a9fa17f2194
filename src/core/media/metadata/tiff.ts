/** A TIFF without the tags that say where, when, by whom and with what it was made: they are taken out of its directories. */
import { type Patch, type Piece, patched, type Reader } from './pieces.ts';

/**
 * Of the numbers below 32768 (TIFF 6.0), what is text, times or programs: names of documents, descriptions, makers, models,
 * pages, software, dates, artists, computers, printers, other directories (of thumbnails), XMP. Above them are everybody's own, of which only these are needed for decoding.
 */
const texts = new Set([269, 270, 271, 272, 285, 305, 306, 315, 316, 330, 337, 700]);
const needed = new Set([32_995, 32_996, 32_997, 32_998, 34_675, 37_439]);
/** Directories that a tag leads to: EXIF, places, and how they work together. */
const directories = new Set([34_665, 34_853, 40_965]);
/** Bytes of a value of each type. */
const widths = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8];
const mostDirectories = 10_000;

export async function tiffPieces(reader: Reader): Promise<Piece[]> {
  const head = Buffer.from(await reader.read(0, 16));
  const little = head.toString('latin1', 0, 2) === 'II';
  const number = (bytes: Buffer, at: number, size: number): number =>
    size === 8
      ? Number(little ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at))
      : little
        ? bytes.readUIntLE(at, size)
        : bytes.readUIntBE(at, size);
  const big = number(head, 2, 2) === 43;
  const [word, entryBytes, countBytes] = big ? [8, 20, 8] : [4, 12, 2];
  const seen = new Set<number>();
  const patches: Patch[] = [];

  const directory = async (at: number): Promise<{ entries: Buffer[]; next: Buffer; end: number }> => {
    const first = await reader.read(at, countBytes);
    const count = first.length < countBytes ? 0 : number(first, 0, countBytes);
    const bytes = Buffer.from(await reader.read(at + countBytes, count * entryBytes + word));
    if (count === 0 || bytes.length < count * entryBytes + word) throw new Error('a directory is cut off');
    return {
      entries: Array.from({ length: count }, (_, index) =>
        bytes.subarray(index * entryBytes, (index + 1) * entryBytes),
      ),
      next: bytes.subarray(count * entryBytes),
      end: at + countBytes + bytes.length,
    };
  };

  /** Zeros over what an entry leads to. */
  const wipe = async (entry: Buffer): Promise<void> => {
    const bytes = (widths[number(entry, 2, 2)] ?? 1) * number(entry, 4, word);
    const place = number(entry, 4 + word, word);
    if (directories.has(number(entry, 0, 2))) await wipeDirectory(place);
    else if (bytes > word && place < reader.size)
      patches.push({ at: place, with: { zeros: Math.min(bytes, reader.size - place) } });
  };
  const wipeDirectory = async (at: number): Promise<void> => {
    if (seen.has(at) || at + countBytes > reader.size) return;
    seen.add(at);
    const { entries, end } = await directory(at);
    for (const entry of entries) await wipe(entry);
    patches.push({ at, with: { zeros: end - at } });
  };

  let at = number(head, big ? 8 : 4, word);
  for (let left = mostDirectories; at !== 0 && left > 0 && !seen.has(at); left -= 1) {
    seen.add(at);
    const { entries, next, end } = await directory(at);
    const stays = (entry: Buffer) => {
      const tag = number(entry, 0, 2);
      return !texts.has(tag) && (tag < 32_768 || needed.has(tag));
    };
    const kept = entries.filter(stays);
    for (const entry of entries) if (!stays(entry)) await wipe(entry);
    const count = Buffer.alloc(countBytes);
    if (little) count.writeUIntLE(kept.length, 0, Math.min(6, countBytes));
    else count.writeUIntBE(kept.length, Math.max(0, countBytes - 6), Math.min(6, countBytes));
    const shorter = Buffer.concat([count, ...kept, next]);
    // Fewer entries take less room; nothing stays in what is left of it.
    patches.push({ at, with: Buffer.concat([shorter, Buffer.alloc(end - at - shorter.length)]) });
    at = number(next, 0, word);
  }
  return patched(reader.size, patches);
}
