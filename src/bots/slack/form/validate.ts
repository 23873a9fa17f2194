/** What is wrong with a form that was sent. */
import type { Chat } from '../../../chat/chat.ts';
import { refusalOf } from '../../../chat/form/filled.ts';
import { linked } from '../../../chat/typed/said.ts';
import { Failure } from '../../../core/domain/failure.ts';
import { problem } from '../../../core/words/fields.ts';
import type { Found } from '../context.ts';
import { formWords as words } from '../words/form.ts';
import { fieldBlock } from './fields.ts';
import { blocks, type Filled } from './state.ts';

/** Sentences by the id of the block that Slack shows them at. */
export type FormErrors = Record<string, string>;

/** What the form itself tells; undefined when nothing is wrong. */
export function errorsIn(chat: Pick<Chat, 'maxFileBytes'>, filled: Filled): FormErrors | undefined {
  const { model, settings } = filled;
  const prepared = model.prepare(settings);
  const errors: FormErrors = { ...sourceErrors(chat, filled) };
  for (const wrong of prepared.ok ? [] : prepared.problems) {
    const block = wrong.kind === 'unknown' ? blocks.model : fieldBlock(wrong.field.name);
    errors[block] ??= problem(wrong);
  }
  return Object.keys(errors).length > 0 ? errors : undefined;
}

function sourceErrors(chat: Pick<Chat, 'maxFileBytes'>, filled: Filled): FormErrors {
  const { draft, model, taken, file, link } = filled;
  if (draft.kept) return {};
  const none = new Failure('no-source', { medium: model.takes }).message;
  if (draft.media.length > 0) {
    // A single one has no field of its own.
    const block = draft.media.length > 1 ? blocks.which : blocks.model;
    const refusals = taken.map((it) => refusalOf(chat, it, model));
    const refusal = taken.length === 0 ? none : refusals.find((it) => it !== undefined);
    return refusal === undefined ? {} : { [block]: refusal };
  }
  if (file !== undefined && link !== undefined) return { [blocks.link]: words.both };
  if (link !== undefined) {
    const wrong = refusalOf(chat, linked(link), model);
    return wrong === undefined ? {} : { [blocks.link]: wrong };
  }
  if (file === undefined) return { [blocks.file]: new Failure('no-source', { medium: model.takes }).message };
  if (typeof file === 'string') return { [blocks.file]: file };
  const refusal = refusalOf(chat, file, model);
  return refusal === undefined ? {} : { [blocks.file]: refusal };
}

/** The file that is meant, or all of them; none where an earlier job's is. */
export function sourcesOf({ draft, taken, file, link }: Filled): readonly Found[] {
  if (draft.kept) return [];
  if (draft.media.length > 0) return taken;
  if (file !== undefined && typeof file !== 'string') return [file];
  return link === undefined ? [] : [linked(link)];
}
