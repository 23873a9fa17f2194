/** Why a job ended, in about five words, for lists and for cards of one line; the whole sentence stands beside its code. */
import type { FailureCode } from './failures.ts';
import type { jobFailures } from './job.ts';
import type { outcomeFailures } from './outcome.ts';
import type { providerFailures } from './provider.ts';
import type { sourceFailures } from './source.ts';

/** What can end a job; whatever is refused earlier makes none. */
type Ends =
  | 'withdrawn'
  | 'switched-off'
  | keyof typeof sourceFailures
  | keyof typeof outcomeFailures
  | keyof typeof providerFailures
  | keyof typeof jobFailures;

const prefix = 'provider-';
type WithoutPrefix<Code> = Code extends `${typeof prefix}${infer Rest}` ? Rest : never;

const others: Readonly<Record<Exclude<Ends, `${typeof prefix}${string}`>, string>> = {
  'no-source': 'no file was given',
  'link-invalid': 'the link is not a web link',
  'link-private': 'the link leads to a private address',
  'link-not-found': 'the link leads nowhere',
  'link-refused': 'the link does not open',
  'link-unreachable': 'the link could not be reached',
  'link-redirects': 'the link redirects too often',
  'link-too-slow': 'the link sends too slowly',
  'link-web-page': 'the link is a web page',
  'file-missing': 'the file could not be read',
  'file-empty': 'the file is empty',
  'file-too-large': 'the file is too large',
  'file-not-media': 'no picture or video',
  'file-needs-ffmpeg': 'it cannot be read here',
  'reader-busy': 'the machine was busy',
  'file-wrong-medium': 'the wrong kind of file',
  'file-damaged': 'the file is damaged',
  'not-convertible': 'it could not be converted',
  'picture-too-large': 'too many pixels',
  'file-too-heavy': 'too much for this machine',
  'video-too-long': 'the video is too long',
  'beyond-format': 'too large for its file type',
  'too-much-work': 'it would take too long here',
  'adds-nothing': 'it would add nothing',
  'result-unreadable': 'the result could not be read',
  expired: 'the provider took too long',
  lost: 'the provider lost the job',
  uncertain: 'unclear whether it was taken',
  withdrawn: 'taken back before it ran',
  'switched-off': 'the model was switched off',
  cancelled: 'cancelled',
  'cannot-deliver': 'the result could not be posted',
  storage: 'the bot could not use its disk',
  forgotten: 'the bot lost its notes of it',
  'no-writes': 'the bot could note nothing down',
  'file-gone': 'the bot lost the file',
  'step-before': 'the step before it failed',
  crashed: 'it stopped the program',
};

const provider: Readonly<Record<WithoutPrefix<Ends>, string>> = {
  credits: 'no credit left at the provider',
  key: 'the provider refused the key',
  forbidden: 'the provider refused the model',
  'bad-request': 'the provider refused the settings',
  refused: 'the provider did not take it',
  'model-gone': 'the provider dropped this model',
  failed: 'the provider could not finish it',
  cancelled: 'the provider stopped it',
  'timed-out': 'the provider ran out of time',
  rejected: 'the provider turned it down',
  'state-unknown': 'the provider gave no known state',
  moderation: 'the provider refused the content',
  unreachable: 'the provider was out of reach',
};

/** @param code undefined: of another version */
export function briefly(code: FailureCode | undefined): string {
  const table: Partial<Record<string, string>> = code?.startsWith(prefix) ? provider : others;
  return table[code?.replace(prefix, '') ?? ''] ?? 'it did not work';
}
