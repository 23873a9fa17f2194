/** A picture in the size in which it is looked at. */
import type { Task } from '../task.ts';
import { opened } from './pixels.ts';

/** Small ones are looked at closely. */
const quality = 90;

/** Never larger than it is; what is transparent stays so, and nothing of who made it is left. @throws sharp's error */
export async function drawPrint({ picture, edge, output }: Extract<Task, { kind: 'print' }>): Promise<void> {
  await opened(picture)
    .resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true })
    .webp({ quality, effort: 3 })
    .toFile(output);
}
