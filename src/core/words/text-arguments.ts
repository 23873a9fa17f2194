/** The small words of typed requests such as `upscale x4`: what is passed over, what asks for help, what is not understood. */
import { list, quoted } from './amounts.ts';

/** Said around a request; they mean nothing to it. */
export const fillers: ReadonlySet<string> = new Set(
  (
    'a an and at by can could do for from get give hey hi i in into it make me my now of on ok one picture photo ' +
    'image video clip file please pls plz run set thanks that the them these this those to us use want we with you'
  ).split(' '),
);

/** Said by people who talk to it as to somebody; they mean nothing to it either. */
export const asides: ReadonlySet<string> = new Set(
  (
    'about also am are be bit but convert create did dear does have has hello here hallo hiya how i’d id im is its ' +
    'just kindly let like list little look lot many may more most much need pic pics pictures photos images videos ' +
    'clips img quickly really second per should show size so some something than thing too turn up very version was ' +
    'what when which would your'
  ).split(' '),
);

/** Something is to be done, but not what: what can be done is offered. */
export const vagueWords: ReadonlySet<string> = new Set(
  (
    'enhance enhanced enhancing improve improved better best fix repair restore restored quality clean edit ' +
    'retouch upgrade remaster optimize optimise beautify process'
  ).split(' '),
);

/** Sizes by their names, as pixels of the longer side; what makes things `larger` reaches them. */
export const sizes: Readonly<Record<string, number>> = {
  '720p': 1280,
  'full hd': 1920,
  fhd: 1920,
  '1080p': 1920,
  'ultra hd': 3840,
  hd: 1920,
  '2k': 2560,
  qhd: 2560,
  '1440p': 2560,
  '4k': 3840,
  uhd: 3840,
  '2160p': 3840,
  '8k': 7680,
  '4320p': 7680,
};
export const sizeWord = 'larger';

/** How many times, in a word. */
export const multiples: ReadonlyMap<string, string> = new Map([
  ['double', '2'],
  ['doubled', '2'],
  ['twice', '2'],
  ['triple', '3'],
  ['quadruple', '4'],
]);

const noSlowMotion =
  'The model for this adds frames between those of a video, so that it runs smoother; it stays as long and as fast as it is. For slow motion, let it make many frames, and then play the result slower.';
/** What a person who says this may expect and does not get; said before anything runs. */
export const cautions: Readonly<Record<string, string>> = Object.fromEntries(
  ['slow motion', 'slow mo', 'slo mo', 'slow down', 'slower', 'slow'].map((said) => [said, noSlowMotion]),
);

export const talkWords = {
  greetings: new Set(
    'hello hi hey hiya howdy yo greetings hallo hola bonjour moin servus ciao morning evening ping'.split(
      ' ',
    ),
  ),
  thanks: new Set(
    'thanks thank thx ty cheers merci danke gracias arigato great good nice awesome perfect amazing cool love'.split(
      ' ',
    ),
  ),
  /** Around those. */
  small: new Set(
    'a all and bot for day done for i is it job lot lots much so that the there this very was well work you'.split(
      ' ',
    ),
  ),
  /** What it can do is asked. */
  questions: [
    /^(?:what|how|which) .*\b(?:can|do|does|could) (?:you|this|it|this bot|the bot|i use you|i use this|i start)\b/,
    /^(?:who|what) (?:are|is) (?:you|this|it|this bot|the bot)$|^how (?:do you|does it|does this) work$/,
    /^(?:what can i do|how do i (?:use|start|begin)|getting started|start|menu|commands|options|features)\b/,
    /^(?:what|how) (?:can|do|does|could) (?:you|this|it)\b/,
  ],
} as const;

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

/** With help: what can be posted is meant. */
export const fileTopics = /\b(files?|types?|formats?)\b/i;

export const allWords: ReadonlySet<string> = new Set(['all', 'both', 'every', 'everything']);

/** After a number: `4 times`, `60 fps`. */
export const units: ReadonlyMap<string, 'times' | 'rate'> = new Map([
  ['x', 'times'],
  ['х', 'times'],
  ['×', 'times'],
  ['times', 'times'],
  ['fps', 'rate'],
  ['hz', 'rate'],
  ['frames', 'rate'],
]);

/** Before a toggle's name: `no preserve_audio`. */
export const negations: ReadonlySet<string> = new Set(['no', 'not', 'without', 'dont']);

export const textWords = {
  /** @param ways e.g. `x4` for the frame multiplier */
  unclear: (word: string, ways: readonly { typed: string; title: string }[]) =>
    `What is ${quoted(word)}? Write ${list(ways.map(({ typed, title }) => `${typed} (${title.toLowerCase()})`))}, or choose it in the form.`,
  sizeUnknown: (size: string) =>
    `How large the original is, is not known yet, so ${size} cannot be turned into a scale. Choose the scale in the form.`,
  largeAlready: (size: string, it: { width: number; height: number }) =>
    `It is ${it.width} × ${it.height}, which is ${size} or more already. Choose a scale in the form to make it larger still.`,
  notUnderstood: (words: readonly { word: string; nearest: string | undefined }[]) =>
    words
      .map(({ word, nearest }) =>
        nearest === undefined
          ? `There is no setting or model called ${quoted(word)}.`
          : `There is no setting or model called ${quoted(word)}; did you mean ${quoted(nearest)}?`,
      )
      .join(' '),
} as const;
