/** The times in an APNG, as they are shown. */
import { open } from 'node:fs/promises';
import { chunk } from '../metadata/png.ts';
import { shownFor } from '../probe/picture/delays.ts';

/** A picture of a dozen minutes at 60 a second; beyond, nothing is looked for. */
const mostChunks = 200_000;

/**
 * Writes the delays that browsers show for those that are too short into a copy of the file at `path`, which is ours.
 * Gives what each frame is shown for, in ms. PNG 3rd edition, 11.3.6.2.
 */
export async function settleDelays(path: string): Promise<number[]> {
  const file = await open(path, 'r+');
  const delays: number[] = [];
  try {
    const head = Buffer.alloc(8);
    for (let at = 8, seen = 0; seen < mostChunks; seen += 1) {
      const { bytesRead } = await file.read(head, 0, head.length, at);
      if (bytesRead < head.length) break;
      const [length, name] = [head.readUInt32BE(0), head.toString('latin1', 4, 8)];
      if (name === 'fcTL' && length === 26) {
        const data = Buffer.alloc(length);
        await file.read(data, 0, length, at + 8);
        // A second has 100 parts where their number is left out.
        const [part, parts] = [data.readUInt16BE(20), data.readUInt16BE(22) || 100];
        const delay = (part / parts) * 1000;
        const shown = shownFor(delay);
        delays.push(shown);
        if (shown !== delay) {
          data.writeUInt16BE(shown, 20);
          data.writeUInt16BE(1000, 22);
          const written = chunk('fcTL', data);
          await file.write(written, 0, written.length, at);
        }
      }
      if (name === 'IEND') break;
      at += 12 + length;
    }
  } finally {
    await file.close();
  }
  return delays;
}
