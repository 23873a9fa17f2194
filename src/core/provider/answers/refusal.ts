/** What a refusing HTTP status means for the person and the owner (docs/provider.md, Errors). */
import { Failure } from '../../domain/failure.ts';
import { clean, errorText } from './reason.ts';

const noCredit = /\bcredits?\b|\bbalance\b|\binsufficient funds\b/i;
const spending = /\bspend(?:ing)?\b|\bquota\b|\blimit (?:is |was )?(?:reached|exceeded)\b/i;
const badValue =
  /content[\s-]?type|\bvalues?\b|\binvalid\b|\bmust be\b|\bnot allowed\b|\bone of\b|\bexpected\b|\brequired\b|\bmissing\b|\bfields?\b|\bparameters?\b/i;

/**
 * The failure behind a 4xx that is final: repeating the same request would be refused again. `body` is the parsed
 * JSON, or the text when it is none. `at` says what was asked for, since a 404 means another thing for each.
 */
export function refusal(
  status: number,
  body: unknown,
  at: 'submit' | 'upload' | 'read',
  key: string,
): Failure {
  const text = errorText(body);
  const detail = clean(text, key) || `HTTP ${status}`;
  // The credit test comes with 403 and 406 since the provider's pages and its live answers disagree on the code.
  if (status === 402 || ((status === 403 || status === 406) && noCredit.test(text)))
    return new Failure('provider-credits');
  if (status === 401) return new Failure('provider-key');
  if (status === 403) return new Failure('provider-forbidden');
  if (at === 'submit' && (status === 404 || status === 410)) return new Failure('provider-model-gone');
  const settings =
    status === 400 || status === 422 || (status === 406 && badValue.test(text) && !spending.test(text));
  return at === 'submit' && settings
    ? new Failure('provider-bad-request', { detail })
    : new Failure('provider-refused', { detail });
}
