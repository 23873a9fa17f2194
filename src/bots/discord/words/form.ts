/** What stands on the way from a message to a job: choices, forms, and what to do where there is nothing to take. */
import { list } from '../../../core/words/amounts.ts';

const medium = { image: 'picture', video: 'video' } as const;
type Medium = keyof typeof medium;
const many = (count: number, kind: Medium | undefined) =>
  kind === undefined ? `files` : `${medium[kind]}${count === 1 ? '' : 's'}`;

export const replyWords = {
  // Choosing
  which: 'Which one?',
  what: 'What should be done with it?',
  whatWithAll: (count: number) => `What should be done with all ${count}?`,
  model: (title: string, summary: string) => `- **${title}**: ${summary}`,
  all: (count: number, kind: Medium | undefined) => `All ${count} ${many(count, kind)}`,
  one: (index: number, name: string) => `${index}. ${name}`,
  about: (kind: Medium | undefined, width: number | undefined, height: number | undefined) =>
    [...(kind ? [medium[kind]] : []), ...(width && height ? [`${width} × ${height}`] : [])].join(', '),
  dismiss: 'Never mind',
  dismissed: 'Nothing was run.',
  begun: (count: number) => (count === 1 ? 'On its way.' : `${count} jobs are on their way.`),

  // The form
  moreTitle: (title: string) => `${title}: more`,
  moreBox: 'More settings',
  moreAbout: (names: readonly string[]) => `Show ${list(names).replace(' or ', ' and ')} before it runs`,
  soFar: (title: string, settings: string) => `**${title}**\n-# ${settings}`,
  more: 'More settings',
  run: 'Run',
  correct: 'Correct it',
  formGone:
    'This form is no longer known: it is older than a quarter of an hour, was used, or I was restarted since. Please begin anew.',
  notYourForm: 'Somebody else is filling this in. Ask for one of your own.',

  // The newest
  took: (what: string, author: string, at: string, link: string) =>
    `I took ${what}, posted by ${author} ${at}: ${link}`,
  notThis: 'Not this one',
  noneNewer: (kind: Medium) =>
    `I found no ${medium[kind]} in the last 50 messages of this channel. Add a file or a link.`,
  noneOlder: (kind: Medium) => `There is no older ${medium[kind]} that I can see. Add a file or a link.`,
  cannotRead: (kind: Medium) =>
    `This needs a ${medium[kind]}. Add a file or a link; I may not read earlier messages here (permissions View Channel and Read Message History).`,
  blind: (menu: string) =>
    `Discord does not show me what other people post. To use a file from a message, open its menu and choose Apps > ${menu}.`,

  // Mentions
  nothingThere: (menu: string) =>
    `There is no picture or video in that message. Reply to one that has some, attach a file, or open a message's menu and choose Apps > ${menu}.`,
  nothingInMenu: 'There is no picture or video in this message.',
  noMedia: (menu: string) =>
    `Attach a picture or video, or reply to a message that has one. You can also open that message's menu and choose Apps > ${menu}.`,
  takes: (kind: Medium, commands: readonly string[]) => `For a ${medium[kind]} there is ${list(commands)}.`,
  help: (mention: string, examples: readonly string[], menu: string) =>
    [
      `Reply to a picture or video with ${mention} and what to do, or attach it:`,
      ...examples.map((it) => `- ${it}`),
      `Or open a message's menu and choose Apps > ${menu}. Everything else: /help.`,
    ].join('\n'),
  promptExample: '"what the picture shows"',
  setting: (name: string, about: string, takes: string) => `\`${name}\` ${about}: ${takes}`,
  example: (typed: string, summary: string) => `\`${typed}\` ${summary}`,
  settingsOf: (title: string, rows: readonly string[]) =>
    [`**${title}**`, ...rows.map((it) => `- ${it}`)].join('\n'),
} as const;
