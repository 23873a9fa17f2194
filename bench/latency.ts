/**
 * From the command to the card COMPLETED, less what the run took at the provider: of the first job ever, of whose length
 * nothing is known and for which the reader of files is started, and of those after twenty have run. `npx tsx bench/latency.ts [ms of a run]`
 */
import { openBenchEngine } from './engine.ts';

const [runMs = 450] = process.argv.slice(2).map(Number);
const learning = 20;
const measured = 15;

const first: number[] = [];
const learned: number[] = [];
for (let round = 0; round < 3; round += 1) {
  const { one, lastRunMs, close } = await openBenchEngine({ runMs });
  const own = async (key: number) => (await one('somebody', `${round} ${key}`)) - lastRunMs();
  try {
    first.push(await own(0));
    for (let key = 1; key <= learning; key += 1) await one('somebody', `${round} ${key}`);
    for (let key = learning + 1; key <= learning + measured; key += 1) learned.push(await own(key));
  } finally {
    await close();
  }
}

const median = (all: readonly number[]) =>
  all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN;
// For bench/goals.ts.
if (process.env.BENCH_JSON) console.log(JSON.stringify({ first: median(first), learned: median(learned) }));
console.table([
  {
    'ms of a run': runMs,
    'first, ms': Math.round(median(first)),
    'learned, ms': Math.round(median(learned)),
  },
]);
process.exit();
