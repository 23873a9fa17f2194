/** The one line of a card. */
import type { Field } from '../../models/fields.ts';
import { bytes, credits, duration, ordinal, quoted } from './amounts.ts';

type Wait = { lowMs: number; highMs: number; measured: boolean } | undefined;
type Shape = { width: number; height: number; bytes: number; seconds?: number | undefined };

const usually = (wait: Wait) => {
  if (!wait) return '';
  const [low, high] = [duration(wait.lowMs), duration(wait.highMs)];
  return ` · usually ${low === high ? `about ${low}` : `${low} to ${high}`}`;
};

export const shape = (it: Shape) =>
  `${it.width} × ${it.height}${it.seconds === undefined ? '' : `, ${it.seconds.toFixed(1)} s`}, ${bytes(it.bytes)}`;

const place = (waiting?: { position: number; startsInMs: number | undefined }) => {
  if (!waiting || (waiting.position === 1 && !waiting.startsInMs)) return 'Waiting for its turn';
  const { position, startsInMs } = waiting;
  const start = startsInMs ? ` · starts in about ${duration(startsInMs)}` : '';
  return `${position === 1 ? 'Next' : ordinal(position)} in line${start}`;
};

/** The one line of a card, state by state. */
export const status = {
  accepted: 'Checking the file',
  queued: (wait: Wait, waiting?: { position: number; startsInMs: number | undefined }) =>
    `${place(waiting)}${usually(wait)}`,
  behindOwn: 'Waiting for one of your other jobs',
  atMost: (price: number) => `at most ${credits(price)} credits`,
  paid: (price: number) => (price === 0 ? 'nothing charged' : `${credits(price)} credits`),
  handedOver: (wait: Wait) => `Waiting at the provider${usually(wait)}`,
  processing: (elapsedMs: number, wait: Wait) => `Running for ${duration(elapsedMs)}${usually(wait)}`,
  overdue: 'Taking much longer than usual; it is kept up for an hour',
  fetching: 'Fetching the result',
  delivering: 'Handing over the result',
  cancelling: 'Cancelling',
  cancelNote: (price: number) =>
    `The provider already has this job and cannot be stopped: cancelled now, it still costs up to ${credits(price)} credits.`,
  failed: 'It did not work.',
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
