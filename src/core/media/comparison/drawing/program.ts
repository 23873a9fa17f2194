/**
 * A program of its own: draws or measures what is named on its command line and prints what it found as JSON. apart.ts
 * starts it and ends it: large pictures take hundreds of megabytes and seconds in which nothing can be interrupted.
 */
import sharp from 'sharp';
import { endWithParent } from '../../../../node/apart.ts';
import { likenessOf, meanLikeness } from '../likeness.ts';
import type { Task } from '../task.ts';
import { drawHeat } from './heat.ts';
import { drawLabels } from './labels.ts';
import { drawComparison, factsOf } from './picture.ts';
import { planesOf } from './pixels.ts';
import { drawPrint } from './print.ts';
import { drawStills } from './stills.ts';

endWithParent();
// One picture at a time, and nothing of it is needed again.
sharp.cache(false);

async function done(task: Task): Promise<unknown> {
  if (task.kind === 'picture') return drawComparison(task, task);
  if (task.kind === 'heat') return drawHeat(task, task);
  if (task.kind === 'stills') return drawStills(task, task.folder);
  if (task.kind === 'labels') return drawLabels(task);
  if (task.kind === 'print') return drawPrint(task);
  return factsOf(meanLikeness(await Promise.all(task.frames.map(likenessOfHalves))));
}

/** Of a frame before and after, side by side in one picture. */
async function likenessOfHalves(path: string) {
  const { width, height } = await sharp(path).metadata();
  const half = (left: number) =>
    sharp(path)
      .extract({ left, top: 0, width: width / 2, height })
      .toColourspace('srgb')
      .removeAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer();
  const size = { width: width / 2, height };
  return likenessOf(planesOf(await half(0), size), planesOf(await half(width / 2), size));
}

// Written by apart.ts alone.
const task = JSON.parse(process.argv[2] ?? '') as Task;
process.stdout.write(JSON.stringify((await done(task)) ?? null), () => process.exit());
