/** What only Discord's frame needs; everything else comes from core's words. */
import { actions } from '../../../core/words/actions.ts';

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
  ...actions,

  refresh: 'Refresh',
  moderators: 'a moderator',

  /** What is done, and for whom; both as markdown, and so is what follows. */
  what: (title: string, requester: string) => `**${title}** for ${requester}`,
  ofSource: (title: string, source: string) => `${title} of ${source}`,
  /** Of a result among others. */
  namedAfter: (name: string, source: string) => `${name}, of ${source}`,
  folded: (title: string, source: string | undefined, requester: string) =>
    `${title}${source === undefined ? '' : ` of ${source}`} for ${requester}`,
  ready: (requester: string, name: string) => `${requester} **${name}** is ready`,
  readyAll: (requester: string, count: number) =>
    count === 1 ? `${requester} one more is ready` : `${requester} **${count} results** are ready`,
  resultLink: 'result',
  removedShort: 'removed',

  /** `at`: a timestamp of Discord's. */
  standsStill: (at: string) =>
    `I cannot change this message after ${at}: then press Refresh to see how it went on.`,
  moreLines: (count: number) => `(${count} more)`,
  noteOf: (requester: string, title: string) => `${requester}, about your ${title}:`,

  missing: (name: PermissionName) =>
    `I need the permission ${permissions[name]} in this channel. An admin can give it in Channel settings > Permissions, or under Server settings > Roles.`,
  closedToDirect: 'You take no direct messages from me. Allow them in the privacy settings of this server.',
  cannotPost: 'It could not be posted here.',
  answeredDirectly: 'I answered you in a direct message.',
  originalHere: 'The original:',
  originalTooLarge: (size: string, limit: string) =>
    `The original has ${size}, more than the ${limit} that you can be sent here.`,

  helpReply: (typed: string) => `Reply to a picture or video with ${typed}, or attach one.`,
  helpWays: (menu: string) =>
    `Give a command a file or a link; without either it takes the newest one here. Or open the menu of any message with a picture or video and choose Apps > ${menu}`,

  noContent: (menu: string) =>
    `I do not see what others write (the Message Content intent is off), so replying to a picture with a mention works only for my own messages. Everybody can use Apps > ${menu} instead. To mend it: Developer Portal > Bot > Privileged Gateway Intents > Message Content Intent, then restart me.`,
  rulesBlind:
    'This server has channel rules, which need to see what others post: without the Message Content intent no emoji and no new picture is heard. To mend it: Developer Portal > Bot > Privileged Gateway Intents > Message Content Intent, then restart me.',
  startedAt: (link: string) => `It is on its way: ${link}`,
  restrictedHere: 'This channel is age-restricted: its results never leave it.',
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

/** For the owner, when the program begins, or cannot. `host`: of DISCORD_API_URL. */
export const startWords = {
  inviteWith: (link: string | undefined) => `invite it with ${link ?? 'the link in the developer portal'}`,
  wrongToken:
    'Discord does not accept DISCORD_TOKEN. Copy the token anew: Developer Portal > your application > Bot > Reset Token.',
  unreachable: (host: string, why: string) =>
    `Discord cannot be reached at ${host} (${why}). Check the network of this machine, and DISCORD_API_URL if you have set it.`,
  refuses: (host: string, status: number) =>
    `Discord at ${host} answers with error ${status}. Start again in a few minutes; if it stays so, check DISCORD_API_URL and discordstatus.com.`,
  notDiscord: (host: string) =>
    `What answers at ${host} is not Discord. Check DISCORD_API_URL; leave it empty for Discord itself.`,
  noGuild: (guild: string) =>
    `I am not in the server ${guild}, or may not have commands there. Check DISCORD_GUILD, or invite me there first.`,
} as const;
