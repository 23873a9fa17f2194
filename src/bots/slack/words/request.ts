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
  resultLink: 'result',
  removedShort: 'removed',
  inThread: 'result in the thread',
  elsewhere: (why: string) => `${actions.sentDirectly} It could not be posted here: ${why}.`,
  about: (requester: string, title: string) => `${requester}, about your ${title}:`,

  notMember:
    'I am not in this channel, so I send you the result as a direct message. To have results here, type /invite and choose me.',
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
  incomplete: 'Slack did not send the whole file. Please try again.',
  frozen: 'its message can no longer be edited',
  busy: 'Slack asks me to slow down here. Please try again in a minute.',
} as const;
