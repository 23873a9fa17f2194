/** What is answered to typed commands, as far as only Slack's frame needs it; mrkdwn, in which names are already safe. */
import type { Style } from '../../../chat/reply.ts';

/** The message shortcut, as the manifest names it. */
export const shortcutName = 'Enhance…';

export const textWords = {
  // A request that cannot be begun as it stands
  openForm: 'Open the form',
  shortcutHint: (shortcut: string) =>
    `The form takes uploads, too. For a file that was posted before, open its message’s menu (three dots) and choose *${shortcut}*.`,
  noModel: 'What should be done with it? The form shows what there is.',
  // Help
  ways: (command: string, shortcut: string, { bold, code, me = '@' }: Style): string[] => [
    bold('Three ways in'),
    `• Any message with a picture or video: open its menu (three dots) and choose ${bold(shortcut)}.`,
    `• ${code(command)} alone opens a form; ${code(`${command} upscale x4 https://…`)} runs at once.`,
    `• In the thread of a picture or video say ${me} and what to do, such as ${code('upscale x4')}; or send me the file as a direct message.`,
  ],

  /** Who may decide for others. */
  moderators: 'an admin of the workspace',
  /** After core's sentence that only admins may do this. */
  adminsUnread:
    'I was not given the right to ask Slack who is an admin (`users:read`, and `usergroups:read` for groups). Install me again to give it.',
  // Usage
  pictureAt: (link: string) => `<${link}|The picture of it> is in your direct messages with me.`,
  pictureHere: 'The picture of it is in your direct messages with me.',
  noPicture: 'The picture of it could not be sent to you as a direct message.',
  // Jobs
  ofSource: (title: string, source: string | undefined) =>
    source === undefined ? title : `${title} of ${source}`,
  statusAt: (link: string) => `<${link}|Its message>`,
  sentAt: (link: string, said: string) => `<${link}|${said}>`,
  moreLines: (count: number) => `(${count} more)`,
} as const;
