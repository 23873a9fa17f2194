/** What is said of pictures that somebody else has posted, on every platform the same. Plain text; what is typed stands in backticks. */

import type { Say } from '../../core/store/owners/says.ts';
import { quoted } from '../../core/words/amounts.ts';

const code = (text: string) => `\`${text}\``;

export const ownerWords = {
  /** Beside the name of a source. @param who as they are named there */
  by: (source: string, who: string) => `${source} by ${who}`,
  ofPictureBy: (who: string) => `Of a picture by ${who}`,

  // Nobody
  nobody:
    'Whoever posted this does not let others enhance their pictures. Nothing was fetched or charged; use a picture of your own.',

  // Asking
  /** @param of the first of the files, and how many more */
  asks: (owner: string, requester: string, what: string, of: { name: string | undefined; more: number }) => {
    const name = of.name === undefined ? '' : ` ${quoted(of.name)}`;
    const more = of.more === 0 ? '' : ` and ${of.more} more`;
    return `${owner}, ${requester} asks whether your picture${name}${more} may be enhanced: ${what}.`;
  },
  tenMinutes: 'Only you can answer, within ten minutes. Nothing is fetched or charged before you allow it.',
  allow: 'Allow',
  always: 'Always allow them',
  no: 'No',
  mine: 'My pictures…',
  asked:
    'Whoever posted this wants to be asked first, and was. They have ten minutes; you are told, and nothing is charged before.',
  cannotAsk:
    'Whoever posted this wants to be asked first, and I cannot ask them here. Use a picture of your own, or ask where I can post.',
  notYours: 'Only whoever posted the picture can answer that.',
  decided: 'That is answered already.',
  over: 'That was to be answered within ten minutes, and they are over.',

  // What became of it
  allowed: (owner: string, requester: string) => `${owner} allowed it for ${requester}.`,
  allowedAlways: (owner: string, requester: string) =>
    `${owner} allowed it for ${requester}, and from now on without being asked.`,
  refused: (owner: string) => `${owner} would rather not.`,
  refusedYou: (what: string) =>
    `Whoever posted the picture would rather not have it enhanced (${what}). Nothing was charged.`,
  lapsed: (owner: string) => `${owner} did not answer within ten minutes. Nothing was charged.`,
  lapsedYou: (what: string) =>
    `Whoever posted the picture did not answer within ten minutes (${what}). Nothing was charged; you can ask again.`,

  // One's own say
  says: {
    anyone: 'Anybody here may enhance pictures that you post.',
    ask: 'You are asked before anybody else enhances a picture that you post.',
    nobody: 'Nobody else may enhance pictures that you post.',
  } satisfies Record<Say, string>,
  choices: { anyone: 'Anyone', ask: 'Ask me', nobody: 'Nobody' } satisfies Record<Say, string>,
  howToSay: (typed: string) => `Change it with ${code(typed)}: anyone, ask or nobody.`,
  need: 'These need not ask you:',
  forget: (typed: string) => `${code(typed)} has them asked again.`,
  forgotten: (who: string) => `${who} is asked again from now on.`,
  notAllowed: (who: string) => `${who} has to ask you anyway.`,
  noSay: (given: string, nearest: string | undefined) =>
    nearest === undefined
      ? `There is no ${code(`privacy ${given}`)}; use anyone, ask or nobody, or nothing to see what it is.`
      : `There is no ${code(`privacy ${given}`)}; did you mean ${code(`privacy ${nearest}`)}?`,
  whom: 'Say who is to be asked again, such as `privacy forget @person`.',

  // What was deleted
  takenBack: (what: string) =>
    `The message that ${what} was made of was deleted, so what was made of it is taken back, too.`,
} as const;
