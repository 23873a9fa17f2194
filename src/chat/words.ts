/** What is said in a conversation, on every platform the same. Plain text; what is typed stands in backticks by `Style`. */
import type { Failure } from '../core/domain/failure.ts';
import { actions } from '../core/words/actions.ts';
import { bytes, credits, list, quoted } from '../core/words/amounts.ts';
import type { FailureCode } from '../core/words/failures/failures.ts';
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
    `${does}${opens ? '…' : ''}${price === undefined ? '' : ` ${credits(price)} credits`}`,
  resend: 'Send it again',
  resendHere: 'Send again here',
  original: 'Get original',
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

  // What becomes of a result
  notDone: 'It is not done yet; its result comes by itself. `jobs` shows how far it is.',
  sentAgain: 'It was sent again.',
  onItsWay: 'It is on its way.',
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

  // Jobs
  failedFor: (state: string, reason: string) => `${state} (${reason})`,
  noJobs: 'You have asked for nothing here yet. `help` shows how to begin.',
  noJobDeed: (given: string, nearest: string | undefined, deeds: readonly string[]) =>
    nearest === undefined
      ? `There is no \`jobs ${given}\`; use ${list(deeds)}, or nothing to see all of yours.`
      : `There is no \`jobs ${given}\`; did you mean \`jobs ${nearest}\`?`,
  whichJob: (deed: string) => `Say which job, such as \`jobs ${deed} abc2345\`; \`jobs\` lists yours.`,
  tooMuch: (word: string) => `${quoted(word)} is one word too many; leave it out.`,

  // Credits
  noDeed: (given: string, nearest: string | undefined, deeds: readonly string[]) =>
    nearest === undefined
      ? `There is no \`credits ${given}\`; use ${list(deeds)}, or nothing to see your own.`
      : `There is no \`credits ${given}\`; did you mean \`credits ${nearest}\`?`,
  whichPerson: (word: string) =>
    `I do not know who ${quoted(word)} is. Type @ and choose the person from the list that is shown.`,
  whichChannel: (word: string) =>
    `I do not know the channel ${quoted(word)}. Type # and choose it from the list that is shown.`,
  whichGroup: (word: string) =>
    `I do not know the group ${quoted(word)}. Type @ and choose it from the list that is shown.`,
  notALimit: (word: string) =>
    `${quoted(word)} sets nothing. Write a limit and its value, such as \`monthly=50\`, and \`group=@group\` for the members of a group.`,
  twice: (name: string) => `${quoted(name)} stands there twice; set it once.`,
  nothingSet: 'Write which limit the group is to have, such as `monthly=500`.',
  noRule: 'Name a model, a channel, or both, such as `credits deny svd #general`; `*` is every model.',
  daysWrong: (given: string, most: number) =>
    `The days are a whole number from 1 to ${most}, not ${quoted(given)}.`,
  audit: (utc: boolean) => `What admins did last${utc ? ' (UTC)' : ''}:`,
  usageComment: 'The usage you asked for:',

  // Talk
  hello: 'Hello.',
  helpMore: ' tells you all that I can do and what it costs.',
  welcome: 'You are welcome.',

  // Help
  intro: 'I make pictures and videos larger, sharper, smoother, or bring them to life.',
  /** @param own there are prices of the owner's */
  whatIsACredit: (own: boolean) =>
    own
      ? '1 credit is 1 US cent; the prices here are set by whoever runs this bot, and a job costs its price or less.'
      : '1 credit is 1 US cent of what the provider charges; a job costs the price that is shown, or less where the provider charges less.',
  setting: (about: string, takes: string, initially: string | undefined) =>
    ` ${about}: ${takes}${initially === undefined ? '' : ` (default ${initially})`}`,
  toggle: (yes: boolean) => (yes ? 'yes' : 'no'),
  example: 'For example: ',
  moreHelp: {
    model: ' explains a model and its settings.',
    jobs: ' lists what you asked for, ',
    credits: ' shows what you can spend.',
  },
  admins: 'For admins',

  // Who does the work, and what is missing
  labStandsIn:
    'The lab stands in for the models: results are previews, made without AI. Whoever runs me sets SEGMIND_API_KEY for the real ones.',
  /** @param at UTC */
  balance: (dollars: string, at: string) =>
    `The account at the provider holds ${dollars} US dollars, as of ${at} UTC.`,
  noBalance: 'The provider does not say what its account holds. Ask again in a few minutes.',
  outOfCredit: (at: string) =>
    `The provider refused a job on ${at} UTC, since its account had run out. Whoever runs me has to top it up.`,
  allWell: 'Everything is set up: I have every right I need here.',
  noAdminChannel: (typed: string) =>
    `There is a budget, but no channel in which admins are told when it ends. Set one with ${typed}.`,
  noAllowance: (typed: string) =>
    `Nobody has a monthly allowance, so only people with a grant can use me. Set one with ${typed}.`,
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
