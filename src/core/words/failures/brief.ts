/** Why a job ended, in about five words, for lists and for cards of one line; the whole sentence stands beside its code. */
import type { FailureCode } from './failures.ts';
import type { jobFailures } from './job.ts';
import type { providerFailures } from './provider.ts';
import type { sourceFailures } from './source.ts';

/** What can end a job; whatever is refused earlier makes none. */
type Ends = keyof typeof sourceFailures | keyof typeof providerFailures | keyof typeof jobFailures;

const brief: Readonly<Record<Ends, string>> = {
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
  'file-wrong-medium': 'the wrong kind of file',
  'file-damaged': 'the file is damaged',
  'picture-too-large': 'too many pixels',
  'video-too-long': 'the video is too long',
  'provider-credits': 'no credit left at the provider',
  'provider-key': 'the provider refused the key',
  'provider-forbidden': 'the provider refused the model',
  'provider-bad-request': 'the provider refused the settings',
  'provider-refused': 'the provider did not take it',
  'provider-model-gone': 'the provider dropped this model',
  'provider-failed': 'the provider could not finish it',
  'provider-moderation': 'the provider refused the content',
  'provider-unreachable': 'the provider was out of reach',
  'result-unreadable': 'the result could not be read',
  expired: 'the provider took too long',
  lost: 'the provider lost the job',
  uncertain: 'the connection broke at hand-over',
  cancelled: 'cancelled',
  'cannot-deliver': 'the result could not be posted',
  crashed: 'it stopped the program',
};

/** @param code undefined: of another version */
export const briefly = (code: FailureCode | undefined): string =>
  (code === undefined ? undefined : (brief as Partial<Record<FailureCode, string>>)[code]) ??
  'it did not work';
