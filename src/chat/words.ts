/** What is said in a conversation, on every platform the same. Plain text; what is typed stands in backticks by `Style`. */
import type { Failure } from '../core/domain/failure.ts';
import { actions } from '../core/words/actions.ts';
import { bytes, list, quoted } from '../core/words/amounts.ts';
import { tasteWords } from '../core/words/batch.ts';
import type { FailureCode } from '../core/words/failures/failures.ts';
import { some } from '../core/words/names.ts';
import type { Medium } from '../models/fields.ts';

const medium = { image: 'picture', video: 'video' } as const;
const many = (count: number, kind: Medium | undefined) =>
  kind === undefined ? 'files' : `${medium[kind]}${count === 1 ? '' : 's'}`;

export const words = {
  ...actions,
  more: 'More…',
  moreOf: (name: string) => `What else can be done with ${quoted(name)}:`,
  /** `Larger ×4`, `New detail… 168.4 credits`. */
  followUp: (does: string, { opens, price }: { opens: boolean; price: number | undefined }) =>
    `${does}${opens ? '…' : ''}${price === undefined ? '' : ` ${some(price)}`}`,
  /** `As PNG for 0.5 credits`, `Run again for 168.4 credits…`. */
  repair: (does: string, { opens, price }: { opens: boolean; price: number | undefined }) =>
    `${does}${price === undefined ? '' : ` for ${some(price)}`}${opens ? '…' : ''}`,
  asType: (type: string) => `As ${type}`,
  atValue: (value: string) => `At ${value}`,
  firstSeconds: (seconds: number) => `Use the first ${seconds} s`,
  retry: 'Try again',
  resend: 'Send it again',
  resendHere: 'Send again here',
  original: 'Get original',
  /** Of a result, and of several: they have a page. */
  openPage: 'Open',
  openPages: (count: number) => `Open all ${count}`,
  cancelDialogue: { title: 'Cancel this job?', yes: 'Cancel the job', no: 'Keep it running' },
  removeDialogue: {
    title: 'Remove the result?',
    text: 'The message with the file is deleted for everybody.',
    yes: 'Remove',
    no: 'Keep',
  },
  cancelAnyway: 'Cancel all the same',

  // Who may
  notYours: (moderators: string) =>
    `Only the person who asked, or ${moderators}, can do that. Ask them, or make a job of your own.`,
  notYoursToRemove: (moderators: string) =>
    `Only the person who asked, the author of the source, or ${moderators} can remove it. Ask one of them.`,
  notHere:
    'This job is no longer known. A file from another channel stays there: ask for it in that channel, or with a file of your own.',
  confinedStays: 'It was made in an age-restricted channel and stays there. Ask for it in that channel.',

  askAdmin: 'Ask an admin',

  // What becomes of a result
  notDone: 'It is not done yet; its result comes by itself. `jobs` shows how far it is.',
  sentAgain: 'It was sent again.',
  posted: 'It was posted.',
  onItsWay: 'It is on its way.',
  makingMoving: (type: string) => `The ${type} is being made; that can take a minute or two.`,
  compare: { picture: 'Compare', wipe: 'Compare as a clip', heat: 'Where it changed', still: 'Compare' },
  makingComparison: 'The comparison is being made; that takes a few seconds.',
  comparedOnce: 'This comparison was asked for a moment ago.',
  plainWay: tasteWords.plain,
  comparingOff: 'Comparing is switched off here. An admin can switch it on: `credits limits compare=button`.',
  notCompared: 'There is nothing to compare: the result or its source is no longer kept.',
  madeOnce: (type: string) => `The ${type} was asked for a moment ago, and is made once.`,
  noMoving: 'Only a video can be made a GIF or a WebP.',
  /** @param until a moment */
  originalLink: (link: string, until: string) =>
    `Here is the original as a link: ${link}. It works until ${until}, for everybody who has it.`,
  noLink: `There is no link to it either, since whoever runs this bot has not set \`PUBLIC_URL\`, the address for such links; ask them for it. “${actions.change}” with a smaller size or another format makes a smaller file.`,
  noWay: 'the channel is closed to me, and so are your direct messages',
  /** Said of some of several files. */
  ofThese: (names: readonly string[], text: string) => `${names.join(', ')}: ${text}`,
  begun: (count: number) => (count === 1 ? 'On its way.' : `${count} jobs are on their way.`),
  broken: 'Something went wrong on our side. `jobs` shows whether a job was begun; if not, please try again.',

  // Typed requests
  takes: (kind: Medium, commands: readonly string[]) => `For a ${medium[kind]} there is ${list(commands)}.`,
  what: (count: number, kind: Medium | undefined) =>
    count > 1
      ? `What should be done with the ${count} ${many(count, kind)}?`
      : 'What should be done with it?',
  whichOne: (count: number) => `There are ${count} to choose from. Which one?`,
  sayWhat: (example: string, help: string) =>
    `Say what should be done with it, such as ${example}. All that I can do: ${help}`,
  /** Of a file that the chat itself keeps. */
  fileLate: (chat: string) =>
    `${chat} did not hand over this file, although I asked for it several times. Nothing was charged; please try again in a minute.`,
  nothingThere:
    'There is no picture or video in this message. Attach one, or reply to a message that has one.',
  meant: (word: string, typed: string) => `I do not know ${word}; did you mean ${typed}?`,

  // Choosing among several
  which: 'Which one?',
  all: (count: number, kind: Medium | undefined) => `All ${count} ${many(count, kind)}`,
  one: (index: number, name: string) => `${index}. ${name}`,
  about: (it: {
    medium?: Medium | undefined;
    width?: number | undefined;
    height?: number | undefined;
    bytes?: number | undefined;
  }) =>
    [
      ...(it.medium ? [medium[it.medium]] : []),
      ...(it.width && it.height ? [`${it.width} × ${it.height}`] : []),
      ...(it.bytes ? [bytes(it.bytes)] : []),
    ].join(', '),

  // The form
  each: (price: string, count: number) => `${price} (for each of the ${count})`,
  asks: 'You will be shown this price once more, and nothing runs before you agree.',
  /** @param price with its unit, as in what follows */
  from: (price: string) => `From ${price}`,
  reopen: 'Change…',
  formForgotten: 'What was filled in is kept for 15 minutes, and they are over. Please ask anew.',
  formNotYours: 'Somebody else has filled this in. Ask for one of your own.',
  /** Before the amount where others read it: what the person has is theirs to know. */
  price: (price: string) => `It costs at most ${price}.`,
} as const;

/** What a person has, owes or did wrong is theirs to know: these sentences stand where others would read the amounts. */
const forAll: Partial<Record<FailureCode, string>> = {
  'credits-short': 'You do not have the credits for this here. `credits` shows you what you have.',
  'daily-cap': 'This is more than you may still spend today. `credits` shows you what you have.',
  'too-many-jobs': 'You have as many jobs on the way as one person may have here. Wait for one to end.',
  blocked: 'You cannot use this here at the moment. `credits` tells you more.',
};
export const publicly = ({ code, message }: Pick<Failure, 'code' | 'message'>): string =>
  forAll[code] ?? message;
