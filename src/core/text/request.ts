/**
 * A request as people type it to a bot: `upscale x4 quality=80 <https://…>`. Derived from the models' fields, and
 * forgiving: any order, upper or lower case, small words between.
 *
 *   upscale, upscale-video, upscale video   a model's command or name
 *   scale=4, scale: 4, --scale 4, scale 4   a setting by its name or title; `prompt="two words"`
 *   x4, 4x, 4 times                         the field whose role is times; 60fps, 60 fps: the one whose role is rate
 *   "two words"                             the field whose role is prompt
 *   png, full                               a choice
 *   larger, bring it to life, 4k            what people say instead of a command: `words` of the models, and sizes
 *   preserve_audio, no preserve_audio       a toggle
 *   https://…, <https://…>                  the source
 *   all, both                               all of several sources
 */
import type { Medium } from '../../models/fields.ts';
import { findModel, models } from '../../models/index.ts';
import type { Model } from '../../models/model.ts';
import { allWords, asides, helpWords, vagueWords } from '../words/text-arguments.ts';
import { commonIn, type Goal } from './everyday-words.ts';
import { isModelSetting, isPassed, spelled, unknownWord } from './known-words.ts';
import { settingsOf, type Understood } from './settings.ts';
import { type Token, tokensOf } from './tokens.ts';

export type TextRequest = Understood & {
  /** The one that is named, or else the first that understands every word; undefined when neither is there. */
  model: Model | undefined;
  /** Help was asked for. */
  help: boolean;
  /** Every picture or video is meant, not one. */
  all: boolean;
  /** A size that is to be reached, without a scale that was named. */
  goal: Goal | undefined;
  /** Models that may be meant and are to be chosen from before anything runs; `model` is undefined then. */
  offers: readonly Model[];
  /** What is to be said before anything runs. */
  caution: string | undefined;
  /** Every word of it belongs to a request, and none to talk; nothing was understood by common words alone. */
  plain: boolean;
};

/**
 * Never throws.
 * @param medium of what the request is about, if it is known: without a model's name only models that take it count.
 */
export function readText(text: string, medium?: Medium): TextRequest {
  const tokens = opened(tokensOf(text));
  const { model: named, rest } = takeModel(tokens);
  const isOf = (token: Token, known: ReadonlySet<string>) =>
    token.kind === 'word' && known.has(spelled(token.text));
  const help = rest.some((token) => isOf(token, helpWords));
  const all = rest.some((token) => isOf(token, allWords));
  const words = rest.filter((token) => !isOf(token, helpWords) && !isOf(token, allWords));
  const plain = !words.some((token) => isOf(token, asides) || isOf(token, vagueWords));
  const common = { goal: undefined, caution: undefined, offers: [] };
  const its = { help, all, plain, ...common };

  const able = named ? [named] : models.filter((model) => medium === undefined || model.takes === medium);
  for (const model of able) {
    const read = settingsOf(words, model);
    const any = named !== undefined || Object.keys(read.settings).length > 0;
    if (read.unknown.length === 0 && any) return { ...its, model, ...read };
  }

  const {
    models: meant,
    goal,
    caution,
    vague,
    rest: left,
  } = commonIn(words, named ? [named] : models, medium);
  const [model, ...others] = meant;
  if (named && !model) return { ...its, model: named, ...settingsOf(goal ? words : left, named) };
  if (model) {
    const read = settingsOf(left, model);
    const offers = others.length > 0 || vague || caution !== undefined ? meant : [];
    // What is offered is chosen by the person.
    const chosen = named ?? (offers.length > 0 ? undefined : model);
    return { ...its, plain: false, goal, caution, offers: named ? [] : offers, model: chosen, ...read };
  }
  const link = words.find((token) => token.kind === 'link')?.text;
  const unknown = left.flatMap((token) => {
    if (token.kind === 'link' || (token.kind === 'word' && isPassed(token.text))) return [];
    return [unknownWord(saidIn(token), models)];
  });
  return { ...its, model: undefined, settings: {}, link, unknown, unclear: [] };
}

/** What to call a part that means nothing. */
const saidIn = (token: Token) =>
  token.kind === 'setting' && !isModelSetting(token) ? token.name : token.text;
const modelNamed = (word: string) => findModel(spelled(word));

/**
 * `upscale: x4` and `hi: upscale` set nothing: the words count as they stand. What is in quotes as a whole is read as if
 * it were not, and so is a model's name in quotes.
 */
function opened(tokens: readonly Token[]): Token[] {
  const [only, ...more] = tokens;
  if (only?.kind === 'quoted' && more.length === 0) return tokensOf(only.text);
  return tokens.flatMap((token): Token[] => {
    if (token.kind === 'quoted' && modelNamed(token.text)) return [{ kind: 'word', text: token.text }];
    if (token.kind !== 'setting' || isModelSetting(token)) return [token];
    const isWord = modelNamed(token.name) !== undefined || isPassed(token.name);
    const isOwn = models.some(({ fields }) =>
      fields.some(({ name }) => spelled(name) === spelled(token.name)),
    );
    return isWord && !isOwn
      ? [
          { kind: 'word', text: token.name },
          { kind: token.as, text: token.text },
        ]
      : [token];
  });
}

/** The first words that name a model, and what stands around them. */
function takeModel(tokens: readonly Token[]): { model: Model | undefined; rest: Token[] } {
  for (const [at, token] of tokens.entries()) {
    const next = tokens[at + 1];
    const two =
      token.kind === 'word' && next?.kind === 'word' ? modelNamed(`${token.text}-${next.text}`) : undefined;
    const one = token.kind === 'word' || isModelSetting(token) ? modelNamed(token.text) : undefined;
    const model = two ?? one;
    if (model) return { model, rest: tokens.toSpliced(at, two ? 2 : 1) };
  }
  return { model: undefined, rest: [...tokens] };
}
