/** What stands beside the commands. A translation is one entry of `translations`: phrase by phrase, for one locale. */
import type { Locale } from 'discord.js';

/** Text of at most 100 characters, in English; it is also what a translation finds it by. */
export type Phrase = string;

/** E.g. `{ de: { 'Makes a picture larger and sharper.': '…' } }`; what a locale leaves out stays English. */
export const translations: Partial<Record<Locale, Readonly<Record<Phrase, string>>>> = {};

export const commandWords = {
  link: 'A link to the file, instead of the file',
  moreFile: 'One more file: all of them are one request',
  toggle: (yes: boolean) => (yes ? 'yes' : 'no'),
  initially: (description: string, initial: string) => `${description} (default ${initial})`,

  jobs: 'Your jobs',
  jobsList: 'Your newest jobs',
  jobsShow: 'One job with all that is known of it; admins, without one: all that are not over',
  jobsCancel: 'Give a job up',
  jobsAgain: 'Run a job again with the same file and settings',
  jobsResend: 'Send a result once more',
  job: 'The job',
  where: 'Where to; here when left out',
  here: 'here',
  directly: 'direct message',

  credits: 'Credits and limits',
  creditsShow: 'What can be spent, what is reserved, and the last entries',
  creditsGrant: 'Admins: give somebody lasting credits',
  creditsRevoke: 'Admins: take lasting credits back',
  creditsLimits: 'The limits here',
  creditsSet: 'Admins: set a limit, for everybody or for a role',
  limit: 'Which limit',
  value: 'The new value; "none" lifts it; left out, it is what it was at first',
  role: 'For the members of this role only',
  channel: 'Which channel',
  person: 'Who',
  amount: 'How many credits, such as 12 or 0.5',
  reason: 'Why; it is kept with the entry',
  allow: 'Admins: allow a model, a channel, or a model in a channel',
  deny: 'Admins: switch a model, a channel, or a model in a channel off',
  forget: 'Admins: take such a rule away',
  model: 'Which model',
  block: 'Admins: block somebody for a time',
  time: 'For how long, such as 30m, 12h or 7d',
  blockReason: 'Why; they are told',
  unblock: 'Admins: end a block',
  audit: 'Admins: what admins did last',
  usage: 'Admins: who used which model on which day',
  days: 'How many days back; 30 when left out',

  preferences: 'What you choose for your own results here',
  preference: {
    compare: 'Whether they are set beside their sources; default: as for everybody here',
    motion: 'Whether what is shown then may move; default: as for everybody here',
  },
  preset: 'Settings that were saved under a name; what else is set here counts before them',
  presets: 'Settings under a name',
  presetsList: 'Your presets, and those for everybody here',
  presetsSave: 'Keep the settings of a job under a name',
  presetsRemove: 'Remove a preset',
  presetsRename: 'Give one of your presets another name',
  presetsShare: 'Make a code by which anybody can take a preset',
  presetsTake: 'Take a preset by its code',
  presetName: 'Its name: letters, digits and dashes',
  presetJob: 'Whose settings; your newest job when left out',
  presetFor: 'Who can use it; you when left out. Admins can save for everybody here',
  forMe: 'me',
  forEverybody: 'everybody here',
  presetReplace: 'Whether one of the same name goes for it',
  presetTo: 'Its new name',
  presetCode: 'The code that you were given',
  presetAs: 'The name to keep it under; its own when left out',

  try: 'Try several ways to enlarge a picture on a part of it; the price is shown first',
  tryImage: 'The picture; left out, the newest one here',
  tryArea: 'Which part; where there is most detail when left out',

  darkroom: 'Admins: how this bot is set up here',
  settings: 'The limits, rules and blocks here',
  check: 'What is missing for the bot to work here, and how to mend it',
  help: 'What this bot can do',
  about: 'One model, or the files that can be posted',
  files: 'Files that can be posted',
} as const;
