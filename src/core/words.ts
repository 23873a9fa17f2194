/**
 * Every sentence a person reads, in English, in one place. A translation is a second file of this shape.
 * Adapters bring no words of their own beyond what their platform's frame needs.
 */
import type { Field } from '../models/fields.ts';
import type { Problem } from '../models/model.ts';

/** `2.7 MB`, `41 MB`, `880 kB`, `12 bytes`. */
export function bytes(count: number): string {
  if (count < 1000) return `${count} ${count === 1 ? 'byte' : 'bytes'}`;
  const [value, unit] =
    count < 999_500 ? [count / 1e3, 'kB'] : count < 999_500_000 ? [count / 1e6, 'MB'] : [count / 1e9, 'GB'];
  return `${value < 10 ? value.toFixed(1).replace(/\.0$/, '') : Math.round(value)} ${unit}`;
}

/** `4 s`, `1 min 5 s`, `2 h 3 min`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  if (hours === 0) return `${minutes} min${rest ? ` ${rest} s` : ''}`;
  return `${hours} h${minutes ? ` ${minutes} min` : ''}`;
}

/** Thousandths of a credit as people read them: `0.5`, `168.4`. */
export const credits = (thousandths: number): string => String(thousandths / 1000);

const list = (items: readonly unknown[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} or ${items.at(-1)}`;

/** What a field takes: `2, 4 or 8`, `a whole number from 10 to 100`. Used in help and in refusals alike. */
export function accepts(field: Field): string {
  switch (field.kind) {
    case 'media':
      return field.medium === 'image' ? 'a picture' : 'a video';
    case 'text':
      return `text of at most ${field.maxLength} characters`;
    case 'number':
      return `a ${field.integer ? 'whole ' : ''}number from ${field.min} to ${field.max}`;
    case 'choice':
      return list(field.options.map(({ value }) => value));
    case 'toggle':
      return 'yes or no';
  }
}

/** On one line, at most 60 characters; never half of one. */
const quoted = (given: unknown) => {
  const raw = typeof given === 'object' ? JSON.stringify(given) : String(given);
  const text = raw.trim().replace(/\s+/g, ' ');
  return text.length > 60 ? `${text.slice(0, 57).replace(/[\ud800-\udbff]$/, '')}…` : text;
};

/** One sentence for one thing wrong with a person's settings. */
export function problem(it: Problem): string {
  switch (it.kind) {
    case 'unknown':
      return `There is no setting called ${quoted(it.name)}.`;
    case 'missing':
      return `${it.field.name} is needed: ${accepts(it.field)}.`;
    case 'wrong':
      return `${it.field.name} must be ${accepts(it.field)}, not ${quoted(it.given)}.`;
  }
}

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

type Wait = { lowMs: number; highMs: number; measured: boolean } | undefined;
type Shape = { width: number; height: number; bytes: number; seconds?: number | undefined };

const usually = (wait: Wait) => {
  if (!wait) return '';
  const [low, high] = [duration(wait.lowMs), duration(wait.highMs)];
  return ` · usually ${low === high ? `about ${low}` : `${low} to ${high}`}`;
};

const shape = (it: Shape) =>
  `${it.width} × ${it.height}${it.seconds === undefined ? '' : `, ${it.seconds.toFixed(1)} s`}, ${bytes(it.bytes)}`;

/** The one line of a card, state by state. */
export const status = {
  accepted: 'Checking the file',
  queued: (wait: Wait) => `Waiting for its turn${usually(wait)}`,
  handedOver: (wait: Wait) => `Waiting at the provider${usually(wait)}`,
  processing: (elapsedMs: number, wait: Wait) => `Running for ${duration(elapsedMs)}${usually(wait)}`,
  overdue: 'Taking much longer than usual; it is kept up for an hour',
  fetching: 'Fetching the result',
  delivering: 'Handing over the result',
  cancelling: 'Cancelling',
  failed: 'It did not work; nothing was charged.',
  done: (source: Shape | undefined, result: Shape | undefined, tookMs: number) =>
    `${source ? `${shape(source)} → ` : ''}${result ? shape(result) : ''} in ${duration(tookMs)}`,
  settings: (fields: readonly Field[], settings: Readonly<Record<string, unknown>>) =>
    fields
      .flatMap(({ name, kind }) => {
        const value = settings[name];
        if (value === undefined || value === '' || kind === 'media') return [];
        return `${name} ${kind === 'toggle' ? (value ? 'yes' : 'no') : quoted(value)}`;
      })
      .join(' · '),
  alt: (title: string, result: Shape | undefined) =>
    result ? `Result of ${title}, ${result.width} by ${result.height} pixels` : `Result of ${title}`,
  lab: 'lab preview, no AI',
} as const;
