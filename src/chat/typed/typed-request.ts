/** A request that is typed: what it means for what is at hand, decided once for all platforms. Pure. */
import { Failure } from '../../core/domain/failure.ts';
import { scaleFor } from '../../core/text/numbers.ts';
import type { TextRequest } from '../../core/text/request.ts';
import { problem } from '../../core/words/fields.ts';
import { textWords } from '../../core/words/text-arguments.ts';
import type { Medium } from '../../models/fields.ts';
import type { Model } from '../../models/model.ts';
import { fittingIn, groupsOf, modelsFor, mustTake } from '../media.ts';
import type { About, Found } from '../request.ts';
import { words } from '../words.ts';

export type Decision<F extends Found> =
  | { kind: 'help' }
  /** There is nothing to work on. */
  | { kind: 'nothing' }
  /** Something stands in the way; `models`: what a form is offered for. */
  | { kind: 'say'; text: string; models: readonly Model[] }
  | { kind: 'what'; text: string; media: readonly F[]; models: readonly Model[] }
  | { kind: 'which'; text: string; media: readonly F[]; model: Model }
  /** No source: the earlier job's file. */
  | { kind: 'run'; model: Model; sources: readonly F[]; settings: Readonly<Record<string, string>> };

/**
 * In this order: help, words that mean nothing, nothing at hand, what can mean several things, no model, values, the wrong
 * medium, which of several, a size.
 * @param media at hand, looked up; a link that was typed instead of them.
 */
export function decide<F extends Found>(
  asked: TextRequest,
  media: readonly F[],
  { earlier, unusable }: Pick<About<F>, 'earlier' | 'unusable'>,
): Decision<F> {
  const { model, settings, unknown, unclear, help, all, offers, caution, goal } = asked;
  if (help) return { kind: 'help' };
  const empty = media.length === 0 && !earlier;
  // Talk that names nothing and is about nothing is no request with a mistake in it, unless it begins nearly like one.
  if (unknown.length > 0 && (model || !empty || unknown[0]?.nearest !== undefined))
    return { kind: 'say', text: textWords.notUnderstood(unknown), models: empty ? [] : meantIn(asked) };
  const prepared = model?.prepare(settings);
  const wrongValues = prepared && !prepared.ok ? prepared.problems.map(problem).join(' ') : undefined;
  if (empty && unusable.length > 0) return { kind: 'say', text: unusable.join(' '), models: [] };
  if (empty && wrongValues === undefined) return { kind: 'nothing' };
  if (wrongValues !== undefined) return { kind: 'say', text: wrongValues, models: [] };
  if (unclear.length > 0) {
    const questions = unclear.map(({ word, ways }) => textWords.unclear(word, ways));
    return { kind: 'say', text: questions.join(' '), models: model ? [model] : offers };
  }

  const kinds = new Set(
    earlier && media.length === 0 ? [earlier.takes] : media.map((it) => mustTake(it, model)),
  );
  const [kind, ...others] = kinds;
  const able = modelsFor(undefined).filter(({ takes }) => kinds.has(undefined) || kinds.has(takes));
  if (!model) {
    const text = caution ?? words.what(media.length, others.length > 0 ? undefined : kind);
    const offered = able.filter((it) => offers.includes(it));
    const [wrong] = offered.length > 0 ? [] : offers;
    if (wrong && kind !== undefined) return wrongMedium(wrong, kind, able);
    return { kind: 'what', text, media, models: offered.length > 0 ? offered : able };
  }
  if (kind !== undefined && !able.includes(model)) return wrongMedium(model, kind, able);
  if (media.length === 0)
    return goal ? sized(model, [], asked) : { kind: 'run', model, sources: [], settings };
  const fitting = fittingIn(media, model);
  if (fitting.length > 1 && !all)
    return { kind: 'which', text: words.whichOne(fitting.length), media: fitting, model };
  // All of a kind, where all of several are meant.
  const [first] = fitting;
  const group = groupsOf(fitting).find((it) => first !== undefined && it.includes(first));
  return sized(model, all ? (group ?? fitting.slice(0, 1)) : fitting, asked);
}

/** What was named, or else what may be meant. */
const meantIn = ({ model, offers, plain }: TextRequest): readonly Model[] =>
  model && !plain ? [model] : offers;

function wrongMedium(model: Model, medium: Medium, able: readonly Model[]): Decision<never> {
  const wrong = new Failure('file-wrong-medium', { needed: model.takes, medium });
  const commands = able.map(({ command }) => command);
  return { kind: 'say', text: `${wrong.message} ${words.takes(medium, commands)}`, models: able };
}

/** `4k` is a scale once it is known how large the original is; until then it is asked for. */
function sized<F extends Found>(
  model: Model,
  sources: readonly F[],
  { goal, settings }: Pick<TextRequest, 'goal' | 'settings'>,
): Decision<F> {
  const field = model.fields.find(({ role }) => role === 'times')?.name ?? '';
  if (!goal || settings[field] !== undefined) return { kind: 'run', model, sources, settings };
  const [first, ...others] = sources;
  const { width, height } = first ?? {};
  if (!width || !height || others.length > 0)
    return { kind: 'say', text: textWords.sizeUnknown(goal.size), models: [model] };
  if (Math.max(width, height) >= goal.pixels)
    return { kind: 'say', text: textWords.largeAlready(goal.size, { width, height }), models: [model] };
  const scaled = scaleFor(model, Math.max(width, height), goal.pixels);
  const its = Object.fromEntries(scaled ? [[scaled.name, String(scaled.scale)]] : []);
  return { kind: 'run', model, sources, settings: Object.assign({}, settings, its) };
}
