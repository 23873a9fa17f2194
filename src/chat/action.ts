/** Something that a button does: plain data, which a platform draws and hands back when it is pressed. */

/** What is done with a job; `run` and `drop`, with a quote; `reopen`, with a form. */
export const acts = [
  'cancel',
  'resend',
  'again',
  'change',
  'next',
  'original',
  'remove',
  'run',
  'drop',
  'reopen',
] as const;
export type Act = (typeof acts)[number];

export type Action = {
  act: Act;
  /** Of the job, the quote or the form. */
  id: string;
  /** A model's name for `next`, a variant's number for `run`, `sure` for a `cancel`. */
  argument?: string;
  label: string;
  style?: 'primary' | 'danger';
  /** What is to be asked before it is done, where the platform has a dialogue of its own. */
  confirm?: { title: string; text: string; yes: string; no: string };
};

/** The argument of a cancel whose price was read: pressed under a card that says what it still costs. */
export const sure = 'sure';
