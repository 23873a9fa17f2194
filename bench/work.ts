/**
 * Prices, waits and questions that know the size of the work, beside one price and one list of times for a model:
 * `npx tsx bench/work.ts [runs]`, seeded.
 */
import { models } from '../src/models/index.ts';
import { simulate } from './work-runs.ts';

const count = Number(process.argv[2] ?? 2000);
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

const begun = performance.now();
console.table(
  models.map((model, index) => {
    const it = simulate(model, { count, seed: index + 1 });
    return {
      model: model.name,
      'cost within price': percent(it.within),
      'flat price': percent(it.withinFlat),
      'price ÷ cost': it.over.toFixed(2),
      'flat ÷ cost': it.overFlat.toFixed(2),
      'best possible': it.overBest.toFixed(2),
      'wait over by its end': percent(it.ended),
      'wait inside': percent(it.between),
      'one list, by its end': percent(it.endedToday),
      'end ÷ middle': it.width.toFixed(2),
      'one list': it.widthToday.toFixed(2),
      'questions of one list ÷ ours, equal lag': it.questions.toFixed(2),
    };
  }),
);
console.log(`${count} runs a model, ${((performance.now() - begun) / 1000).toFixed(0)} s`);
