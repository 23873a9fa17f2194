/** How a job that ended without a result is told. */
import { sentence } from '../domain/failure.ts';
import type { Job } from '../domain/job.ts';
import { whyNone } from '../domain/repairs.ts';
import { type FailureCode, hopeless, isFailureCode, money } from '../words/failures/failures.ts';
import { status } from '../words/status.ts';

/** The sentence of a job that ended without a result. */
export function failureSentence(job: Job): string {
  const code = job.failure?.code ?? job.state;
  // A record written by a newer version may hold a code that this one does not know.
  const charged = moneySentence(job);
  return isFailureCode(code)
    ? [sentence({ code, facts: job.failure?.facts ?? {} }, charged), hopelessSentence(code)].join(' ').trim()
    : `${status.failed} ${charged}`;
}

function hopelessSentence(code: FailureCode): string {
  const why = whyNone(code);
  // Where somebody has decided it, or time alone helps, the failure's own words say so.
  return why === 'file' || why === 'request' || why === 'owner' ? hopeless[why] : '';
}

/** What became of the price, as the ledger has it. */
function moneySentence({ hold, charged = 0, price }: Job): string {
  if (hold === 'reserved') return money.reserved(price);
  return charged > 0 ? money.charged(charged) : money.nothing;
}
