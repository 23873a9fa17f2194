/** What is left of a recipe that stopped goes on from the last result that is kept: no step that is done is paid for again. */
import type { Resumption } from '../../domain/asked/recipe.ts';
import { Failure } from '../../domain/failure.ts';
import type { Answer } from '../../ports/engine.ts';
import type { Context } from '../context.ts';
import { doneIn, resumeKey } from './done.ts';
import { judgeSteps } from './fold.ts';
import { weighed } from './request.ts';
import { resultBefore } from './step.ts';

/** @throws Failure file-gone where what it goes on from is no longer kept, or as `requestRecipe` */
export async function resumeRecipe(context: Context, { batch, ...command }: Resumption): Promise<Answer> {
  const { record } = (await context.batches.read(batch)) ?? {};
  const done = await doneIn(context, batch);
  const last = done.at(-1);
  const items = record?.items.slice(done.length) ?? [];
  if (!record?.recipe || !last || items.length === 0) throw new Failure('file-gone');
  const steps = items.map(({ model, settings }) => ({ model, settings }));
  const judged = await judgeSteps(context, command, steps, done.length);
  const kept = await resultBefore(context, last.id);
  try {
    if (!kept.record) throw new Failure('file-gone');
    const source = { ...kept, kind: 'stored' as const, record: kept.record };
    const asked = { ...command, key: resumeKey(batch) };
    const { name } = record.recipe;
    return await weighed(context, asked, { judged, source, name, resumes: batch, done });
  } catch (error) {
    if (error instanceof Failure) await context.files.remove(kept.name);
    throw error;
  }
}
