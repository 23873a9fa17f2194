/**
 * A program of its own, started by reader.ts: reads one file after the other and answers with what is in it. A few
 * changed bytes in a sample table are enough to keep a reader counting for hours without a pause, or to make it fill the
 * memory, and decoders of pictures have had faults of their own.
 */
import { readClip } from './clip/clip.ts';
import { readPicture } from './picture/picture.ts';
import { type Asked, type Reading, Unreadable } from './reading.ts';

async function read(asked: Asked): Promise<Reading> {
  try {
    return asked.type.startsWith('image/') ? await readPicture(asked) : await readClip(asked);
  } catch (error) {
    return error instanceof Unreadable ? error.reading : { damaged: String(error) };
  }
}

process.on('message', (asked: Asked) => void read(asked).then((reading) => process.send?.(reading)));
// Whoever asked has ended.
process.on('disconnect', () => process.exit());
