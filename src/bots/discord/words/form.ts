/** What stands on the way from a message to a job here: forms of five fields, and what to do where there is nothing to take. */
import { list } from '../../../core/words/amounts.ts';

const medium = { image: 'picture', video: 'video' } as const;
type Medium = keyof typeof medium;

export const formWords = {
  // Choosing
  model: (title: string, summary: string) => `- **${title}**: ${summary}`,
  dismiss: 'Never mind',

  // The form
  about: (name: string, price: string) => `**${name}**\n${price}`,
  moreTitle: (title: string) => `${title}: more`,
  priced: (title: string, price: string) => `${title} · ${price.charAt(0).toLowerCase()}${price.slice(1)}`,
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
  byRole: (example: string, menu: string) =>
    `Discord shows me what you write only where you mention me, not just my role. Write ${example} and choose the name marked APP, or open a message's menu and choose Apps > ${menu}.`,
  nothingThere: (menu: string) =>
    `There is no picture or video in that message. Reply to one that has some, attach a file, or open a message's menu and choose Apps > ${menu}.`,
  noMedia: (menu: string) =>
    `Attach a picture or video, or reply to a message that has one. You can also open that message's menu and choose Apps > ${menu}.`,
} as const;
