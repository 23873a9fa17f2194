/**
 * A program of its own, started by reader.ts: reads one file after the other and answers with what is in it. A few
 * changed bytes in a sample table are enough to keep a reader counting for hours without a pause, or to make it fill the
 * memory, and decoders of pictures have had faults of their own.
 */
import type { Asked, Reading } from './reading.ts';
import { Unreadable } from './unreadable.ts';

// Each with the first of its files: what reads the other kind takes as long to load as the file to be read. To import again
// what is loaded takes longer than a small picture does.
let pictures: typeof import('./picture/picture.ts') | undefined;
let clips: typeof import('./clip/clip.ts') | undefined;

async function read(asked: Asked): Promise<Reading> {
  try {
    if (asked.type.startsWith('image/')) {
      pictures ??= await import('./picture/picture.ts');
      return await pictures.readPicture(asked);
    }
    clips ??= await import('./clip/clip.ts');
    return await clips.readClip(asked);
  } catch (error) {
    return error instanceof Unreadable ? error.reading : { damaged: String(error) };
  }
}

/** Of the file that is being read. */
let current: Asked | undefined;

function answer(asked: Asked, reading: Reading): void {
  if (current !== asked) return;
  current = undefined;
  process.channel?.ref();
  process.send?.(reading);
}

process.on('message', (asked: Asked) => {
  current = asked;
  // While it reads, the reading alone keeps it alive: then a reading that waits for what never comes is seen.
  process.channel?.unref();
  void read(asked).then((reading) => answer(asked, reading));
});
process.on('beforeExit', () => {
  if (current) answer(current, { damaged: 'the reader waits for what never comes' });
});
// Whoever asked has ended.
process.on('disconnect', () => process.exit());
