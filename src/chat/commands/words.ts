/** What commands such as `jobs` and `credits` say, on every platform the same. Plain text; what is typed stands in backticks. */
import { list, quoted } from '../../core/words/amounts.ts';

const preferenceNow: Readonly<Record<'compare' | 'motion', Readonly<Record<string, string>>>> = {
  compare: {
    off: 'They are not set beside their sources',
    button: 'They are set beside their sources when somebody presses Compare',
    always: 'They are set beside their sources by themselves, below each',
  },
  motion: {
    full: 'What is shown then may move',
    reduced: 'What is shown then stands still',
  },
};

export const commandWords = {
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

  // Preferences
  preferences: 'Your own results here',
  /** @param is.own what they have chosen. @param is.place what is so for all here */
  preference: (name: 'compare' | 'motion', now: string, is: { own: string | undefined; place: string }) =>
    `${preferenceNow[name][now] ?? now} (${name}: ${now}${
      is.own === undefined
        ? ', as for everybody here'
        : is.own === now
          ? ''
          : `; ${is.place} is so for everybody here`
    }).`,
  preferenceWrong: (name: string, given: string, choices: readonly string[]) =>
    `${quoted(name)} cannot be ${quoted(given) || 'empty'}. Choose ${list(choices)}.`,
  noPreference: (given: string, names: readonly string[]) =>
    `There is nothing called ${quoted(given)} to choose. There is ${list(names)}, such as \`preferences compare=always\`.`,

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
    files: ' says which files can be posted.',
    jobs: ' lists what you asked for, ',
    credits: ' shows what you can spend.',
    try: ' with a picture tries several ways on a part of it, once you have agreed to the price of all.',
    versions: ' shows what was made of a picture here, who voted for what, and which one was picked.',
    preferences:
      ' sets your results beside their sources by themselves; `preferences` shows what there is to choose.',
    presets: ' keeps settings under a name.',
    privacy: ' says whether others may enhance the pictures that you post.',
    pot: ' shows the credits that this place shares; a price can also be paid together.',
    rules: ' says what an emoji on a picture does in a channel, and what else is done there by itself.',
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
