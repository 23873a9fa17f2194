/**
 * All figures that have a goal, in one table for docs/benchmarks.md: `npm run bench`, ten minutes on a quiet machine.
 * REDIS_URL names the Redis whose commands are counted; without it the embedded one is used, which counts none.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';

const figuresSchema = z.record(z.string(), z.number().nullable());

/** What a program beside this one measured, by its names; its own table goes to the screen. */
async function measure(
  program: string,
  given: (string | number)[] = [],
  env: Record<string, string | undefined> = {},
): Promise<Record<string, number | null>> {
  const path = fileURLToPath(new URL(`./${program}.ts`, import.meta.url));
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', path, ...given.map(String)],
    { env: { ...process.env, BENCH_JSON: '1', ...env }, maxBuffer: 10_000_000 },
  );
  console.log(stdout.trim());
  const line = stdout.split('\n').find((each) => each.startsWith('{'));
  return figuresSchema.parse(JSON.parse(line ?? '{}'));
}

type Row = { figure: string; goal: number; ours: number | null | undefined; atLeast?: true };
const rows: Row[] = [];

const many = await measure('jobs', [600, 200]);
const limited = await measure('jobs', [400, 100, 20]);
rows.push(
  { figure: 'Redis commands a job, 200 in flight', goal: 130, ours: many.commands },
  { figure: 'the same with 20 at the provider, 100 in flight', goal: 150, ours: limited.commands },
  { figure: 'Node CPU a job, ms', goal: 9, ours: many.node },
  { figure: 'jobs a second ÷ raw BullMQ', goal: 0.02, ours: many.ratio, atLeast: true },
  { figure: 'commands a second after the last job', goal: 4, ours: many.idle },
);
for (const { jobs, goal } of [
  { jobs: 1000, goal: 2 },
  { jobs: 5000, goal: 2 },
  { jobs: 10_000, goal: 2.5 },
]) {
  const { ratio, late } = await measure('poller', [jobs]);
  rows.push(
    { figure: `CPU a question ÷ bare timers, ${jobs} in flight`, goal, ours: ratio },
    { figure: `late p99 of ${jobs} in flight, ms`, goal: 200, ours: late },
  );
}
const slow = await measure('poller', [1000, 100]);
rows.push({ figure: 'late p99 of 1000 in flight, answers of 100 ms', goal: 200, ours: slow.late });
const embedded = await measure('poller', [1000], { REDIS_URL: undefined });
rows.push({ figure: 'late p99 of 1000 in flight, embedded Redis, ms', goal: 250, ours: embedded.late });
const { first, learned } = await measure('latency');
rows.push(
  { figure: 'command to COMPLETED less the run, learned, ms', goal: 120, ours: learned },
  { figure: 'the same, first job ever, ms', goal: 300, ours: first },
);
for (const [name, ours] of Object.entries(await measure('polling'))) {
  const goal = /tail|nearly|cold/.test(name) ? 1.3 : 1.2;
  rows.push({ figure: `questions ÷ the fewest: ${name}`, goal, ours });
}

console.log('\n| figure | goal | ours | |\n| --- | --- | --- | --- |');
for (const { figure, goal, ours, atLeast } of rows) {
  const value = ours === null || ours === undefined ? 'not counted' : Number(ours.toPrecision(3));
  const isMet = typeof value === 'number' && (atLeast ? value >= goal : value <= goal);
  console.log(`| ${figure} | ${atLeast ? '≥' : '≤'} ${goal} | ${value} | ${isMet ? '' : 'not met'} |`);
}
