/** Downloads one link into one folder and reports how much memory that took; started by media-memory.test.ts. */
import { createFetcher } from '../../src/core/media/fetch.ts';
import { openFiles } from '../../src/core/media/files.ts';

const [link = '', folder = ''] = process.argv.slice(2);
const files = await openFiles(folder);
const fetcher = createFetcher();

const before = process.memoryUsage().rss;
let highest = before;
const watch = setInterval(() => {
  highest = Math.max(highest, process.memoryUsage().rss);
}, 10);
const started = performance.now();
const stored = await fetcher.fetchTo(link, files, {
  maxBytes: 1e9,
  timeoutMs: 60_000,
  allowedOrigins: [new URL(link).origin],
});
const ms = performance.now() - started;
clearInterval(watch);
await fetcher.close();
process.send?.({ bytes: stored.bytes, ms, grownBytes: highest - before }, () => process.disconnect());
