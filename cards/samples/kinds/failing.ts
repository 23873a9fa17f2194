/** An example of everything that can go wrong: a failure that is new does not compile without one. */
import { type Facts, Failure } from '../../../src/core/domain/failure.ts';
import { type FailureCode, failures } from '../../../src/core/words/failures/failures.ts';
import { minute, now } from '../people.ts';

const host = 'pictures.example';
const image = { medium: 'image' } as const;
const detail = 'the picture has a person in it';
const refill = Date.UTC(2026, 11, 1);
const models = ['esrgan', 'svd', 'flashvsr'];

const examples: { readonly [Code in FailureCode]: Facts<Code> } = {
  'unknown-model': { given: 'esrgna', known: models },
  'bad-settings': { problems: ['Scale is 2, 4 or 8, not 3.', 'There is no setting called size.'] },
  'request-changed': undefined,
  'too-often': { what: 'prices' },
  'steps-wrong': { count: 5, fewest: 2, most: 4 },
  'step-mismatch': { step: 2, title: 'Larger picture (ESRGAN)', takes: 'image', gives: 'video' },
  'step-refused': {
    step: 2,
    title: 'Larger video (FlashVSR)',
    why: 'The video lasts 74.2 s, and this model takes at most 60 s.',
  },
  'step-before': { step: 2 },

  'credits-short': { price: 168_400, available: 43_500, reserved: 500, refill },
  'job-cap': { price: 168_400, cap: 100_000 },
  'daily-cap': { price: 10_000, spent: 45_000, cap: 50_000 },
  'scope-budget': { budget: 500_000, refill },
  'cost-day': { most: 300_000, counted: 210_500, bound: 168_400 },
  'cost-month': { most: 3_000_000, counted: 2_910_000, bound: 168_400, refill },
  'cost-all': { refill },
  'account-short': undefined,
  'too-many-jobs': { limit: 3 },
  'scope-busy': { limit: 10 },
  'not-allowed-here': { title: 'Stable Video Diffusion' },
  blocked: { until: now + 60 * minute, reason: 'a little too quick' },
  'quote-gone': undefined,
  'not-yours': undefined,

  'pot-off': undefined,
  'pot-asks': { approvals: 2 },
  'pot-most': { price: 168_400, most: 50_000 },
  'pot-short': { price: 18_000, available: 4_500 },
  'channel-daily': { price: 18_000, spent: 12_000, most: 20_000 },
  'purchase-over': undefined,
  'price-changed': { price: 210_000 },
  'paid-otherwise': undefined,
  'approve-own': undefined,
  'approvals-wrong': { given: 'many', most: 3 },

  'not-admin': undefined,
  'amount-wrong': { given: '1,5', why: 'comma', most: 1_000_000 },
  'person-missing': undefined,
  'reason-missing': undefined,
  'time-wrong': { given: 'soon' },
  'revoke-too-much': { available: 12_000 },
  'limit-unknown': { given: 'weekly', known: ['monthly', 'per_day'] },
  'limit-wrong': { name: 'period_day', kind: 'day', given: '31' },

  'no-source': image,
  'link-invalid': { link: 'garden' },
  'link-private': { host: '192.168.0.7' },
  'link-not-found': { host },
  'link-refused': { host, status: 403 },
  'link-unreachable': { host },
  'link-redirects': { host },
  'link-too-slow': { host, ms: 60_000 },
  'link-web-page': { host },
  'file-missing': { file: 'garden.jpg' },
  'file-empty': undefined,
  'file-too-large': { limit: 100_000_000 },
  'file-not-media': { found: 'application/pdf' },
  'file-needs-ffmpeg': { found: 'video/x-msvideo' },
  'reader-busy': image,
  'file-wrong-medium': { needed: 'video', medium: 'image' },
  'file-damaged': image,
  'not-convertible': image,
  'picture-too-large': { width: 12_000, height: 9_000, limit: 64_000_000 },
  'too-much-work': { seconds: 298, limit: 240, longest: 48 },
  'file-too-heavy': { medium: 'video' },
  'video-too-long': { seconds: 74.2, limit: 60 },
  'beyond-format': { format: 'WebP', width: 16800, height: 9600, limit: 16383 },
  'not-comparable': undefined,
  'moving-too-large': { type: 'gif', limit: 10_485_760 },
  'adds-nothing': { has: 60, asked: 30, better: { name: 'output_fps', value: 120 } },

  'provider-credits': undefined,
  'provider-key': undefined,
  'provider-forbidden': undefined,
  'provider-bad-request': { detail: 'scale must be 2, 4 or 8' },
  'provider-refused': { detail: 'it answered with error 502' },
  'provider-model-gone': undefined,
  'provider-failed': { detail: 'CUDA out of memory' },
  'provider-moderation': { detail },
  'provider-unreachable': undefined,
  'provider-cancelled': { detail: 'it gave no reason' },
  'provider-rejected': { detail: 'it gave no reason' },
  'provider-state-unknown': { state: 'DREAMING', ms: 600_000 },
  'provider-timed-out': { detail: 'it gave no reason' },
  withdrawn: undefined,
  'switched-off': { title: 'Larger picture (ESRGAN)' },
  'result-unreadable': { detail: 'its answer names no file' },

  expired: undefined,
  lost: undefined,
  uncertain: { why: 'answered', status: 504 },
  cancelled: { submitted: true },
  'cannot-deliver': { detail: 'the channel is gone' },
  storage: undefined,
  forgotten: undefined,
  'no-writes': undefined,
  'file-gone': undefined,
  crashed: undefined,
  'records-newer': { stored: 9, known: 7 },
};

/** What the words of it are made of, as a record keeps it. */
export const factsOf = (code: FailureCode): Record<string, unknown> => ({ ...examples[code] });

/** Thrown as core throws it. */
// One code with its own facts, as the table above has checked.
export const failure = (code: FailureCode): Failure =>
  new (Failure as new (code: string, facts: unknown) => Failure)(code, examples[code]);

/** All of these words' codes. */
export const codesOf = (some: object): FailureCode[] =>
  Object.keys(some).filter((code): code is FailureCode => Object.hasOwn(failures, code));
