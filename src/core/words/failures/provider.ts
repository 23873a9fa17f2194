/** What went wrong at the provider. */
import { duration, quoted } from '../amounts.ts';
import { entry } from './entry.ts';

/** Fills a failure's `detail` where the provider gave no text of its own. */
export const unsaid = {
  noReason: 'it gave no reason',
  noFile: 'its answer names no file',
  tooLong: 'its answer is too long',
} as const;

export const providerFailures = {
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
  'provider-cancelled': entry(
    (it: { detail: string }) => `The provider stopped the job before it was finished (${it.detail}).`,
    'Run it again.',
  ),
  'provider-timed-out': entry(
    (it: { detail: string }) => `The job took longer than the provider lets one take (${it.detail}).`,
    'Try a smaller file or lighter settings.',
  ),
  'provider-rejected': entry(
    (it: { detail: string }) => `The provider took the job and then rejected it (${it.detail}).`,
    'Try another file or other settings.',
  ),
  'provider-state-unknown': entry(
    (it: { state: string; ms: number }) =>
      `The provider has called this job ${quoted(it.state)} for ${duration(it.ms)}, which says neither that it runs nor how it ended, so it was given up.`,
    'Run it again, or ask the owner of this bot.',
  ),
  'provider-unreachable': entry(() => 'The provider could not be reached for too long.', 'Try again later.'),
  'result-unreadable': entry(
    (it: { detail: string }) => `The provider finished, but its file could not be used (${it.detail}).`,
    'Run it again.',
  ),
} as const;
