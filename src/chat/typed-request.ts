/** A request that is typed: what it means for what is at hand, decided once for all platforms. Pure. */
import { Failure } from '../core/domain/failure.ts';
import type { TextRequest } from '../core/text/request.ts';
import { problem } from '../core/words/fields.ts';
import { textWords } from '../core/words/text-arguments.ts';
import type { Model } from '../models/model.ts';
import { fittingIn, groupsOf, modelsFor } from './media.ts';
import type { About, Found } from './request.ts';
import { words } from './words.ts';

export type Decision<F extends Found> =
  | { kind: 'help' }
  /** There is nothing to work on. */
  | { kind: 'nothing' }
  /** Something stands in the way; `models`: what a form is offered for. */
  | { kind: 'say'; text: string; models: readonly Model[] }
  | { kind: 'what'; text: string; media: readonly F[]; models: readonly Model[] }
  | { kind: 'which'; text: string; media: readonly F[]; model: Model }
  /** No source: the earlier job's file. */
  | { kind: 'run'; model: Model; sources: readonly F[] };

/**
 * In this order: help, words that mean nothing, nothing at hand, no model, values, the wrong medium, which of several.
 * @param media at hand, looked up; a link that was typed instead of them.
 */
export function decide<F extends Found>(
  asked: TextRequest,
  media: readonly F[],
  { earlier, unusable }: Pick<About<F>, 'earlier' | 'unusable'>,
): Decision<F> {
  const { model, settings, unknown, help, all } = asked;
  if (help) return { kind: 'help' };
  const empty = media.length === 0 && !earlier;
  // Talk that names nothing and is about nothing is no request with a mistake in it, unless it begins nearly like one.
  if (unknown.length > 0 && (model || !empty || unknown[0]?.nearest !== undefined))
    return { kind: 'say', text: textWords.notUnderstood(unknown), models: [] };
  const prepared = model?.prepare(settings);
  const wrongValues = prepared && !prepared.ok ? prepared.problems.map(problem).join(' ') : undefined;
  if (empty && unusable.length > 0) return { kind: 'say', text: unusable.join(' '), models: [] };
  if (empty && wrongValues === undefined) return { kind: 'nothing' };
  if (wrongValues !== undefined) return { kind: 'say', text: wrongValues, models: [] };

  const kinds = new Set(earlier && media.length === 0 ? [earlier.takes] : media.map(({ medium }) => medium));
  const [kind, ...others] = kinds;
  const able = modelsFor(undefined).filter(({ takes }) => kinds.has(undefined) || kinds.has(takes));
  if (!model)
    return {
      kind: 'what',
      text: words.what(media.length, others.length > 0 ? undefined : kind),
      media,
      models: able,
    };
  if (kind !== undefined && !able.includes(model)) {
    const wrong = new Failure('file-wrong-medium', { needed: model.takes, medium: kind });
    const commands = able.map(({ command }) => command);
    return { kind: 'say', text: `${wrong.message} ${words.takes(kind, commands)}`, models: able };
  }
  if (media.length === 0) return { kind: 'run', model, sources: [] };
  const fitting = fittingIn(media, model);
  if (fitting.length > 1 && !all)
    return { kind: 'which', text: words.whichOne(fitting.length), media: fitting, model };
  // All of a kind, where all of several are meant.
  const [first] = fitting;
  const group = groupsOf(fitting).find((it) => first !== undefined && it.includes(first));
  return { kind: 'run', model, sources: all ? (group ?? fitting.slice(0, 1)) : fitting };
}
