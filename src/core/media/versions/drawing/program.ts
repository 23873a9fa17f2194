/** A program of its own: draws the contact sheet that is named on its command line. */
import sharp from 'sharp';
import { endWithParent } from '../../../../node/apart.ts';
import type { SheetTask } from '../task.ts';
import { drawSheet } from './contact-sheet.ts';

endWithParent();
// One picture at a time, and nothing of it is needed again.
sharp.cache(false);

// Written by apart.ts alone.
await drawSheet(JSON.parse(process.argv[2] ?? '') as SheetTask);
process.exit();
