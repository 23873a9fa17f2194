/** The small words of typed requests such as `upscale x4`: what is passed over, what asks for help, what is not understood. */
import { quoted } from './amounts.ts';

/** Said around a request; they mean nothing to it. */
export const fillers: ReadonlySet<string> = new Set(
  (
    'a an and at by can could do for from get give hey hi i in into it make me my now of on ok one picture photo ' +
    'image video clip file please pls plz run set thanks that the them these this those to us use want we with you'
  ).split(' '),
);

/** Said about a result, in reply to it, by people who want nothing. */
export const praise: ReadonlySet<string> = new Set(
  (
    'absolutely amazing awesome beautiful best bot brilliant cheers cool cute damn excellent fantastic fine ' +
    'good gorgeous great ha haha hahaha impressive incredible is job just kind like lmao lol looking looks love loved ' +
    'lovely magic man much neat nice nicely no nope oh okay omg perfect pretty really sick so stunning such super sweet ' +
    'ta thank thx too true turned out ty very was way well whoa woah wonderful work worked works wow yay yeah yep yes'
  ).split(' '),
);

export const helpWords: ReadonlySet<string> = new Set(['help', '?', 'commands']);

export const allWords: ReadonlySet<string> = new Set(['all', 'both', 'every', 'everything']);

/** After a number: `4 times`, `60 fps`. */
export const units: Readonly<Record<string, 'times' | 'rate'>> = {
  x: 'times',
  '×': 'times',
  times: 'times',
  fps: 'rate',
};

/** Before a toggle's name: `no preserve_audio`. */
export const negations: ReadonlySet<string> = new Set(['no', 'not', 'without', 'dont']);

export const textWords = {
  notUnderstood: (words: readonly { word: string; nearest: string | undefined }[]) =>
    words
      .map(({ word, nearest }) =>
        nearest === undefined
          ? `There is no setting or model called ${quoted(word)}.`
          : `There is no setting or model called ${quoted(word)}; did you mean ${quoted(nearest)}?`,
      )
      .join(' '),
} as const;
