/** What is said of the pot of a place, and of what several people pay for. Plain text; what is typed stands in backticks. */

import { sentence } from '../../core/domain/failure.ts';
import type { PotRules } from '../../core/domain/pots/pot.ts';
import type { WhyOver } from '../../core/domain/pots/purchase.ts';
import { credits, quoted } from '../../core/words/amounts.ts';
import { isFailureCode, money } from '../../core/words/failures/failures.ts';
import { some } from '../../core/words/names.ts';

const code = (text: string) => `\`${text}\``;
const people = (count: number) => `${count} other ${count === 1 ? 'person has' : 'people have'}`;

/** What it is for: `Larger video ×4 of flip.mp4, about 7 min`. */
type What = { title: string; name: string | undefined; wait: string | undefined };
const whatIs = ({ title, name, wait }: What) =>
  [`${title}${name === undefined ? '' : ` of ${quoted(name)}`}`, ...(wait ? [`about ${wait}`] : [])].join(
    ', ',
  );

export const potWords = {
  // Chipping in
  chip: 'Chip in together…',
  chipAsks: (price: number, wait: string) =>
    `This posts to everybody here that you collect ${some(price)} for it. Whoever likes gives something; it runs by itself when all is there, and goes back to everybody after ${wait} or when you stop it. What is left over, also of a step or a file that comes to nothing, goes back in proportion.`,
  post: 'Post it here',
  posted: 'It is posted here. Give something yourself with its buttons.',
  askedHere: 'It is asked here, for others to agree.',
  cannotPost: 'It cannot be posted here. Ask for the price where I can post, or pay for it alone.',
  chipInFor: (who: string, what: What) => `Chip in for ${who}: ${whatIs(what)}`,
  progress: (pledged: number, price: number) => `${credits(pledged)} of ${some(price)}`,
  gave: (who: string, amount: number) => `${who} ${some(amount)}`,
  nobodyYet: 'Nobody has given anything yet.',
  terms: (until: string) =>
    `Runs by itself when full. At ${until} everything goes back; what is left over goes back in proportion.`,
  amount: (thousandths: number) => some(thousandths),
  other: 'Other…',
  rest: (thousandths: number) => `Chip in the rest: ${some(thousandths)}`,
  takeBack: 'Take back',
  stop: 'Stop…',
  question: {
    title: 'Chip in',
    label: 'Credits',
    hint: 'Such as 12 or 0.5. Never more than is missing.',
  },
  gaveNow: (amount: number, available: number | null) =>
    `You gave ${some(amount)}${available === null ? '' : `, and have ${some(available)} left`}. It comes back if it does not run.`,
  tookBack: (amount: number) =>
    amount === 0 ? 'You have given nothing to this.' : `${some(amount)} came back to you.`,
  stopAsks: (pledged: number) =>
    pledged === 0
      ? 'Stop collecting? Nobody has given anything yet.'
      : `Stop collecting? ${some(pledged)} go back to those who gave.`,
  stopNow: 'Stop it',
  stopped: 'It is stopped, and everything went back.',
  notYours: (moderators: string) => `Only who it is for can stop that, or ${moderators}.`,
  gone: 'That is not here any more.',

  // What became of it
  full: 'All is there, and it begins.',
  runs: (price: number) => `All ${some(price)} are there, and it runs.`,
  ran: (charged: number, back: number) =>
    back === 0
      ? `It took all of it, ${some(charged)}.`
      : `It took ${some(charged)}; ${some(back)} went back in proportion.`,
  back: (amount: number) =>
    amount === 0 ? money.nothing : `All ${some(amount)} went back to those who gave.`,
  why(why: WhyOver | undefined): string {
    if (why === undefined) return 'It did not run.';
    if (why === 'stopped') return 'It was stopped.';
    if (why === 'declined') return 'An admin declined it.';
    if (why === 'lapsed') return 'A day has passed, and it did not come together.';
    return isFailureCode(why.code) ? `It could not run: ${sentence(why)}` : 'It could not run.';
  },

  // The pot
  fromPot: (price: number, asks: boolean) => `From the pot: ${some(price)}${asks ? '…' : ''}`,
  potAsks: (price: number, approvals: number, wait: string) =>
    `This posts to everybody here that you ask the pot for ${some(price)}. It pays once ${people(approvals)} agreed, within ${wait}.`,
  asksPot: (who: string, price: number, what: What) =>
    `${who} asks the pot for ${some(price)}: ${whatIs(what)}`,
  agreed: (count: number, needed: number) => `${count} of ${needed}`,
  by: (who: readonly string[]) =>
    who.length === 0 ? 'Nobody has agreed yet.' : `Agreed by ${who.join(', ')}.`,
  potTerms: (until: string) => `Nothing is paid before. It lapses at ${until}.`,
  approve: 'Approve',
  decline: 'Decline',
  withdraw: 'Stop',
  approved: 'You agreed to it.',
  approvedBefore: 'You have agreed to that already.',
  declined: 'It is declined.',
  potPays: (price: number) => `The pot pays up to ${some(price)}, and it runs.`,
  potBegins: 'The pot pays for it, and it begins.',

  // `pot`
  title: 'The pot of this place',
  has: (available: number) => `It has ${some(available)}.`,
  rules({ most, approvals }: PotRules): string {
    if (most === 0) return 'It pays for nothing yet; an admin says what it may pay.';
    const when = approvals === 0 ? 'by itself' : `once ${people(approvals)} agreed`;
    return `It pays up to ${some(most)} for one job, ${when}.`;
  },
  gaveLately: (gifts: readonly string[]) => `Lately given: ${gifts.join(' · ')}`,
  howToGive: (typed: string) => `Give it some of your credits with ${code(typed)}; they stay in it.`,
  howToRule: (typed: string) => `Admins say what it pays with ${code(typed)}; most 0 is off.`,
  given: (amount: number, available: number) =>
    `You gave the pot ${some(amount)}. It has ${some(available)} now.`,
  ruled: (rules: string) => `The pot has new rules. ${rules}`,
  unknown: (given: string, typed: string) =>
    `There is no ${code(`pot ${given}`)}. Use ${code(typed)}, ${code(`${typed} give 20`)} or ${code(`${typed} rules most 50 approvals 2`)}.`,
  howMuch: (typed: string) => `Say how much, such as ${code(typed)}.`,
} as const;

/** In one line. */
export const potLine = ({ available, rules }: { available: number; rules: PotRules }): string =>
  `The pot of this place: ${some(available)}. ${potWords.rules(rules)}`;
