/** Why a request ended without a result: the cause, and the one thing to do next. What became of the money stands between. */
import { bytes, credits, day, duration, list, quoted } from './amounts.ts';

const contents: Record<string, string> = {
  unknown: 'of an unknown kind',
  'application/pdf': 'a PDF document',
  'image/svg+xml': 'an SVG drawing',
  'text/html': 'a web page',
  'text/plain': 'text',
};
const content = (found: string) => contents[found] ?? `of type ${found}`;

const medium = { image: 'picture', video: 'video' } as const;
type MediumFacts = { medium: 'image' | 'video' };

/** Fills a failure's `detail` where the provider gave no text of its own. */
export const unsaid = {
  noReason: 'it gave no reason',
  noFile: 'its answer names no file',
  tooLong: 'its answer is too long',
} as const;

const amountProblems = {
  negative: 'is below zero',
  comma: 'has a comma, which some read as thousands',
  currency: 'is money, but credits are counted',
  number: 'is not a number',
  fine: 'is finer than a thousandth',
  large: 'is too large',
  zero: 'is nothing',
} as const;
export type AmountProblem = keyof typeof amountProblems;

const limitKinds: Readonly<Record<string, string>> = {
  credits: 'a number of credits, or none',
  count: 'a whole number from 1 to 10000, or none',
  day: 'a day of the month from 1 to 28',
  channel: 'a channel, or none',
  groups: 'groups, or none',
};

/** `next` may need the facts, too. */
const entry = <Facts = undefined>(cause: (it: Facts) => string, next: string | ((it: Facts) => string)) => ({
  cause,
  next,
});

/**
 * Everything that can end a request without a result. The facts are JSON, since they wait in the job's record.
 * What the person paid is not said here: it is read back from the ledger.
 */
