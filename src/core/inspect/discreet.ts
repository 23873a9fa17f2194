/** What of a job's record is nobody's business, and what is shown in its place. */
import type { Value } from '../../models/fields.ts';
import { findModel } from '../../models/index.ts';
import type { Job, Json } from '../domain/job.ts';
import { withoutLinks } from './words.ts';

export const hostOf = (link: string) => (URL.canParse(link) ? new URL(link).host : '');

/** What a person wrote; a choice is a word of the model's. */
const isText = ({ model }: Job, name: string, value: Value): value is string =>
  typeof value === 'string' &&
  !findModel(model)?.fields.some((field) => field.name === name && field.kind === 'choice');

/** A text has only its length here: what people ask for is theirs. */
export type DiscreetSettings = Record<string, Value | { characters: number }>;

export const settingsOf = (job: Job): DiscreetSettings =>
  Object.fromEntries(
    Object.entries(job.settings).map(([name, value]) => [
      name,
      isText(job, name, value) ? { characters: [...value].length } : value,
    ]),
  );

/** The provider may repeat in its answer what it was sent. */
export const textsOf = (job: Job): string[] =>
  Object.entries(job.settings).flatMap(([name, value]) =>
    isText(job, name, value) && value.length > 2 ? [value] : [],
  );

/** A platform keeps in an address what it needs to edit a card, among it what others could use to do so. */
const opens = /token|secret|password|signature|key|url|link|cookie|auth/i;

export function withoutDoors(json: Json): Json {
  if (typeof json === 'string') return withoutLinks(json);
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) return json.map(withoutDoors);
  return Object.fromEntries(
    Object.entries(json).flatMap(([name, value]) => (opens.test(name) ? [] : [[name, withoutDoors(value)]])),
  );
}
