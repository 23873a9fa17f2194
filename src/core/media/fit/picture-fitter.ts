/**
 * A program of its own: makes the picture named on its command line fit and prints the copy as JSON. picture.ts
 * starts it and ends it: large pictures take hundreds of megabytes and seconds in which nothing can be interrupted.
 */
import { endWithParent } from '../../../node/apart.ts';
import { fitPicture } from './picture-ladder.ts';

endWithParent();

const [path = '', target = '', folder = ''] = process.argv.slice(2);
const copy = await fitPicture(path, Number(target), folder);
process.stdout.write(JSON.stringify(copy ?? null), () => process.exit());
