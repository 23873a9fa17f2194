/** Why a request ended without a result, and what to do next. */
import { bytes, duration, list, quoted } from './amounts.ts';

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

/**
 * Everything that can end a request without a result, and its sentence: what is wrong and what to do.
 * The facts are JSON, since they wait in the job's record.
 */
export const failures = {
  // What the person asked for
  'unknown-model': (it: { given: string; known: string[] }) =>
    `There is no model called ${quoted(it.given)}; choose ${list(it.known)}.`,
  'bad-settings': (it: { problems: string[] }) => it.problems.join(' '),
  'no-source': (it: MediumFacts) => `This needs a ${medium[it.medium]}: add a file or a link.`,

  // The link
  'link-invalid': (it: { link: string }) =>
    `The text ${quoted(it.link)} is not a web link; use one that starts with https://.`,
  'link-private': (it: { host: string }) =>
    `The link leads to ${it.host}, a private or reserved address that is never fetched; use a public link or attach the file.`,
  'link-not-found': (it: { host: string }) => `The server ${it.host} could not be found; check the link.`,
  'link-refused': (it: { host: string; status: number }) =>
    `The server ${it.host} answered with error ${it.status}; check that the link opens for everybody, or attach the file.`,
  'link-unreachable': (it: { host: string }) =>
    `The server ${it.host} could not be reached; try again or attach the file.`,
  'link-redirects': (it: { host: string }) =>
    `The link at ${it.host} redirects too often; use the final link.`,
  'link-too-slow': (it: { host: string; ms: number }) =>
    `The server ${it.host} did not send the whole file within ${duration(it.ms)}; try again or attach the file.`,
  'link-web-page': (it: { host: string }) =>
    `The link at ${it.host} is a web page, not a file; use the link of the picture or video itself.`,

  // The file
  'file-missing': (it: { file: string }) => `The file ${it.file} could not be read; check its name.`,
  'file-empty': () => 'The file is empty; choose another one.',
  'file-too-large': (it: { limit: number }) =>
    `The file is larger than ${bytes(it.limit)}; choose a smaller one.`,
  'file-not-media': (it: { found: string }) =>
    `The file is ${content(it.found)}, not a picture or video that can be read; use JPEG, PNG, WebP, GIF, AVIF, TIFF, MP4, MOV, WebM or MKV.`,
  'file-wrong-medium': (it: MediumFacts & { needed: 'image' | 'video' }) =>
    `This needs a ${medium[it.needed]}, but the file is a ${medium[it.medium]}; choose a ${medium[it.needed]}.`,
  'file-damaged': (it: MediumFacts) =>
    `The ${medium[it.medium]} is damaged and cannot be read; try another copy.`,
  'picture-too-large': (it: { width: number; height: number; limit: number }) =>
    `The picture is ${it.width} × ${it.height} pixels, more than ${Math.round(it.limit / 1e6)} megapixels; make it smaller first.`,
  'video-too-long': (it: { seconds: number; limit: number }) =>
    `The video lasts ${(Math.ceil(it.seconds * 10) / 10).toFixed(1)} s, but this model takes at most ${it.limit} s; cut it first.`,

  // The provider
  'provider-credits': () =>
    'The owner of this bot has run out of credit with the provider; nothing was spent. Ask them to top up.',
  'provider-key': () =>
    'The provider does not accept the key of this bot; nothing was spent. Ask the owner to check SEGMIND_API_KEY.',
  'provider-forbidden': () =>
    'The provider does not allow this bot to use this model; nothing was spent. Ask the owner.',
  'provider-bad-request': (it: { detail: string }) =>
    `The provider refused the settings (${it.detail}); nothing was spent.`,
  'provider-refused': (it: { detail: string }) =>
    `The provider did not take the job (${it.detail}); nothing was spent. Ask the owner of this bot.`,
  'provider-model-gone': () =>
    'The provider no longer offers this model; nothing was spent. Try another one.',
  'provider-failed': (it: { detail: string }) =>
    `The provider could not finish the job (${it.detail}). Nothing was charged; try again or change the settings.`,
  'provider-moderation': (it: { detail: string }) =>
    `The provider refused the content (${it.detail}). Nothing was charged; choose another file or prompt.`,
  'provider-unreachable': () =>
    'The provider could not be reached for too long; nothing was spent. Try again later.',
  'result-unreadable': (it: { detail: string }) =>
    `The provider finished, but its file could not be used (${it.detail}); nothing was charged. Run it again.`,

  // The job's life
  expired: () =>
    'The provider did not finish in time and forgets a job after an hour; nothing was charged. Run it again.',
  lost: () => 'The provider no longer knows this job; nothing was charged. Run it again.',
  uncertain: () =>
    'The connection broke while the job was handed over, so it is not known whether the provider took it. It was not sent twice and nothing was charged; run it again if you like.',
  cancelled: (it: { submitted: boolean }) =>
    it.submitted
      ? 'Cancelled. The provider cannot be stopped, so its work goes on unseen.'
      : 'Cancelled before anything was spent.',
  'cannot-deliver': (it: { detail: string }) =>
    `The result is ready, but it could not be handed over (${it.detail}).`,
  crashed: () =>
    'This job stopped the program several times, so it was given up; nothing more is tried. Try another file.',
} as const;

export type FailureCode = keyof typeof failures;
