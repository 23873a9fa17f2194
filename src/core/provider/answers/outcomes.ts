/** What an exchange means for each call. Pure: all that is decided about an answer is decided here. */
import { Failure } from '../../domain/failure.ts';
import { unsaid } from '../../words/failures/provider.ts';
import type { Answer, Broken } from '../exchange.ts';
import { waitAsked } from '../retry.ts';
import type { Checked, Operation, Result, Submitted } from '../types.ts';
import { ProviderUnavailable, ProviderUnreadable } from '../unavailable.ts';
import { jsonOf, readCredits, readResultUrl, readState, readSubmitted, readUploaded } from './answers.ts';
import { provesNotQueued } from './not-queued.ts';
import { clean, errorText, jobFailure } from './reason.ts';
import { refusal } from './refusal.ts';
import { endedBy, meaningOf } from './states.ts';

type Outcome = Answer | Broken;

const isOk = ({ status }: Answer) => status >= 200 && status < 300;

/** JSON if the body is JSON, else its text: error pages of the gateway are HTML. */
const bodyOf = ({ text }: Answer): unknown => jsonOf(text) ?? text;

/** One line for the log and for `detail`. */
export function describe(outcome: Outcome, key: string): string {
  if (outcome.kind === 'broken') return outcome.detail;
  const said = isOk(outcome) ? '' : clean(errorText(bodyOf(outcome)), key);
  return [`HTTP ${outcome.status}`, outcome.detail, said].filter((part) => part !== '').join(': ');
}

/** `FAILED` and `COMPLETED` count under any code, as in Segmind's own SDK; other words only where it fits a job's state. */
function stateOf(answer: Answer) {
  const state = readState(jsonOf(answer.text));
  if (!state) return undefined;
  const { status, cost, left } = state;
  const counts = isOk(answer) || answer.status === 422 || status === 'FAILED' || status === 'COMPLETED';
  return { word: status, cost, left, meaning: counts && status ? meaningOf(status) : undefined };
}

/** A permanent move or "repeat this elsewhere" means it was not done here; 302 and 303 may follow a job well taken. */
const notDoneHere = [301, 307, 308];
/** A gateway's own timeouts, which do not say what happened behind it. */
const ambiguous = [408, 499];

export function submittedOf(
  outcome: Outcome,
  key: string,
  operation: (read: NonNullable<ReturnType<typeof readSubmitted>>) => Operation,
): Submitted {
  const detail = describe(outcome, key);
  if (outcome.kind === 'broken') {
    const why = outcome.detail === 'timed out' ? 'silent' : 'broken';
    return outcome.sent ? { kind: 'uncertain', why, detail } : { kind: 'later', afterMs: undefined, detail };
  }
  const { status } = outcome;
  if (isOk(outcome)) {
    const read = readSubmitted(jsonOf(outcome.text));
    if (read) return { kind: 'accepted', operation: operation(read) };
    const said = clean(errorText(bodyOf(outcome)), key);
    return { kind: 'uncertain', why: 'unreadable', detail: said === '' ? detail : `${detail}: ${said}` };
  }
  if (status === 429 || (status >= 500 && provesNotQueued(jsonOf(outcome.text))))
    return { kind: 'later', afterMs: waitAsked(outcome.headers), detail };
  const refused =
    notDoneHere.includes(status) || (status >= 400 && status < 500 && !ambiguous.includes(status));
  if (!refused) return { kind: 'uncertain', why: 'answered', status, detail };
  const body = bodyOf(outcome);
  const ended = status === 422 ? endedBy(stateOf(outcome)?.meaning, body, key) : undefined;
  return { kind: 'refused', failure: ended ?? refusal(status, body, 'submit', key) };
}

