/** What of a job is to be seen at once when it changes, besides its state. */
import { hasResult, isAtProvider, type Job } from '../domain/job.ts';

/** Up to a place in line, it is followed in steps of so many. */
const steps = [
  { upTo: 10, by: 1 },
  { upTo: 50, by: 5 },
  { upTo: 100, by: 10 },
];
const furtherBack = 50;

/**
 * A place in line as far as a change of it is worth an edit of its own: near the front each one, far back some. Whoever
 * stands 300th is not told each time one leaves, or hundreds of cards would be edited for it; what a card says when it is
 * edited is the place itself.
 * @param position 1 is next
 */
export function noticedPlace(position: number): number {
  const by = steps.find(({ upTo }) => position <= upTo)?.by ?? furtherBack;
  return Math.ceil(position / by) * by;
}

/** Changes with the kind of line, the place in line, what cancelling costs and what will be lost; see `View.news`. @param position 1 is next */
export function newsOf(
  { state, phase, cancelRequested }: Pick<Job, 'state' | 'phase' | 'cancelRequested'>,
  position: number | undefined,
  losses: readonly string[] = [],
): string {
  // But for the price of cancelling these say the same; and once there is a result, its end follows within seconds.
  const said = state === 'submitting' ? 'queued' : hasResult(state) ? 'polling' : state;
  const step = phase === 'completed' ? 'processing' : phase;
  const place = position === undefined ? 0 : noticedPlace(position);
  const news = [said, isAtProvider(state) || hasResult(state), step, cancelRequested, place];
  return JSON.stringify(losses.length > 0 ? [...news, losses] : news);
}
