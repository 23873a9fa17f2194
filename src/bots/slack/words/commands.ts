/** What is answered to typed commands, as far as only Slack's frame needs it; mrkdwn, in which names are already safe. */
import { list, quoted } from '../../../core/words/amounts.ts';

/** The message shortcut, as the manifest names it. */
export const shortcutName = 'Enhance…';

export const textWords = {
  // A request that cannot be begun as it stands
  openForm: 'Open the form',
  shortcutHint: (shortcut: string) =>
    `The form takes uploads, too. For a file that was posted before, open its message’s menu (three dots) and choose *${shortcut}*.`,
  noModel: 'What should be done with it? The form shows what there is.',
  meant: (word: string, typed: string) => `I do not know ${word}; did you mean \`${typed}\`?`,

  // Help
  intro: 'I make pictures and videos larger, sharper, smoother, or bring them to life.',
  price: (credits: string) => `${credits} credits`,
  model: (typed: string, title: string, price: string, summary: string) =>
    `\`${typed}\` *${title}*, ${price}: ${summary}`,
  ways: (command: string, shortcut: string, bot: string) =>
    [
      '*Three ways in*',
      `• Any message with a picture or video: open its menu (three dots) and choose *${shortcut}*.`,
      `• \`${command}\` alone opens a form; \`${command} upscale x4 https://…\` runs at once.`,
      `• In the thread of a picture or video say ${bot} and what to do, such as \`upscale x4\`; or send me the file as a direct message.`,
    ].join('\n'),
  more: (command: string) =>
    [
      `\`${command} help upscale\` explains a model and its settings.`,
      `\`${command} jobs\` lists what you asked for, \`${command} credits\` shows what you can spend.`,
    ].join('\n'),
  admins: (command: string) =>
    [
      '*For admins*',
      `\`${command} credits grant @person 50 why\`, \`revoke\` alike; \`credits @person\``,
      `\`${command} credits limits\`, \`credits limits monthly=50\`, \`credits limits monthly=500 group=@group\``,
      `\`${command} credits allow model #channel\`, \`deny\` and \`forget\` alike`,
      `\`${command} credits block @person 2h why\`, \`credits unblock @person\`, \`credits audit\``,
      `\`${command} usage 30\`, \`${command} check\``,
    ].join('\n'),
  setting: (name: string, about: string, takes: string, initially: string | undefined) =>
    `• \`${name}\` ${about}: ${takes}${initially === undefined ? '' : ` (default ${initially})`}`,
  toggle: (yes: boolean) => (yes ? 'yes' : 'no'),
  example: (typed: string) => `For example: \`${typed}\``,

  // Credits
  noDeed: (given: string, nearest: string | undefined, deeds: readonly string[]) =>
    nearest === undefined
      ? `There is no \`credits ${given}\`; use ${list(deeds)}, or nothing to see your own.`
      : `There is no \`credits ${given}\`; did you mean \`credits ${nearest}\`?`,
  tooMuch: (word: string) => `${quoted(word)} is one word too many.`,
  whichPerson: (word: string) =>
    `I do not know who ${quoted(word)} is. Type @ and choose the person from the list that Slack shows.`,
  whichChannel: (word: string) =>
    `I do not know the channel ${quoted(word)}. Type # and choose it from the list that Slack shows.`,
  whichGroup: (word: string) =>
    `I do not know the user group ${quoted(word)}. Type @ and choose it from the list that Slack shows.`,
  notALimit: (word: string) =>
    `${quoted(word)} sets nothing. Write a limit and its value, such as \`monthly=50\`, and \`group=@group\` for the members of a group.`,
  twice: (name: string) => `${quoted(name)} stands there twice; set it once.`,
  nothingSet: 'Write which limit the group is to have, such as `monthly=500`.',
  /** After core's sentence that only admins may do this. */
  adminsUnread:
    'I was not given the right to ask Slack who is an admin (`users:read`, and `usergroups:read` for groups). Install me again to give it.',
  noRule: 'Name a model, a channel, or both, such as `credits deny svd #general`; `*` is every model.',
  daysWrong: (given: string, most: number) =>
    `The days are a whole number from 1 to ${most}, not ${quoted(given)}.`,
  audit: 'What admins did last (UTC):',

  // Usage
  pictureAt: (link: string) => `<${link}|The picture of it> is in your direct messages with me.`,
  pictureHere: 'The picture of it is in your direct messages with me.',
  noPicture: 'The picture of it could not be sent to you as a direct message.',
  usageComment: 'The usage you asked for:',

  // Jobs
  noJobs: 'You have asked for nothing here yet.',
  job: (id: string, title: string, state: string, at: string, price: string) =>
    `*${title}* · *${state}* · ${at} · ${price} · \`${id}\``,
  statusAt: (link: string) => `<${link}|Its message>`,
  resultAt: (link: string) => `<${link}|Its result>`,
  resend: 'Send again here',
  notDone: 'It is not done yet; its result comes by itself.',
  sentAgain: 'It was sent again.',
  sentAgainAt: (link: string) => `<${link}|It was sent again.>`,
  noJobDeed: (given: string, nearest: string | undefined, deeds: readonly string[]) =>
    nearest === undefined
      ? `There is no \`jobs ${given}\`; use ${list(deeds)}, or nothing to see all of yours.`
      : `There is no \`jobs ${given}\`; did you mean \`jobs ${nearest}\`?`,
  whichJob: (deed: string) => `Say which job, such as \`jobs ${deed} abc2345\`; \`jobs\` lists yours.`,
  moreLines: (count: number) => `(${count} more)`,
} as const;
