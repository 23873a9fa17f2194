/** What a job was made from and with is its person's alone: it leaves the record when the files go. */
import { findModel } from '../../models/index.ts';
import { isOver, type Job } from '../domain/job.ts';
import type { Context } from './context.ts';
import { change } from './transitions.ts';

/** In one round of housekeeping. */
const atOnce = 500;

export async function forgetContents(context: Context): Promise<void> {
  const { store, clock } = context;
  for (const id of await store.endedBefore(clock(), atOnce)) {
    const job = await store.read(id);
    if (job && isOver(job.state) && job.notified) await forgetIn(context, job);
    // One that is handed over once more comes here again when that is done.
    await store.forgetEnd(id);
  }
}

async function forgetIn(context: Context, job: Job): Promise<void> {
  const { settings, given, batch } = job;
  // All that were asked for at once stand there as they were asked for.
  if (batch) await context.batches.forgetContents(batch.id);
  await change(context, job, {
    from: [job.state],
    due: 'never',
    set: {
      settings: withoutTexts(job.model, settings),
      ...(given && { given: withoutTexts(job.model, given) }),
      source: withoutLink(job.source),
    },
    remove: ['sourceUrl'],
  });
}

/** Of a model that is not known any more every text may be a person's. */
function withoutTexts(name: string, settings: Job['settings']): Job['settings'] {
  const fields = findModel(name)?.fields;
  const isText = (setting: string, value: unknown) =>
    fields ? fields.some((it) => it.name === setting && it.kind === 'text') : typeof value === 'string';
  return Object.fromEntries(Object.entries(settings).filter(([setting, value]) => !isText(setting, value)));
}

/** Where from is known by its host. */
function withoutLink(source: Job['source']): Job['source'] {
  if (source.kind !== 'link') return source;
  return { ...source, link: URL.canParse(source.link) ? new URL(source.link).origin : '' };
}
