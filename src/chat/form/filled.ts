/** A form that is filled in: which of its files is meant, which model fits that, and what is wrong with it. */
import { Failure } from '../../core/domain/failure.ts';
import type { Medium } from '../../models/fields.ts';
import type { Model } from '../../models/model.ts';
import type { Chat } from '../chat.ts';
import { checkDeclared, checkWritten, modelsFor, mustTake } from '../media.ts';
import { nextOf } from '../recipe/next.ts';
import type { Draft, Found } from '../request.ts';
import { chosenIn } from './form.ts';

/** `settings`: by field name, unchecked. `taken`: of the draft's files those that are meant. */
export type Filled<F extends Found = Found> = {
  draft: Pick<Draft<F>, 'settings' | 'next' | 'kept' | 'takes'>;
  taken: readonly F[];
  model: Model;
  settings: Readonly<Record<string, unknown>>;
  /** What is to follow, as `nextChoice` offers it. */
  next?: string | undefined;
};

/** What the models must take; undefined where nobody knows. */
export const mediumOf = ({
  draft,
  taken: [first],
  model,
}: Pick<Filled, 'draft' | 'taken'> & { model?: Model | undefined }): Medium | undefined =>
  draft.kept ? draft.takes : first && mustTake(first, model);

/** The one that was chosen where it fits, else the first that does. @throws Error where there is none: a defect */
export function fittingModel(medium: Medium | undefined, chosen: Model | undefined): Model {
  const [first, ...more] = modelsFor(medium);
  if (!first) throw new Error(`no model takes ${medium}`);
  return more.find((it) => it === chosen) ?? first;
}

/** What its price depends on. */
export const pricedBy = ({ model, settings, taken, draft, next }: Filled) => ({
  model,
  settings: chosenIn(model, settings, draft.settings),
  next: nextOf(model, draft.next, next),
  count: taken.length,
  kept: taken.length === 0 ? draft.kept : undefined,
});

/** By what is claimed of the file; undefined where it may be taken. */
export function refusalOf(chat: Pick<Chat, 'maxFileBytes'>, source: Found, model: Model): string | undefined {
  try {
    checkDeclared(chat, { model: model.name, source });
    checkWritten(source);
    return undefined;
  } catch (error) {
    if (error instanceof Failure) return error.message;
    throw error;
  }
}
