/** One command or interaction as the person who began it sees it. */
import { z } from 'zod';
import type { Outcome } from '../http/deliveries.ts';
import { Refusal } from '../http/refusals.ts';
import { createResponseUrl, say } from '../http/response-url.ts';
import {
  type Channel,
  type FakeState,
  type Installation,
  installationIn,
  type Message,
  type Trigger,
  type User,
  type View,
  type Workspace,
} from '../state.ts';

/** Who does it, and where. */
export type Who = { user: User; workspace: Workspace; channel: Channel };

export type Exchange = {
  triggerId: string;
  /** Undefined where Slack gives none: modals, the Home tab, global shortcuts. */
  responseUrl: string | undefined;
  /**
   * What the app answered with (undefined when empty) and after how many ms. Rejects when no 2xx came in 3 s, as the
   * client says: "operation_timeout", "dispatch_failed".
   */
  acknowledged: Promise<{ body: unknown; tookMs: number }>;
  /** What came back to the person or the channel: in the acknowledgement of a command, or by the response_url. */
  replies: Message[];
  /** The modal that was opened or pushed with the trigger. */
  view(): View | undefined;
  /** What stands at the fields after a submission, by block id; undefined when it was taken. */
  errors(): Record<string, string> | undefined;
};

/** Ended by whoever opens a view with it. */
export type OpenExchange = Exchange & {
  opened(view: View): void;
  refused(errors: Record<string, string>): void;
};

/** @throws Error when the app is not installed where the person is: the client offers nothing of it */
export function installedFor({ workspace }: Pick<Who, 'workspace'>): Installation {
  const installation = installationIn(workspace);
  if (installation?.state !== 'live') throw new Error(`The app is not installed in ${workspace.name}`);
  return installation;
}

/** What happens with the body of an acknowledgement, before the person sees it. */
export type TakeBody = (body: unknown, exchange: OpenExchange) => void;

/**
 * Sends something to the app and follows what becomes of it. `payload` gets the trigger and the response_url.
 * `replyTo`: where the response_url posts; left out, there is none. `source`: the message whose element was used.
 */
export function beginExchange(
  state: FakeState,
  who: Pick<Who, 'user' | 'workspace'>,
  what: {
    kind: 'command' | 'interaction';
    name: string;
    payload: Record<string, unknown>;
    replyTo?: Channel;
    source?: Message;
    view?: View;
    take?: TakeBody;
  },
): Exchange {
  const installation = installedFor(who);
  const { promise, resolve, reject } = settled();
  const trigger: Trigger = {
    id: state.ids.trigger(),
    at: state.clock.now(),
    used: false,
    ...who,
    installation,
    view: what.view,
    opened: (shown) => exchange.opened(shown),
  };
  const replies: Message[] = [];
  let view: View | undefined;
  let errors: Record<string, string> | undefined;
  const { replyTo: channel, source } = what;
  const responseUrl =
    channel && createResponseUrl(state, { channel, user: who.user, installation, source, replies });
  const exchange: OpenExchange = {
    triggerId: trigger.id,
    responseUrl,
    acknowledged: promise,
    replies,
    view: () => view,
    errors: () => errors,
    opened(shown) {
      view = shown;
    },
    refused(said) {
      errors = said;
    },
  };
  state.triggers.set(trigger.id, trigger);
  state.deliver({
    kind: what.kind,
    name: what.name,
    payload: {
      ...what.payload,
      trigger_id: trigger.id,
      ...(responseUrl ? { response_url: responseUrl } : {}),
    },
    settle: (outcome) => settle(outcome),
  });
  return exchange;

  function settle(outcome: Outcome): void {
    if (!outcome.ok) {
      const late = outcome.reason === 'http_timeout' || outcome.reason === 'timeout';
      const code = late ? 'operation_timeout' : 'dispatch_failed';
      reject(new Error(`${what.name} failed with the error "${code}"`));
      return;
    }
    what.take?.(outcome.body, exchange);
    if (what.kind === 'command' && channel) answer(outcome.body, channel);
    resolve({ body: outcome.body, tookMs: outcome.tookMs });
  }

  /** A command may be answered in the acknowledgement itself. */
  function answer(body: unknown, where: Channel): void {
    if (body === undefined) return;
    const content = z.record(z.string(), z.unknown()).safeParse(body);
    const sent = content.success ? content.data : { text: String(body) };
    try {
      say(state, { channel: where, user: who.user, installation, source: undefined, replies }, sent);
    } catch (error) {
      // The person sees nothing then, and what was wrong is among the violations.
      if (!(error instanceof Refusal)) throw error;
    }
  }
}

/** A promise that nobody has to look at. */
function settled() {
  let resolve = (_: { body: unknown; tookMs: number }) => {};
  let reject = (_: Error) => {};
  const promise = new Promise<{ body: unknown; tookMs: number }>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  promise.catch(() => {});
  return { promise, resolve, reject };
}

/** What every interaction says of who and where. `team` is null where the app is installed for the organisation. */
export function interactionBase(state: FakeState, { user, workspace }: Pick<Who, 'user' | 'workspace'>) {
  const installation = installedFor({ workspace });
  const org = installation.workspace === undefined;
  const { enterprise } = workspace;
  const grid = enterprise ? { enterprise_id: enterprise.id, enterprise_name: enterprise.name } : {};
  return {
    user: { id: user.id, username: user.name, name: user.name, team_id: user.workspace?.id },
    team: org ? null : { id: workspace.id, domain: workspace.domain, ...grid },
    enterprise: enterprise ? { id: enterprise.id, name: enterprise.name } : null,
    is_enterprise_install: org,
    api_app_id: state.appId,
    token: 'verification-token',
  };
}
