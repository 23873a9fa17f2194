/**
 * In which form something is posted. As a rule in full; what a chat refuses again and again is posted without what people
 * wrote, since that is what it may stumble over, and then with as little as there can be.
 */
import { findModel } from '../../models/index.ts';
import type { Job } from './job.ts';

/**
 * The plainest last. `neutral`: without the words of people and of the provider (prompt and other settings, alt text, the
 * name of a file, the reason of a failure). `bare`: a result is its file alone, a card its state and one sentence.
 */
const forms = ['full', 'neutral', 'bare'] as const;
export type Form = (typeof forms)[number];

/** The next plainer one; undefined when there is none. */
export const plainer = (form: Form): Form | undefined => forms[forms.indexOf(form) + 1];

/** So often it is tried in full; then once neutral, then bare, for as long as it is tried at all. */
export const triesInFull = 3;

/** @param job.refusals how often the chat has refused what is to be posted for it, see `Refused`. */
export function formOf({ refusals }: Pick<Job, 'refusals'>): Form {
  if (refusals < triesInFull) return 'full';
  return refusals === triesInFull ? 'neutral' : 'bare';
}

/** The job as it may be shown in its form. */
export function inForm(job: Job): Job {
  if (formOf(job) === 'full') return job;
  const { fileName: _, ...named } = job.source;
  const source = named.kind === 'link' ? { ...named, link: '' } : named;
  // What belongs to the model's name is a number or one of a few choices.
  const main = findModel(job.model)?.main;
  const value = main === undefined ? undefined : job.settings[main];
  const settings = main === undefined || value === undefined ? {} : { [main]: value };
  // A failure by no name that is known has a sentence for itself, with what became of the money.
  return { ...job, source, settings, failure: job.failure && { code: '', facts: {} } };
}
