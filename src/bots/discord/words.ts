/** What only Discord's frame needs; everything else comes from core's words. */

/** Ends a request with a sentence for the person that only Discord knows; its message is the sentence. */
export class Refused extends Error {
  override name = 'Refused';
}

const permissions = {
  ViewChannel: 'View Channel',
  SendMessages: 'Send Messages',
  SendMessagesInThreads: 'Send Messages in Threads',
  AttachFiles: 'Attach Files',
  EmbedLinks: 'Embed Links',
  ReadMessageHistory: 'Read Message History',
} as const;
export type PermissionName = keyof typeof permissions;

export const words = {
  cancel: 'Cancel',
  refresh: 'Refresh',
  again: 'Run again',
  change: 'Run again with changes',
  remove: 'Remove',
  original: 'Get original',
  upscale: 'Upscale',
  animate: 'Animate',
  smooth: 'Smooth',

  asked: (requester: string, at: string) => `for ${requester}, ${at}`,
  answers: (requester: string) => `${requester}, here it is.`,
  /** `at`: a timestamp of Discord's. */
  standsStill: (at: string) =>
    `I cannot change this message after ${at}: then press Refresh to see how it went on.`,
  /** Stands in core's sentence about a result that could not be handed over. */
  noWay: 'the channel is closed to me, and so are your direct messages',
  wrongToken: 'Discord does not accept DISCORD_TOKEN.',
  moreLines: (count: number) => `(${count} more)`,
  reading: 'Reading the file',
  sentDirectly: 'The result was sent to you as a direct message.',
  tooLarge: (size: string, limit: string) =>
    `The result has ${size}, more than the ${limit} that can be posted here.`,
  noteOf: (requester: string, title: string) => `${requester}, about your ${title}:`,

  missing: (name: PermissionName) =>
    `I need the permission ${permissions[name]} in this channel. An admin can give it in Channel settings > Permissions, or under Server settings > Roles.`,
  broken:
    'Something went wrong on our side. `/jobs` shows whether a job was begun; if not, please try again.',
  restarting: 'I am just being restarted. Please try again in a moment.',
  late: 'That took too long. Please try again.',
  gone: 'This job is no longer known.',
  fileGone: 'The file is no longer kept. Please ask with a new one.',
  notYours: 'Only the person who asked, or a moderator, can do that.',
  notYoursToRemove: 'Only the person who asked, the author of the source, or a moderator can remove it.',
  closedToDirect: 'You take no direct messages from me. Allow them in the privacy settings of this server.',
  cannotCancel: 'It is past the point where it can be cancelled.',
  cancelling: 'It is being cancelled.',
  removed: 'Removed.',
  cannotRemove: 'I could not remove it.',
  originalHere: 'The original:',
  originalTooLarge: (size: string, limit: string) =>
    `The original has ${size}, more than the ${limit} that you can be sent here.`,
  restrictedStays: 'It was made in an age-restricted channel and stays there.',
  noJobs: 'You have asked for nothing here yet.',
  cardAt: (link: string) => `[Its card](${link})`,
  resultAt: (link: string) => `[its result](${link})`,

  price: (credits: string) => `${credits} credits`,
  toggle: (yes: boolean) => (yes ? 'yes' : 'no'),
  initially: (value: string) => `default ${value}`,
  helpIntro: 'I make pictures and videos larger, sharper, smoother, or bring them to life:',
  helpWays: (menu: string) =>
    `Give a command a file or a link; without either it takes the newest one here. Or open the menu of any message with a picture or video and choose Apps > ${menu}`,
  helpMore:
    '`/help model` explains one of them, `/jobs` lists what you asked for, `/credits` what you can spend.',

  allWell: 'Everything is set up: I have every permission I need in this channel.',
  noContent: (menu: string) =>
    `I do not see what others write (the Message Content intent is off), so replying to a picture with a mention works only for my own messages. Everybody can use Apps > ${menu} instead. To mend it: Developer Portal > Bot > Privileged Gateway Intents > Message Content Intent, then restart me.`,
  noAdminChannel:
    'There is a budget, but no channel in which admins are told when it ends. Set one with `/credits set limit:admin_channel channel:…`.',
  noAllowance:
    'Nobody has a monthly allowance, so only people with a grant can use me. Set one with `/credits set limit:monthly value:…`.',
  restrictedHere: 'This channel is age-restricted: its results never leave it.',
  dropped: 'Not run. Nothing was charged.',
} as const;

export const deployWords = {
  same: 'The commands are as they should be.',
  differ: 'The commands differ; npm run discord:deploy brings them up to date.',
  deployed: (guild: string | undefined) =>
    guild === undefined
      ? 'The commands are deployed everywhere; clients show them when they next look.'
      : `The commands are deployed in server ${guild}.`,
  invite: (link: string) => `Invite the bot: ${link}`,
} as const;
