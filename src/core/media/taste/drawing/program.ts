/** A program of its own: cuts or draws what is named on its command line and prints what it found as JSON. */
import sharp from 'sharp';
import { endWithParent } from '../../../../node/apart.ts';
import type { Task } from '../task.ts';
import { cutOutPart } from './part.ts';
import { drawTiles } from './tiles.ts';

endWithParent();
// One picture at a time, and nothing of it is needed again.
sharp.cache(false);

// Written by apart.ts alone.
const task = JSON.parse(process.argv[2] ?? '') as Task;
const found = await (task.kind === 'part' ? cutOutPart(task) : drawTiles(task));
process.stdout.write(JSON.stringify(found), () => process.exit());
