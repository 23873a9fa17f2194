/**
 * A request as people type it to a bot: `upscale x4 quality=80 <https://…>`. Derived from the models' fields, and
 * forgiving: any order, upper or lower case, small words between.
 *
 *   upscale, upscale-video, upscale video   a model's command or name
 *   scale=4, scale: 4, --scale 4, scale 4   a setting by its name or title; `prompt="two words"`
 *   x4, 4x, 4 times                         the field whose role is times; 60fps, 60 fps: the one whose role is rate
 *   "two words"                             the field whose role is prompt
 *   png, full                               a choice
 *   preserve_audio, no preserve_audio       a toggle
 *   https://…, <https://…>                  the source
 *   all, both                               all of several sources
 */
import type { Medium } from '../../models/fields.ts';
import { findModel, models } from '../../models/index.ts';
import type { Model } from '../../models/model.ts';
import { allWords, fillers, helpWords } from '../words/text-arguments.ts';
import { isModelSetting, settingsOf, spelled, type Understood, unknownWord } from './settings.ts';
import { type Token, tokensOf } from './tokens.ts';

export type TextRequest = Understood & {
  /** The one that is named, or else the first that understands every word; undefined when neither is there. */
  model: Model | undefined;
  /** Help was asked for. */
  help: boolean;
  /** Every picture or video is meant, not one. */
  all: boolean;
};

/**
 * Never throws.
 * @param medium of what the request is about, if it is known: without a model's name only models that take it count.
 */
export function readText(text: string, medium?: Medium): TextRequest {
  const tokens = tokensOf(text);
  const { model: named, rest } = takeModel(tokens);
  const isOf = (token: Token, known: ReadonlySet<string>) =>
    token.kind === 'word' && known.has(token.text.toLowerCase());
  const help = rest.some((token) => isOf(token, helpWords));
  const all = rest.some((token) => isOf(token, allWords));
  const words = rest.filter((token) => !isOf(token, helpWords) && !isOf(token, allWords));
  if (named) return { model: named, help, all, ...settingsOf(words, named) };

  const able = models.filter((model) => medium === undefined || model.takes === medium);
  for (const model of able) {
    const read = settingsOf(words, model);
    if (read.unknown.length === 0 && Object.keys(read.settings).length > 0)
      return { model, help, all, ...read };
  }
  const link = words.find((token) => token.kind === 'link')?.text;
  const unknown = words.flatMap((token) => {
    if (token.kind === 'link' || isOf(token, fillers)) return [];
    return [unknownWord(saidIn(token), models)];
  });
  return { model: undefined, settings: {}, link, help, all, unknown };
}

/** What to call a part that means nothing. */
const saidIn = (token: Token) =>
  token.kind === 'setting' && !isModelSetting(token) ? token.name : token.text;
const modelNamed = (word: string) => findModel(spelled(word));

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
