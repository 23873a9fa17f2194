/** What Slack's refusals mean for us. */
import { webApi } from '@slack/bolt';
import { Failure } from '../../core/domain/failure.ts';
import { isRefusal, Refused } from '../../core/ports/refused.ts';
import { Uninstalled } from './context.ts';
import { uninstalled } from './words/restrictions.ts';

/** What a refusal calls for. */
export type ErrorKind =
  /** The app is not in the workspace any more. */
  | 'uninstalled'
  /** Slack does not accept the token now: whether for good is being found out, and then the app is `uninstalled`. */
  | 'unaccepted'
  /** Slack asks to wait. */
  | 'busy'
  /** Nothing can be posted there, now or later. */
  | 'closed'
  /** The message cannot be edited, or is no more. */
  | 'frozen'
  /** The thread is no more. */
  | 'no-thread'
  /** The file is no more, or was made complete before. */
  | 'no-file'
  /** What somebody did is too long ago to be answered by a form, or has its form. */
  | 'late'
  /** The app was not given a right it needs. */
  | 'scope'
  /** An admin, or the plan, lets no such file be posted. */
  | 'restricted'
  /** A picture in a message that Slack has not processed. */
  | 'unready-picture'
  /** Slack does not take the body: a defect of ours. */
  | 'bad-body'
  /** It is not known whether it was done: the network, an error of Slack's, no answer in time. */
  | 'down';

/** By Slack's own name of the error. https://docs.slack.dev/reference/methods */
const errorKinds: Readonly<Record<string, ErrorKind>> = {
  ...named('uninstalled', 'team_access_not_granted'),
  ...named('unaccepted', 'token_revoked account_inactive invalid_auth not_authed token_expired'),
  ...named('busy', 'ratelimited rate_limited message_limit_exceeded'),
  ...named('closed', 'not_in_channel channel_not_found is_archived is_inactive restricted_action'),
  ...named('closed', 'restricted_action_read_only_channel restricted_action_thread_only_channel'),
  ...named(
    'closed',
    'restricted_action_non_threadable_channel restricted_action_thread_locked posting_to_general_channel_denied',
  ),
  ...named('closed', 'cannot_dm_bot user_not_found user_disabled messages_tab_disabled team_not_found'),
  ...named('closed', 'posting_to_channel_denied access_denied ekm_access_denied as_user_not_supported'),
  ...named('frozen', 'message_not_found edit_window_closed cant_update_message'),
  ...named('no-thread', 'thread_not_found cannot_reply_to_message invalid_thread_ts'),
  ...named('no-file', 'file_not_found file_deleted file_already_completed'),
  ...named('late', 'expired_trigger_id invalid_trigger_id exchanged_trigger_id'),
  ...named('scope', 'missing_scope no_permission not_allowed_token_type'),
  ...named(
    'restricted',
    'file_uploads_disabled file_uploads_except_images_disabled file_upload_size_restricted',
  ),
  ...named('restricted', 'file_type_not_allowed storage_limit_reached blocked_file_type'),
  ...named('bad-body', 'invalid_blocks invalid_arguments msg_too_long no_text invalid_blocks_format'),
};

function named(kind: ErrorKind, names: string): Record<string, ErrorKind> {
  return Object.fromEntries(names.split(' ').map((name) => [name, kind]));
}

/** A name that may be logged: Slack's own of the error, else the kind of error. Bodies and addresses stay out. */
export function slackError(error: unknown): string {
  if (error instanceof webApi.WebAPIPlatformError) return error.data.error;
  if (error instanceof webApi.WebAPIHTTPError) return `http ${error.statusCode}`;
  if (error instanceof webApi.WebAPIRateLimitedError) return 'ratelimited';
  if (error instanceof webApi.WebAPIRequestError) return 'no answer';
  if (error instanceof SlackFault) return error.slack;
  if (error instanceof Refused) return error.answer;
  if (error instanceof Uninstalled) return 'uninstalled';
  return error instanceof Error ? error.name : typeof error;
}

/** @param error whatever a call of Slack's rejected with */
export function errorKind(error: unknown): ErrorKind {
  if (error instanceof Uninstalled) return 'uninstalled';
  if (error instanceof webApi.WebAPIRateLimitedError) return 'busy';
  if (error instanceof SlackFault) return error.kind;
  if (!(error instanceof webApi.WebAPIPlatformError)) return 'down';
  const { data } = error;
  const known = Object.hasOwn(errorKinds, data.error) ? errorKinds[data.error] : undefined;
  const said = data.response_metadata?.messages?.join(' ') ?? '';
  if (known === 'bad-body' && /invalid slack file/i.test(said)) return 'unready-picture';
  // Slack has errors of its own among the others, e.g. `internal_error` and `service_unavailable`.
  return known ?? (data.error.startsWith('restricted_action') ? 'closed' : 'down');
}

/** It is no answer yet: asked later, there may be one. */
export const isPassing = (error: unknown): boolean =>
  ['busy', 'down', 'unaccepted'].includes(errorKind(error));

/** A call that failed, without what the library's errors carry along: addresses, bodies, tokens. */
class SlackFault extends Error {
  override name = 'SlackFault';
  readonly slack: string;
  readonly kind: ErrorKind;
  /** ms; whoever schedules the edits reads it. */
  readonly retryAfterMs?: number;

  constructor(error: unknown) {
    super(`Slack: ${slackError(error)}`);
    this.slack = slackError(error);
    this.kind = errorKind(error);
    const wait = retryAfterOf(error);
    if (wait !== undefined) this.retryAfterMs = wait;
  }
}

// Slack's own trouble: it says nothing about what was sent.
const away = ['service_unavailable', 'request_timeout', 'team_added_to_org', 'accesslimited'];
/** The same error, or one that says that this is Slack's answer to what was to be posted. */
export function asRefused(error: unknown): unknown {
  if (!['down', 'bad-body'].includes(errorKind(error))) return error;
  const answered =
    error instanceof webApi.WebAPIHTTPError
      ? isRefusal(error.statusCode)
      : error instanceof webApi.WebAPIPlatformError && !away.includes(error.data.error);
  return answered ? new Refused(slackError(error)) : error;
}

/** For how long Slack asks to be left alone, in ms; undefined where it does not. */
export function retryAfterOf(error: unknown): number | undefined {
  if (error instanceof SlackFault) return error.retryAfterMs;
  if (error instanceof webApi.WebAPIRateLimitedError) return error.retryAfter * 1000;
  const usual: Partial<Record<ErrorKind, number>> = { busy: 10_000, unaccepted: 1_000 };
  return usual[errorKind(error)];
}

/** The error that leaves the adapter: it names no secret, says how long to wait, or that all is over. */
export function asFault(error: unknown): Error {
  if (error instanceof Failure || error instanceof SlackFault) return error;
  if (errorKind(error) === 'uninstalled') return new Failure('cannot-deliver', { detail: uninstalled });
  const isSlacks = error instanceof Uninstalled || error instanceof webApi.SlackError;
  return isSlacks || !(error instanceof Error) ? new SlackFault(error) : error;
}
