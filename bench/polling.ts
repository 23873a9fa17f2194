/**
 * Questions per job at equal mean lag: the learned schedule, one fixed pause, and the fewest possible.
 * `npx tsx bench/polling.ts [chart.png]`; seeded, so every run prints the same.
 */
import sharp from 'sharp';
import { fewest, fixed, learned, seeded, workloads } from './poll-schedule.ts';

const jobs = 2000;

const rows = Object.entries(workloads).map(([name, draw], index) => {
  const random = seeded(index + 1);
  const draws = (count: number) => Array.from({ length: count }, () => draw(random));
  // Five histories, since one can be lucky.
  const repeats = Array.from({ length: 5 }, () => {
    const history = draws(200);
    const durations = draws(jobs);
    const ours = learned(durations, history, random);
    const steady = fixed(durations, ours.lag, random);
    return { ours, steady, least: fewest(durations, ours.lag) };
  });
  const median = (of: (repeat: (typeof repeats)[number]) => number) =>
    repeats.map(of).sort((a, b) => a - b)[2] ?? 0;
  return {
    name,
    lag: median(({ ours }) => ours.lag),
    learned: median(({ ours }) => ours.questions),
    fixed: median(({ steady }) => steady.questions),
    fewest: median(({ least }) => least.questions),
  };
});

console.log(
  `Questions per job at equal mean lag; ${jobs} jobs, the last 200 durations known, median of 5 histories`,
);
console.table(
  rows.map((row) => ({
    'how long jobs take': row.name,
    'mean lag s': Number(row.lag.toFixed(2)),
    learned: Number(row.learned.toFixed(1)),
    fixed: Number(row.fixed.toFixed(1)),
    'fewest possible': Number(row.fewest.toFixed(1)),
    'fixed ÷ learned': Number((row.fixed / row.learned).toFixed(2)),
    'learned ÷ fewest': Number((row.learned / row.fewest).toFixed(2)),
  })),
);

// For bench/goals.ts.
if (process.env.BENCH_JSON)
  console.log(JSON.stringify(Object.fromEntries(rows.map((row) => [row.name, row.learned / row.fewest]))));

const [, , path] = process.argv;
if (path !== undefined) await sharp(Buffer.from(chart())).png().toFile(path);

/** Three bars a workload. */
function chart(): string {
  const [width, left, right, bar] = [960, 270, 70, 16];
  const most = Math.max(...rows.map((row) => row.fixed));
  const kinds = [
    { of: 'fixed', colour: '#9aa5b1' },
    { of: 'learned', colour: '#1f7a5c' },
    { of: 'fewest', colour: '#c9d6cf' },
  ] as const;
  const names = { fixed: 'one fixed pause', learned: 'learned', fewest: 'fewest possible' };
  const bars = rows.flatMap((row, index) => {
    const top = 76 + index * (3 * bar + 22);
    const label = `<text x="${left - 12}" y="${top + 1.5 * bar + 5}" text-anchor="end">${row.name}</text>`;
    const drawn = kinds.map(({ of, colour }, place) => {
      const [long, y] = [(row[of] / most) * (width - left - right), top + place * bar];
      return `<rect x="${left}" y="${y}" width="${long.toFixed(1)}" height="${bar - 2}" fill="${colour}"/><text x="${left + long + 6}" y="${y + 11}" font-size="11">${row[of].toFixed(1)}</text>`;
    });
    return [label, ...drawn];
  });
  const legend = kinds.map(
    ({ of, colour }, place) =>
      `<rect x="${left + place * 170}" y="44" width="12" height="12" fill="${colour}"/><text x="${left + place * 170 + 18}" y="54.5">${names[of]}</text>`,
  );
  const height = 76 + rows.length * (3 * bar + 22);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="13" fill="#1d2733"><rect width="100%" height="100%" fill="#fff"/><text x="${left}" y="28" font-size="17">Questions per job at equal mean lag</text>${legend.join('')}${bars.join('')}</svg>`;
}
