/** The lines of a card. */
import { about, bytes, duration, ordinal } from './amounts.ts';
import { some } from './names.ts';

type Wait = { lowMs: number; highMs: number; measured: boolean } | undefined;
type Size = { width: number; height: number };
type Shape = { width: number; height: number; bytes: number; seconds?: number | undefined };

/** `takes 25 s`, `takes 3 s to 7 s`. */
const takes = (wait: Wait): string[] => {
  if (!wait) return [];
  const [low, high] = [about(wait.lowMs), about(wait.highMs)];
  return [low === high ? `takes about ${low}` : `takes ${low} to ${high}`];
};

/** What is left of a run, as far as earlier ones tell. */
function left(elapsedMs: number, wait: Wait): string {
  if (wait && elapsedMs < wait.lowMs) return `about ${about(wait.lowMs - elapsedMs)} left`;
  if (wait && elapsedMs < wait.highMs) return `at most about ${about(wait.highMs - elapsedMs)} left`;
  return `running for ${about(elapsedMs)}${wait ? ', longer than usual' : ''}`;
}

const size = ({ width, height }: Size) => `${width} × ${height}`;
export const shape = (it: Shape) =>
  `${size(it)}${it.seconds === undefined ? '' : `, ${it.seconds.toFixed(1)} s`}, ${bytes(it.bytes)}`;

type Place = { position: number; startsInMs: number | undefined };

function place(waiting: Place | undefined): { stands: string; starts: string[] } {
  if (!waiting || (waiting.position === 1 && !waiting.startsInMs))
    return { stands: 'Waiting for its turn', starts: [] };
  const { position, startsInMs } = waiting;
  const stands = `${position === 1 ? 'Next' : ordinal(position)} in line`;
  return { stands, starts: startsInMs ? [`starts in about ${about(startsInMs)}`] : [] };
}

/** A state is a shape and a word, never a colour alone; what goes on has its bar. */
export const shapes: Readonly<Record<string, string>> = { COMPLETED: '✓', FAILED: '✕', CANCELLED: '○' };

/** `▰▰▰▱▱▱▱▱▱▱▱▱ 31 %`. @param progress 0 to 1 */
export function bar(progress: number): string {
  const reached = Math.min(1, Math.max(0, progress));
  const full = Math.floor(reached * 12);
  return `${'▰'.repeat(full)}${'▱'.repeat(12 - full)} ${Math.floor(reached * 100)} %`;
}

/** The one line of a card, state by state, and the facts below it. */
export const status = {
  accepted: 'Checking the file',
  /** `3rd in line · starts in about 40 s, takes about 25 s` */
  queued(wait: Wait, waiting?: Place) {
    const { stands, starts } = place(waiting);
    const times = [...starts, ...takes(wait)].join(', ');
    return times === '' ? stands : `${stands} · ${times}`;
  },
  behindOwn: 'Waiting for one of your other jobs',
  atMost: (price: number) => `at most ${some(price)}`,
  paid: (price: number) => (price === 0 ? 'not charged' : `${some(price)}`),
  /** `at most 18 credits from the pot` */
  by: (price: string, payer: 'pot' | 'several' | undefined) =>
    payer === undefined ? price : `${price} ${payer === 'pot' ? 'from the pot' : 'together'}`,
  submitting: 'Handing it over to the provider',
  handedOver: (wait: Wait) => ['Waiting at the provider', ...takes(wait)].join(' · '),
  processing: left,
  overdue: 'Taking much longer than usual; it is kept up for an hour',
  fetching: 'Fetching the result',
  delivering: 'Handing over the result',
  cancelling: 'Cancelling',
  cancelNote: (price: number) =>
    `The provider already has this job and cannot be stopped: cancelled now, it still costs up to ${some(price)}.`,
  /** The same in a few words. */
  freeToCancel: 'free to cancel',
  cancelCosts: (price: number) => `cancelling still costs ${some(price)}`,
  failed: 'It did not work.',
  /** `360 × 240 → 1440 × 960` */
  sizes: (source: Size | undefined, result: Size) =>
    [...(source ? [source] : []), result].map(size).join(' → '),
  done: (source: Shape | undefined, result: Shape | undefined, tookMs: number) =>
    `${source ? `${shape(source)} → ` : ''}${result ? shape(result) : ''} in ${duration(tookMs)}`,
  /** `lake.jpg, larger picture ×4, 1440 by 960 pixels` */
  alt: (title: string, source: string | undefined, result: Size | undefined) =>
    [
      source ?? 'Result',
      title.charAt(0).toLowerCase() + title.slice(1),
      ...(result ? [`${result.width} by ${result.height} pixels`] : []),
    ].join(', '),
  lab: 'lab preview, no AI',
} as const;
