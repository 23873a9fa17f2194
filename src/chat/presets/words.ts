/** What is said of presets, on every platform the same. Plain text; what is typed stands in backticks. */
import { list, quoted } from '../../core/words/amounts.ts';

const code = (name: string) => `\`${name}\``;
const whom = { own: 'You have', scope: 'Everybody here has' } as const;
export type Whose = keyof typeof whom;

export const presetWords = {
  save: 'Save as preset…',
  /** Where a name is asked for. */
  nameTitle: 'Save as preset',
  nameLabel: 'Name',
  nameHint: 'Letters, digits and dashes, 32 at most; type it behind an @ to use it.',
  whichName: 'Preset',

  own: 'Your presets',
  scope: 'For everybody here',
  /** @param what it does, and how: `Larger picture ×4`, `PNG` */
  line: (what: string, how: string) => ` ${what}${how === '' ? '' : ` · ${how}`}`,
  hides: ' (yours counts for you; there is one of the same name for everybody here)',
  unusable: ' no longer fits its model',
  /** @param typed how it is used, and how one is saved */
  nothing: (use: string, save: string) =>
    `There are no presets here yet. A result's “${presetWords.save}” keeps its settings under a name, and so does ${code(save)}; then ${code(use)} uses them.`,
  more: (use: string, share: string) => `Use one with ${code(use)}; ${code(share)} makes a code for others.`,

  saved: (name: string, what: string, use: string) =>
    `Saved as ${code(name)}: ${what}. Use it with ${code(use)}.`,
  savedForAll: (name: string, what: string, use: string) =>
    `Saved for everybody here as ${code(name)}: ${what}. Use it with ${code(use)}.`,
  hidden: 'There is one of this name for everybody here, too; for you, yours counts.',
  hiding: 'Whoever has one of this name keeps their own.',
  forEverybody: 'For everybody here',
  share: 'Share it',
  replace: 'Replace it',
  taken: (whose: Whose, name: string, what: string) =>
    `${whom[whose]} a preset ${code(name)} already: ${what}. Replace it?`,
  takenTyped: (whose: Whose, name: string, what: string) =>
    `${whom[whose]} a preset ${code(name)} already: ${what}. To replace it, write ${code('replace')} after the name.`,
  tooMany: (whose: Whose, most: number, remove: string) =>
    `${whom[whose]} ${most} presets, and there can be no more. Remove one with ${code(remove)} first.`,
  badName: (given: string) =>
    `${quoted(given) || 'Nothing'} cannot be a name. Use letters, digits and dashes, 32 at most, such as ${code('crisp')}.`,
  whichJob:
    'There is nothing to save yet. Save the settings of a job of yours, or write what is to be saved.',
  saidNothing: (typed: string) =>
    `That names no settings that I understand. Write them as you would to run them, such as ${code(typed)}.`,

  removed: (name: string) => `The preset ${code(name)} is removed.`,
  theirs: (name: string, typed: string) =>
    `${code(name)} is for everybody here; an admin removes it with ${code(typed)}.`,
  renamed: (name: string, to: string) => `${code(name)} is called ${code(to)} now.`,

  unknown: (name: string, nearest: string | undefined, typed: string) =>
    nearest === undefined
      ? `There is no preset ${code(quoted(name))} here; ${code(typed)} lists those that there are.`
      : `There is no preset ${code(quoted(name))} here; did you mean ${code(nearest)}?`,
  modelGone: (name: string) =>
    `The preset ${code(name)} is for a model that is no longer there. Save it anew, or remove it.`,
  noLonger: (name: string, problems: string) =>
    `The preset ${code(name)} no longer fits its model: ${problems} Save it anew, or remove it.`,
  otherModel: (name: string, title: string, use: string) =>
    `The preset ${code(name)} is for ${title}. Use it alone or with that: ${code(use)}.`,

  shared: (name: string, use: string) =>
    `Whoever has this code can take ${code(name)}, with its prompt if it has one, and sees nothing else: ${code(use)}. It works until it was not used for 90 days.`,
  badCode: (given: string, typed: string) =>
    `${quoted(given) || 'Nothing'} is no code of a preset. It has ten letters and digits, as ${code(typed)} gives them.`,
  codeUnknown:
    'This code is not known, or was not used for 90 days. Ask whoever gave it to you for a new one.',

  noDeed: (given: string, nearest: string | undefined, deeds: readonly string[]) =>
    nearest === undefined
      ? `There is no ${code(`presets ${given}`)}; use ${list(deeds)}, or nothing to see them all.`
      : `There is no ${code(`presets ${given}`)}; did you mean ${code(`presets ${nearest}`)}?`,
} as const;
