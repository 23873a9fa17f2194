/** How a job ends for other reasons. */
import { entry } from './entry.ts';

export const jobFailures = {
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
} as const;
