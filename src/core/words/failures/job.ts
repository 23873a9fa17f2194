/** How a job ends for other reasons. */
import { entry } from './entry.ts';

/** Why it is not known whether the provider took a job. `status`: the HTTP status of an error. Old records say neither. */
type Uncertain = { why?: keyof typeof handedOver; status?: number };

const gateways = [408, 499, 502, 503, 504];
const handedOver = {
  broken: () => 'The connection broke while the job was handed over',
  silent: () => 'The provider did not answer in time while the job was handed over',
  unreadable: () => 'The provider answered without naming a job when this one was handed over',
  stopped: () => 'The program stopped while the job was handed over',
  answered: (status = 0) =>
    gateways.includes(status)
      ? `The provider's gateway answered ${status} when the job was handed over`
      : `The provider answered with error ${status} when the job was handed over`,
} as const;

export const jobFailures = {
  expired: entry(
    () => 'The provider did not finish in time and forgets a job after an hour.',
    'Run it again.',
  ),
  lost: entry(() => 'The provider no longer knows this job.', 'Run it again.'),
  uncertain: entry(
    (it: Uncertain) =>
      `${handedOver[it.why ?? 'broken'](it.status)}, so it is not known whether the provider took it. It was not sent twice.`,
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
  // Our own fault: it says so, and nothing against the person's file.
  storage: entry(
    () => 'This bot could not read or write its files, which is no fault of yours.',
    'Try again later; its owner has to look at its disk.',
  ),
  forgotten: entry(() => 'This bot lost its notes of this job.', 'Ask for it once more.'),
  'no-writes': entry(
    () => 'This bot cannot note anything down at the moment, so it takes nothing new.',
    'Try again later; its owner has to look at its Redis.',
  ),
  'file-gone': entry(() => 'This bot does not have the file any more.', 'Send it once more.'),
  'step-before': entry(
    (it: { step: number }) => `Step ${it.step} came to no result, so this one was not begun.`,
    'Resume from there, where that is offered, or ask for all of it once more.',
  ),
  crashed: entry(
    () => 'This job stopped the program several times, so it was given up.',
    'Try another file.',
  ),
} as const;
