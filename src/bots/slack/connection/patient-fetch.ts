/** How Slack's Web API is called: what does no harm is tried again, paced, and in a burst nothing is asked faster than it answers. */
import type { webApi } from '@slack/bolt';
import pLimit from 'p-limit';
import { createTries, type Pause } from '../../../async/paced.ts';

export type Fetch = NonNullable<webApi.WebClientOptions['fetch']>;

/**
 * What a second try would do a second time, or what is good for one try: whoever calls these looks first what became of
 * the one before, or has no time for another.
 */
const once = new Set([
  'chat.postMessage',
  'chat.postEphemeral',
  'files.completeUploadExternal',
  'views.open',
]);
/** Slack asks for silence, and the edits' own schedule keeps it: by then there may be more to say. */
const scheduled = new Set(['chat.update']);

/** Slack's names for errors of its own. https://docs.slack.dev/reference/methods/api.test#errors */
const passing = new Set(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout']);
/** Slack says these in bad weather, too, of a token that is good again a second later. Nothing was done by then. */
export const doubtful: ReadonlySet<string> = new Set(['invalid_auth', 'not_authed', 'token_expired']);

/** A burst of questions after files would be refused; so many are asked at once. */
const filesAtOnce = 3;

type Answer = { response: Response; error: string | undefined };

/**
 * One for all clients of a workspace: they share its limits. Reads each answer whole within its own time.
 * @param options.timeoutMs ms, for each try; in the place of a client's own time limit, which would be for all of them.
 * @param options.look gets an answer's headers, and Slack's name of the error if it is one.
 */
export function createPatientFetch(options: {
  pause: Pause;
  look?: (headers: Headers, error: string | undefined) => void;
}): (timeoutMs: number) => Fetch {
  const { pause, look = () => {} } = options;
  const files = pLimit(filesAtOnce);
  /** By method: until when it was asked to rest, as `performance.now`. */
  const rests = new Map<string, number>();

  async function ask(timeoutMs: number, ...[url, init]: Parameters<Fetch>): Promise<Answer> {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) });
    const text = await response.text();
    const error = errorIn(text);
    look(response.headers, error);
    const { status, statusText, headers } = response;
    return { response: new Response(text, { status, statusText, headers }), error };
  }

  async function askPatiently(method: string, attempt: () => Promise<Answer>): Promise<Response> {
    const again = createTries(pause);
    const rested = scheduled.has(method) ? 0 : (rests.get(method) ?? 0) - performance.now();
    if (rested > 0 && !once.has(method)) await again(rested);
    for (;;) {
      try {
        const answer = await attempt();
        const waitMs = waitFor(method, answer);
        if (waitMs === undefined) return answer.response;
        if (answer.response.status === 429) rests.set(method, performance.now() + waitMs);
        if (!(await again(waitMs))) return answer.response;
      } catch (error) {
        // Cut, or no answer in time.
        if (once.has(method) || !(await again())) throw error;
      }
    }
  }

  return (timeoutMs) => async (url, init) => {
    const method = new URL(String(url)).pathname.replace(/^.*\//, '');
    const work = () => askPatiently(method, () => ask(timeoutMs, url, init));
    return method === 'files.info' ? files(work) : work();
  };
}

/** ms until it is worth asking again; undefined: it is an answer, or the next try is somebody else's. */
function waitFor(method: string, { response, error }: Answer): number | undefined {
  if (error !== undefined && doubtful.has(error)) return 0;
  if (once.has(method)) return undefined;
  const { status, headers } = response;
  if (status === 429)
    return scheduled.has(method) ? undefined : Number(headers.get('retry-after') ?? 1) * 1_000;
  return status >= 500 || status === 408 || (error !== undefined && passing.has(error)) ? 0 : undefined;
}

function errorIn(text: string): string | undefined {
  if (!/"ok":\s*false/.test(text)) return undefined;
  try {
    const answer: unknown = JSON.parse(text);
    if (typeof answer !== 'object' || answer === null || !('error' in answer)) return undefined;
    return typeof answer.error === 'string' ? answer.error : undefined;
  } catch {
    return undefined;
  }
}
