/** Labels alone, to be laid over the pictures of a clip. */
import { writeFile } from 'node:fs/promises';
import { letters } from '../../../charts/letters.ts';
import type { Half, Task } from '../task.ts';
import { label, look, type Pen, sheet } from './ink.ts';

export async function drawLabels({ size, halves, output }: Extract<Task, { kind: 'labels' }>): Promise<void> {
  const drawn = sheet(await letters(), size);
  for (const half of halves) {
    label(drawn.pen, half, half);
    rule(drawn.pen, half);
  }
  await writeFile(output, await drawn.png());
}

/** Where the second half begins: two light pictures would run into one another. */
function rule({ context }: Pen, { left, top, width, height }: Half): void {
  context.fillStyle = look.ground;
  if (left > 0) context.fillRect(left - 2, top, 4, height);
  if (top > 0) context.fillRect(left, top - 2, width, 4);
}
