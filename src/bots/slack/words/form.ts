/** What stands on the way from a picture in Slack to a job, as far as only Slack's frame needs it: the form, and choices. */
import { quoted } from '../../../core/words/amounts.ts';
import type { Medium } from '../../../models/fields.ts';

export const formWords = {
  // The form
  title: 'Enhance',
  run: 'Run',
  close: 'Close',
  send: 'Save',
  model: 'What to do',
  source: (name: string, about: string) => (about === '' ? name : `${name} (${about})`),
  kept: { source: 'The file of the earlier job', result: 'The result of the earlier job' },
  file: (kind: Medium) => (kind === 'image' ? 'Picture' : 'Video'),
  link: 'or a link to it',
  linkHint: 'Give a file or a link, not both.',
  conversation: 'Where to',
  placeHint: 'A channel or conversation I am in. Left empty, it goes to your direct messages with me.',
  hint: (description: string, takes: string) => `${description}: ${takes}`,
  both: 'Give a file or a link, not both.',
  tooLate: 'That took too long, and Slack opens a form only within three seconds. Please try again.',
  notOpened:
    'Slack did not open the form in the three seconds that it leaves for that. Nothing was begun; please try again.',
  formGone: 'This form belongs to an older version of me. Please open it anew.',

  // Files
  unusable: {
    other: (name: string) => `${quoted(name)} is no picture or video.`,
    external: (name: string) =>
      `${quoted(name)} is kept outside Slack, where I cannot fetch it. Upload the file itself.`,
    gone: (name: string) => `${quoted(name)} was deleted.`,
    hidden: (name: string) => `${quoted(name)} is hidden by the limits of this workspace’s plan.`,
  },
  unnamed: 'A file',
  cannotSee: (name: string) =>
    `I cannot see ${quoted(name)}. If it is in a channel, invite me there with /invite; else upload it in the form, or send it to me directly.`,

  // Typed requests
  choose: 'Choose',
  openForm: 'Open the form',
  useForm: 'Use the form for that:',
  noMedia: (bot: string, shortcut: string) =>
    `I see no picture or video here. Say ${bot} in the thread of one or together with one, or open its message’s menu (three dots) and choose *${shortcut}*.`,
  cannotRead: (shortcut: string) =>
    `I may not read what stands at the top of this thread. Open the menu (three dots) of the message with the picture or video and choose *${shortcut}*.`,
  noMediaDirect: 'Send me a picture or video, or a link to one, with what to do. Or use the form:',
} as const;