export function checkedOf(outcome: Outcome, key: string): Checked {
  const detail = describe(outcome, key);
  if (outcome.kind === 'broken') return { kind: 'unclear', afterMs: undefined, detail };
  const { status } = outcome;
  const state = stateOf(outcome);
  const ended = endedBy(state?.meaning, bodyOf(outcome), key);
  if (ended) return { kind: 'failed', failure: ended };
  if (state?.meaning === 'completed') return { kind: 'completed', cost: state.cost, left: state.left };
  if (isOk(outcome)) {
    if (state?.meaning === 'queued' || state?.meaning === 'processing') return { kind: state.meaning };
    // An answer without a state taught us nothing.
    return state?.word
      ? { kind: 'unknown', detail: clean(state.word, key) }
      : { kind: 'unclear', afterMs: undefined, detail };
  }
  if (status === 401 || status === 403)
    return { kind: 'refused', failure: refusal(status, bodyOf(outcome), 'read', key) };
  if (status === 404 || status === 410) return { kind: 'missing' };
  // Documented as "the job ran and failed", so readable JSON is enough.
  if (status === 422 && state) return { kind: 'failed', failure: jobFailure(bodyOf(outcome), key) };
  return { kind: 'unclear', afterMs: waitAsked(outcome.headers), detail };
}

/**
 * @throws Failure when the job failed, the key is refused or the answer names no file; ProviderUnavailable when
 * asking again may help, a 404 included, since a record may lag behind its own state.
 */
export async function resultOf(outcome: Outcome, key: string): Promise<Result> {
  const checked = checkedOf(outcome, key);
  if (checked.kind === 'failed' || checked.kind === 'refused') throw checked.failure;
  const detail = describe(outcome, key);
  if (outcome.kind === 'broken' || !isOk(outcome)) throw unavailable(outcome, key);
  const json = jsonOf(outcome.text);
  // An answer over our limit would be as long the next time.
  if (outcome.text === undefined && outcome.detail === 'too long')
    throw new Failure('result-unreadable', { detail: unsaid.tooLong });
  if (checked.kind === 'queued' || checked.kind === 'processing' || json === undefined)
    throw new ProviderUnavailable(`${detail}: no result yet`);
  const url = await readResultUrl(json);
  if (!url && checked.kind === 'unknown') throw new ProviderUnavailable(`${detail}: no result yet`);
  if (!url) throw new Failure('result-unreadable', { detail: unsaid.noFile });
  const { cost, seconds } = readState(json) ?? {};
  return { url, cost, ...(seconds !== undefined && seconds > 0 && { inferenceMs: seconds * 1000 }) };
}

/** @throws Failure when the file is refused for good, ProviderUnavailable when sending it again may help. */
export function uploadedOf(outcome: Outcome, key: string): string {
  if (outcome.kind === 'broken') throw unavailable(outcome, key);
  if (isOk(outcome)) {
    const url = readUploaded(jsonOf(outcome.text));
    if (!url) throw new ProviderUnavailable(`${describe(outcome, key)}: no link`);
    return url;
  }
  if (isPassing(outcome.status)) throw unavailable(outcome, key);
  throw refusal(outcome.status, bodyOf(outcome), 'upload', key);
}

/** US dollars. @throws Failure for a refused key, ProviderUnavailable for anything else that is no balance. */
export function creditsOf(outcome: Outcome, key: string): { credits: number; free: number } {
  if (outcome.kind === 'broken') throw unavailable(outcome, key);
  if (outcome.status === 401 || outcome.status === 403)
    throw refusal(outcome.status, bodyOf(outcome), 'read', key);
  // An account that never bought any has no record at all.
  if (outcome.status === 404 && /no credits found/i.test(outcome.text ?? '')) return { credits: 0, free: 0 };
  const balance = isOk(outcome) ? readCredits(jsonOf(outcome.text)) : undefined;
  if (!balance && isOk(outcome)) throw new ProviderUnreadable(describe(outcome, key));
  if (!balance) throw unavailable(outcome, key);
  return balance;
}

const isPassing = (status: number) => status >= 500 || [408, 425, 429, 499].includes(status);

function unavailable(outcome: Outcome, key: string): ProviderUnavailable {
  const afterMs = outcome.kind === 'answer' ? waitAsked(outcome.headers) : undefined;
  return new ProviderUnavailable(describe(outcome, key), afterMs);
}
