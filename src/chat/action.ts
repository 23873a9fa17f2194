/** Something that a button does: plain data, which a platform draws and hands back when it is pressed. */

/**
 * What is done with a job; `stop`, `anew` and `resume`, with a batch; `run`, `step` and `drop`, with a quote; `reopen`, `retry` and `ask`, with
 * a form or a refused request; `grant`, with a person's account; `preset`, with a job whose settings are saved, or with a preset;
 * `consent`, with a request that waits for somebody's word; `privacy`, with what is one's own; `offer`, with what a channel
 * offers under a picture; `chip` and `pot`, with a price; `pledge` and `pot`, with what several people, or the pot, pay for;
 * `fork` to `versions`, with a result as one of several versions.
 */
export const acts = [
  'cancel',
  'stop',
  'resend',
  'again',
  'anew',
  'change',
  'next',
  'original',
  'moving',
  'compare',
  'try',
  'step',
  'resume',
  'whole',
  'vote',
  'remove',
  'more',
  'run',
  'drop',
  'reopen',
  'repair',
  'retry',
  'ask',
  'grant',
  'preset',
  'consent',
  'privacy',
  'fork',
  'upvote',
  'pick',
  'fold',
  'unfold',
  'versions',
  'offer',
  'chip',
  'pledge',
  'pot',
] as const;
export type Act = (typeof acts)[number];

export type Action = {
  act: Act;
  /** Of the job, the quote, the form or the person. */
  id: string;
  /**
   * A model's name for `step` and `next`, there with a value of its main setting after a point; for `repair` and `retry`, with a setting and
   * its value after points; `gif` or `webp` for `moving`; a way to
   * compare for `compare`; a variant's number for `run`; which of a batch for `anew`; which way of a test for `whole` and `vote`; for `grant` scope, amount and key; what is
   * done with a `preset`; `sure`.
   */
  argument?: string;
  label: string;
  style?: 'primary' | 'danger';
  /** It stands behind *More…*, where a platform has little room. */
  more?: true;
  /** It is wanted less often than all else there: where even *More…* has little room, it stands behind one more press. */
  seldom?: true;
  /** What is to be asked before it is done, where the platform has a dialogue of its own. */
  confirm?: { title: string; text: string; yes: string; no: string };
};

/** The argument of what was asked about already: a cancel whose price was read, a removal that was confirmed. */
export const sure = 'sure';

/** Pressed twice, all the others do the same once. */
export const runsAnew: readonly Act[] = [
  'again',
  'anew',
  'next',
  'repair',
  'retry',
  'original',
  'try',
  'whole',
  'resume',
  'versions',
];

/** Behind what it names, what a button says that its press costs: thousandths of a credit. Buttons of earlier versions do not. */
export const withPrice = (argument: string, price: number): string => `${argument}@${price}`;

export function toldIn(argument = ''): { argument: string; told?: number } {
  const [rest = '', price] = argument.split('@');
  return price !== undefined && /^\d{1,9}$/.test(price)
    ? { argument: rest, told: Number(price) }
    : { argument: rest };
}
