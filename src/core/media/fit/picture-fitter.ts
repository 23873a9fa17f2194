/**
 * A program of its own: makes the picture named on its command line fit and prints the copy as JSON. fit-picture.ts
 * starts it and ends it: large pictures take hundreds of megabytes and seconds in which nothing can be interrupted.
 */
import { fitPicture } from './picture-ladder.ts';

// Whoever started it holds the other end; when they are gone, killed even, nobody waits for the result.
process.stdin.on('end', () => process.kill(process.pid, 'SIGKILL')).resume();

const [path = '', target = '', folder = ''] = process.argv.slice(2);
const copy = await fitPicture(path, Number(target), folder);
process.stdout.write(JSON.stringify(copy ?? null), () => process.exit());
