/** What Slack refuses with, in words for people. */
import { webApi } from '@slack/bolt';
import { errorKind, slackError } from '../errors.ts';
import { words } from '../words/request.ts';
import { restrictions } from '../words/restrictions.ts';

/** Why something may not be posted there, in words; undefined where that is not what the refusal is about. */
export function restrictionOf(error: unknown): string | undefined {
  const name = slackError(error);
  const known = (it: string): it is keyof typeof restrictions => Object.hasOwn(restrictions, it);
  if (known(name)) return restrictions[name];
  const kind = errorKind(error);
  if (kind === 'closed') return restrictions.restricted_action;
  return kind === 'scope' ? restrictions.missing_scope : undefined;
}

/** The network, or an error that says no more than that Slack has one. */
const isSilence = (error: unknown): boolean =>
  error instanceof webApi.WebAPIRequestError ||
  (error instanceof webApi.WebAPIHTTPError && error.statusCode >= 500);

/** A refusal that has a sentence of its own for the person; undefined for any other. */
export function explained(error: unknown): string | undefined {
  const kind = errorKind(error);
  if (kind === 'busy') return words.busy;
  if (kind === 'unaccepted') return words.unaccepted;
  if (kind === 'closed') return words.noHome;
  return isSilence(error) ? words.silent : undefined;
}
