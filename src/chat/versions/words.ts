/** What is said in a conversation about versions of one source. Plain text. */
import { quoted } from '../../core/words/amounts.ts';
import { versionWords } from '../../core/words/versions/words.ts';

const showAgain = 'Show it again';

export const votingWords = {
  fork: 'Fork…',
  /** `Vote for v2 · 3` */
  vote: (number: string, count: number) => `Vote for ${number}${count > 0 ? ` · ${count}` : ''}`,
  takeBack: 'Take my vote back',
  pick: (number: string) => `Pick ${number}`,
  versions: 'Versions',
  foldOthers: 'Fold the others away…',
  foldNow: 'Fold them',
  showAgain,
  pinned: 'Picked',

  counted: (number: string) => `Your vote is for ${number}. Vote for another to change it.`,
  changed: (number: string, before: string) => `Your vote went from ${before} to ${number}.`,
  same: (number: string) => `Your vote is for ${number} already.`,
  withdrawn: (number: string) => `Your vote for ${number} is taken back.`,
  noVote: (number: string) => `You have no vote for ${number}, so there is none to take back.`,

  noVersion:
    'This result has no number: it was removed, or its records are no longer kept. Ask for it again.',
  nothingMade:
    'Nothing was made of this here that is still known. Ask for something to be done with it first.',
  noTree: 'Nothing was made here that is still known. Ask for something to be done with a picture first.',
  noNumber: (given: string, known: readonly string[]) =>
    `There is no version ${quoted(given)} here. There is ${known.join(', ')}.`,
  noDeed: (given: string) =>
    `Versions know no ${quoted(given)}. Say \`versions\`, \`versions vote v2\`, \`versions unvote v2\` or \`versions pick v2\`.`,
  whichOne: (deed: string) => `Which one? Say \`versions ${deed} v2\`.`,
  tooMuch: (given: string) => `I do not know what ${quoted(given)} means after that. Say it without.`,
  notYoursToPick: (moderators: string) =>
    `Only whoever posted the source, or ${moderators}, can pick one and fold the others. Vote for it, or ask them.`,
  gone: (number: string) => `${number} is no longer there, so it cannot be picked. Pick another one.`,
  pickedBefore: (number: string) => `${number} was picked before, and that was announced.`,
  pickedQuietly: (number: string) =>
    `${number} is picked, and could not be announced here. \`versions\` shows it.`,
  /** `v2.1 of lake.jpg is picked by Ann: Creativity −2, 4 votes.` */
  announced: (it: { number: string; name: string; by: string; did: string; votes: number }) =>
    `${it.number} of ${it.name} is picked by ${it.by}: ${it.did}, ${versionWords.votes(it.votes)}.`,
  result: 'The picked result',

  nothingToFold: 'There is nothing to fold: no other version is shown.',
  foldAsk: (count: number) =>
    `The ${count === 1 ? 'message of the other version becomes' : `messages of the ${count} other versions become`} one line each. No file is deleted, and “${showAgain}” brings each back.`,
  folded: (count: number) => `${count} folded. Each has a button to show it again.`,
  foldedPartly: (count: number, left: number) =>
    `${count} folded. ${left} could not be: their messages are not mine to change here.`,
  cannotFold:
    'They cannot be folded here: a file is shown as long as its message stands. Nothing was changed.',
  unfolded: 'It is shown again.',
  cannotUnfold: 'I cannot change its message here. “Send it again” under More posts it once more.',
} as const;
