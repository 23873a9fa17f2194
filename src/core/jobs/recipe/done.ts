/** What is kept of a recipe: its steps, and which of them are done. */
import type { QuoteRecord } from '../../domain/asked/quote.ts';
import type { Step } from '../../domain/asked/recipe.ts';
import type { Context } from '../context.ts';
import type { Ready } from './make.ts';

/** Its steps with what was set in each, for one that is to have more. */
export const stepsIn = ({ recipe, command, choices: [own] }: QuoteRecord): Step[] =>
  recipe?.orders[0]?.steps.map(({ model, given }) => ({ model, settings: given })) ?? [
    { model: own?.model ?? command.model, settings: command.settings },
  ];

/** However often it is pressed, a recipe is resumed once. */
export const resumeKey = (batch: string): string => `resume:${batch}`;

/** The steps of a batch that are done, from the first one on. */
export async function doneIn(context: Context, batch: string): Promise<Ready['done']> {
  const kept = await context.batches.read(batch);
  const done: { id: string; item: Ready['done'][number]['item'] }[] = [];
  for (const [position, item] of (kept?.record.items ?? []).entries()) {
    const id = kept?.jobs.get(position);
    const job = id === undefined ? undefined : await context.store.read(id);
    if (job?.state !== 'done') break;
    done.push({ id: job.id, item });
  }
  return done;
}