export const failures = {
  // What the person asked for
  'unknown-model': entry(
    (it: { given: string; known: string[] }) => `There is no model called ${quoted(it.given)}.`,
    (it) => `Choose ${list(it.known)}.`,
  ),
  'bad-settings': entry((it: { problems: string[] }) => it.problems.join(' '), 'Correct that and ask again.'),
  'no-source': entry((it: MediumFacts) => `This needs a ${medium[it.medium]}.`, 'Add a file or a link.'),
  'request-changed': entry(
    () => 'This request was already made with other settings.',
    'Look at its job, or ask anew.',
  ),

  // Credits and limits
  'credits-short': entry(
    (it: { price: number; available: number; reserved: number; refill?: number }) =>
      `This costs ${credits(it.price)} credits and you have ${credits(it.available)}${it.reserved > 0 ? `, with ${credits(it.reserved)} more reserved by your running jobs` : ''}.`,
    (it) =>
      it.refill === undefined
        ? 'Ask an admin for a grant, or choose a cheaper model.'
        : `Ask an admin for a grant, choose a cheaper model, or wait until ${day(it.refill)}.`,
  ),
  'job-cap': entry(
    (it: { price: number; cap: number }) =>
      `This costs ${credits(it.price)} credits, more than the ${credits(it.cap)} that one job may cost here.`,
    'Choose a cheaper model or setting.',
  ),
  'daily-cap': entry(
    (it: { price: number; spent: number; cap: number }) =>
      `You may spend ${credits(it.cap)} credits a day here and have spent ${credits(it.spent)}; this costs ${credits(it.price)}.`,
    'Ask again tomorrow (days begin at 0:00 UTC).',
  ),
  'scope-budget': entry(
    (it: { budget: number; refill: number }) =>
      `This community has used its budget of ${credits(it.budget)} credits for the month as far as this job would need it.`,
    (it) => `Ask an admin to raise it, or wait until ${day(it.refill)}.`,
  ),
  'too-many-jobs': entry(
    (it: { limit: number }) =>
      `You already have ${it.limit} ${it.limit === 1 ? 'job' : 'jobs'} on the way, as many as one person may have here.`,
    'Wait for one to end, or cancel one.',
  ),
  'scope-busy': entry(
    (it: { limit: number }) =>
      `This community already has ${it.limit} jobs on the way, as many as it may have.`,
    'Ask again in a moment.',
  ),
  'not-allowed-here': entry(
    (it: { title: string }) => `${it.title} is switched off here.`,
    'Try another channel or model, or ask an admin.',
  ),
  blocked: entry(
    (it: { until: number; reason: string }) =>
      `An admin has blocked you until ${day(it.until)}${it.reason ? ` (${quoted(it.reason)})` : ''}.`,
    'Ask the admins if that is a mistake.',
  ),
  'quote-gone': entry(() => 'This price was for ten minutes and has passed.', 'Ask for it again.'),
  'not-yours': entry(() => 'Only the person who asked can do that.', 'Ask for one of your own.'),

  // What admins do
  'not-admin': entry(() => 'Only admins may do this.', 'Ask one of them.'),
  'amount-wrong': entry(
    (it: { given: string; why: AmountProblem; most: number }) =>
      `The amount ${quoted(it.given) || 'is missing; it'} ${amountProblems[it.why]}.`,
    (it) => `Use a number of credits such as 12 or 0.5, at most ${it.most}.`,
  ),
  'person-missing': entry(() => 'It is not said for whom.', 'Name a person.'),
  'reason-missing': entry(() => 'It is not said why.', 'Add a reason; it is kept with the entry.'),
  'time-wrong': entry(
    (it: { given: string }) => `The text ${quoted(it.given) || 'given'} is no length of time.`,
    'Use 30m, 12h or 7d, at most 365d.',
  ),
  'revoke-too-much': entry(
    (it: { available: number }) =>
      `Only lasting credits can be taken back, and this person has ${credits(it.available)} of them.`,
    'Take back less, or lower the monthly allowance.',
  ),
  'limit-unknown': entry(
    (it: { given: string; known: string[] }) => `There is no limit called ${quoted(it.given)}.`,
    (it) => `Choose ${list(it.known)}.`,
  ),
  'limit-wrong': entry(
    (it: { name: string; kind: string; given: string }) =>
      `The limit ${it.name} cannot be ${quoted(it.given) || 'empty'}.`,
    (it) => `It takes ${limitKinds[it.kind] ?? 'something else'}.`,
  ),

  // The link
  'link-invalid': entry(
    (it: { link: string }) => `The text ${quoted(it.link)} is not a web link.`,
    'Use one that starts with https://.',
  ),
  'link-private': entry(
    (it: { host: string }) =>
      `The link leads to ${it.host}, a private or reserved address that is never fetched.`,
    'Use a public link or attach the file.',
  ),
  'link-not-found': entry(
    (it: { host: string }) => `The server ${it.host} could not be found.`,
    'Check the link.',
  ),
  'link-refused': entry(
    (it: { host: string; status: number }) => `The server ${it.host} answered with error ${it.status}.`,
    'Check that the link opens for everybody, or attach the file.',
  ),
  'link-unreachable': entry(
    (it: { host: string }) => `The server ${it.host} could not be reached.`,
    'Try again or attach the file.',
  ),
  'link-redirects': entry(
    (it: { host: string }) => `The link at ${it.host} redirects too often.`,
    'Use the final link.',
  ),
  'link-too-slow': entry(
    (it: { host: string; ms: number }) =>
      `The server ${it.host} did not send the whole file within ${duration(it.ms)}.`,
    'Try again or attach the file.',
  ),
  'link-web-page': entry(
    (it: { host: string }) => `The link at ${it.host} is a web page, not a file.`,
    'Use the link of the picture or video itself.',
  ),

  // The file
  'file-missing': entry(
    (it: { file: string }) => `The file ${it.file} could not be read.`,
    'Check its name.',
  ),
  'file-empty': entry(() => 'The file is empty.', 'Choose another one.'),
  'file-too-large': entry(
    (it: { limit: number }) => `The file is larger than ${bytes(it.limit)}.`,
    'Choose a smaller one.',
  ),
  'file-not-media': entry(
    (it: { found: string }) => `The file is ${content(it.found)}, not a picture or video that can be read.`,
    'Use JPEG, PNG, WebP, GIF, AVIF, TIFF, MP4, MOV, WebM or MKV.',
  ),
  'file-wrong-medium': entry(
    (it: MediumFacts & { needed: 'image' | 'video' }) =>
      `This needs a ${medium[it.needed]}, but the file is a ${medium[it.medium]}.`,
    (it) => `Choose a ${medium[it.needed]}.`,
  ),
  'file-damaged': entry(
    (it: MediumFacts) => `The ${medium[it.medium]} is damaged and cannot be read.`,
    'Try another copy.',
  ),
  'picture-too-large': entry(
    (it: { width: number; height: number; limit: number }) =>
      `The picture is ${it.width} × ${it.height} pixels, more than ${Math.round(it.limit / 1e6)} megapixels.`,
    'Make it smaller first.',
  ),
  'video-too-long': entry(
    (it: { seconds: number; limit: number }) =>
      `The video lasts ${(Math.ceil(it.seconds * 10) / 10).toFixed(1)} s, but this model takes at most ${it.limit} s.`,
    'Cut it first.',
  ),

  // The provider
  'provider-credits': entry(
    () => 'The owner of this bot has run out of credit with the provider.',
    'Ask them to top up.',
  ),
  'provider-key': entry(
    () => 'The provider does not accept the key of this bot.',
    'Ask the owner to check SEGMIND_API_KEY.',
  ),
  'provider-forbidden': entry(
    () => 'The provider does not allow this bot to use this model.',
    'Ask the owner.',
  ),
  'provider-bad-request': entry(
    (it: { detail: string }) => `The provider refused the settings (${it.detail}).`,
    'Try other settings.',
  ),
  'provider-refused': entry(
    (it: { detail: string }) => `The provider did not take the job (${it.detail}).`,
    'Ask the owner of this bot.',
  ),
  'provider-model-gone': entry(() => 'The provider no longer offers this model.', 'Try another one.'),
  'provider-failed': entry(
    (it: { detail: string }) => `The provider could not finish the job (${it.detail}).`,
    'Try again or change the settings.',
  ),
  'provider-moderation': entry(
    (it: { detail: string }) => `The provider refused the content (${it.detail}).`,
    'Choose another file or prompt.',
  ),
  'provider-unreachable': entry(() => 'The provider could not be reached for too long.', 'Try again later.'),
  'result-unreadable': entry(
    (it: { detail: string }) => `The provider finished, but its file could not be used (${it.detail}).`,
    'Run it again.',
  ),

  // The job's life
  expired: entry(
    () => 'The provider did not finish in time and forgets a job after an hour.',
    'Run it again.',
  ),
  lost: entry(() => 'The provider no longer knows this job.', 'Run it again.'),
  uncertain: entry(
    () =>
      'The connection broke while the job was handed over, so it is not known whether the provider took it. It was not sent twice.',
    'Run it again if you like.',
  ),
  cancelled: entry(
    (it: { submitted: boolean }) =>
      it.submitted
        ? 'Cancelled. The provider already had the job and cannot be stopped, so it is paid for.'
        : 'Cancelled before the provider had the job.',
    'Run it again whenever you like.',
  ),
  'cannot-deliver': entry(
    (it: { detail: string }) => `The result is ready, but it could not be handed over (${it.detail}).`,
    'Ask an admin; the file is kept for a while.',
  ),
  crashed: entry(
    () => 'This job stopped the program several times, so it was given up.',
    'Try another file.',
  ),

  // The start
  'records-newer': entry(
    (it: { stored: number; known: number }) =>
      `What is stored in Redis has version ${it.stored}, from a newer Darkroom; this one knows version ${it.known} and has left it as it is.`,
    'Start the newer Darkroom again.',
  ),
} as const;

export type FailureCode = keyof typeof failures;

/** What became of the price of a job that is over. */
export const money = {
  charged: (thousandths: number) => `It cost ${credits(thousandths)} credits.`,
  nothing: 'Nothing was charged.',
  reserved: (thousandths: number) => `${credits(thousandths)} credits are still reserved for it.`,
} as const;
