/** What mends a failure: for every code the ways that a press can go, the best first, or why there is none. */
import { type FailureCode, isFailureCode } from '../words/failures/failures.ts';

/**
 * `again`: the same once more. `format`: as another file type. `lighter`: at a lower scale. `better`: with the setting that
 * its failure names. `instead`: another model that makes the same. `first`: only the beginning, as long as the model takes. `resend`: the result is here and only to be posted. `ask`: an admin can allow it.
 */
export type Way = 'again' | 'format' | 'lighter' | 'better' | 'instead' | 'first' | 'resend' | 'ask';

/**
 * `file`: it takes another file or link. `request`: it has to be asked for in another way. `owner`: whoever runs the bot has
 * to act. `admins`: they decided it. `wait`: time alone helps. `person`: it is somebody else's.
 */
export type Hopeless = 'file' | 'request' | 'owner' | 'admins' | 'wait' | 'person';

type Mend = readonly [Way, ...Way[]] | Hopeless;

/** A new code does not compile without a decision. */
export const mends: Readonly<Record<FailureCode, Mend>> = {
  'unknown-model': 'request',
  'bad-settings': 'request',
  'request-changed': 'request',
  'too-often': 'wait',
  'steps-wrong': 'request',
  'step-mismatch': 'request',
  'step-refused': 'request',

  'credits-short': ['ask'],
  'job-cap': ['ask'],
  'daily-cap': ['ask'],
  'scope-budget': ['ask'],
  'cost-day': ['ask'],
  'cost-month': ['ask'],
  'cost-all': 'wait',
  'account-short': 'owner',
  'too-many-jobs': 'wait',
  'scope-busy': 'wait',
  'not-allowed-here': ['instead', 'ask'],
  blocked: 'admins',
  withdrawn: 'admins',
  'switched-off': ['instead'],
  'quote-gone': 'request',
  'not-yours': 'person',

  'pot-off': 'admins',
  'pot-asks': 'request',
  'pot-most': 'request',
  'pot-short': 'request',
  'channel-daily': 'request',
  'purchase-over': 'request',
  'price-changed': 'request',
  'paid-otherwise': 'request',
  'approve-own': 'person',
  'approvals-wrong': 'request',

  'not-admin': 'person',
  'amount-wrong': 'request',
  'person-missing': 'request',
  'reason-missing': 'request',
  'time-wrong': 'request',
  'revoke-too-much': 'request',
  'limit-unknown': 'request',
  'limit-wrong': 'request',

  'no-source': 'request',
  'link-invalid': 'file',
  'link-private': 'file',
  'link-not-found': 'file',
  'link-refused': 'file',
  'link-unreachable': ['again'],
  'link-redirects': 'file',
  'link-too-slow': ['again'],
  'link-web-page': 'file',
  'file-missing': 'file',
  'file-empty': 'file',
  'file-too-large': 'file',
  'file-not-media': 'file',
  'file-needs-ffmpeg': 'file',
  'reader-busy': ['again'],
  'file-wrong-medium': 'file',
  'file-damaged': 'file',
  'not-convertible': 'file',
  'picture-too-large': 'file',
  'file-too-heavy': 'file',
  'video-too-long': ['first'],

  'beyond-format': ['format', 'lighter'],
  'adds-nothing': ['better'],
  'too-much-work': 'request',
  'moving-too-large': 'request',
  'not-comparable': 'request',

  'provider-credits': 'owner',
  'provider-key': 'owner',
  'provider-forbidden': ['instead'],
  'provider-bad-request': 'request',
  'provider-refused': 'owner',
  'provider-model-gone': ['instead'],
  'provider-failed': ['again'],
  'provider-moderation': 'request',
  'provider-cancelled': ['again'],
  'provider-timed-out': ['lighter', 'again'],
  'provider-rejected': 'request',
  'provider-state-unknown': ['again'],
  'provider-unreachable': ['again'],
  'result-unreadable': ['format', 'again'],

  expired: ['lighter', 'again'],
  lost: ['again'],
  uncertain: ['again'],
  cancelled: ['again'],
  'cannot-deliver': ['resend'],
  storage: ['again'],
  forgotten: ['again'],
  'no-writes': 'wait',
  'file-gone': 'file',
  'step-before': 'wait',
  crashed: 'file',

  'records-newer': 'owner',
};

/** @param code of a record, which a newer version may have written: then nothing speaks against trying again. */
export function waysOf(code: string): readonly Way[] {
  if (!isFailureCode(code)) return ['again'];
  const mend = mends[code];
  return typeof mend === 'string' ? [] : mend;
}

/** Why no press mends it; undefined where one may. */
export function whyNone(code: FailureCode): Hopeless | undefined {
  const mend = mends[code];
  return typeof mend === 'string' ? mend : undefined;
}
