/** Labels alone, to be laid over the pictures of a clip. */
import { writeFile } from 'node:fs/promises';
import { letters } from '../../../charts/letters.ts';
import type { Task } from '../task.ts';
import { label, sheet } from './ink.ts';

export async function drawLabels({ size, halves, output }: Extract<Task, { kind: 'labels' }>): Promise<void> {
  const drawn = sheet(await letters(), size);
  for (const half of halves) label(drawn.pen, half, half);
  await writeFile(output, await drawn.png());
}
