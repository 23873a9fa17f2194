/** What only Slack's frame needs on the way from a request to a result; everything else comes from core's words. */
import { actions } from '../../../core/words/actions.ts';

export const words = {
  ...actions,

  /** What is done, and for whom; both as mrkdwn, and so is what follows. */
  what: (title: string, requester: string | undefined) =>
    `*${title}*${requester === undefined ? '' : ` for ${requester}`}`,
  folded: (title: string, source: string | undefined, requester: string | undefined) =>
    `${title}${source === undefined ? '' : ` of ${source}`}${requester === undefined ? '' : ` for ${requester}`}`,
  /** For those who see no such tokens. */
  askedAt: (time: string) => `${time} UTC`,
  card: (title: string, state: string, line: string) => `${title} · ${state} · ${line}`,
  ready: (requester: string, name: string) => `${requester} *${name}* is ready`,
  readyAll: (requester: string, count: number) =>
    count === 1 ? `${requester} one more is ready` : `${requester} *${count} results* are ready`,
  /** Of a result among others. */
  namedAfter: (name: string, source: string) => `${name}, of ${source}`,
  resultLink: 'result',
  originalRefused: (size: string) => `Slack does not take the original (${size}) from me.`,
  removedShort: 'removed',
  inThread: 'result in the thread',
  elsewhere: (why: string) => `${actions.sentDirectly} It could not be posted here: ${why}.`,
  about: (requester: string, title: string) => `${requester}, about your ${title}:`,

  notMember:
    'I am not in this channel or group, so I send you the result as a direct message. To have results here, type /invite and choose me; a group of people that takes no apps needs a channel for it.',
  between:
    'I am not in this conversation and cannot be: two people’s direct messages take no app. So I send you the result as a direct message from me. To have it where others see it, ask in a channel.',
  neverBetween:
    'I am not in this conversation and cannot be, and I cannot write to you directly. Ask in a channel: type /invite there and choose me.',
  mayNotPostHere:
    'I may not post in this channel, so I send you the result as a direct message. An admin can allow it in the settings of the channel.',
  inviteFirst:
    'I am not in this channel, and cannot write to you directly. Type /invite and choose me, then ask again.',
  archived: 'This channel is archived, so nothing can be posted here. Ask in another one.',
  noHome: 'I can post neither in this channel nor to you directly.',
  reinstall:
    'Slack does not let me open this file: I was not given the right to read files, or have to be installed anew for it. Ask an admin to reinstall me; a link works in the meantime.',
  external:
    'This file is not kept by Slack but only linked there, so I cannot read it. Upload it, or give me its link.',
  mayNotPost:
    'I was not given the right to post results here. Ask an admin to reinstall me with all that I ask for.',
  unseen:
    'I cannot use the file behind this link: it is not yours, and not in this conversation. Upload it here, or open the menu of its message.',
  fileHidden:
    'Slack no longer shows this file: it was deleted, or is too old for the plan of this workspace.',
  fileRefused: (status: number) =>
    `Slack does not hand over this file (error ${status}). Upload it again, or give me a link to it.`,
  frozen: 'its message can no longer be edited',
  silent:
    'Slack did not do what I asked of it, although I tried several times. `jobs` shows whether a job was begun; if not, please try again in a minute.',
  unaccepted:
    'Slack does not accept me in this workspace at the moment. Please try again in a minute; if it stays so, somebody who may manage apps has to install me again.',
  busy: 'Slack asks me to slow down here. Please try again in a minute.',
} as const;
