/** One call of the Web API: the token, the scopes, the limits, the method. */

import { Refusal } from '../http/refusals.ts';
import type { SocketMode } from '../http/socket-mode.ts';
import type { FakeState, Installation } from '../state.ts';
import { accountMethods } from './account.ts';
import { chatMethods } from './chat.ts';
import { conversationMethods } from './conversation.ts';
import { fileMethods } from './file.ts';
import type { Meter } from './limits.ts';
import { type Answer, type Method, needScope } from './method.ts';
import { oauthMethods } from './oauth.ts';
import { viewMethods } from './view.ts';

export type WebApi = {
  /**
   * What a call answers, and what it does.
   * @throws Refusal; with `ratelimited`, `more.retryAfter` has the seconds
   */
  call(name: string, token: string | undefined, args: Record<string, unknown>): Promise<Answer>;
};

/** Every method there is; an unknown one is refused and a violation. */
export function createWebApi(state: FakeState, meter: Meter, socket: Pick<SocketMode, 'ticket'>): WebApi {
  const open: Method = {
    name: 'apps.connections.open',
    auth: 'app',
    async perform() {
      const url = socket.ticket();
      if (!url) throw new Refusal('too_many_websockets');
      return { url };
    },
  };
  const all = [
    accountMethods,
    chatMethods,
    conversationMethods,
    fileMethods,
    viewMethods,
    oauthMethods(state),
  ];
  const methods = new Map([...all.flat(), open].map((it) => [it.name, it]));

  return {
    async call(name, token, args) {
      const method = methods.get(name);
      if (!method) throw new Refusal('unknown_method', {}, ['there is no such method']);
      if (method.auth !== 'bot') {
        if (method.auth === 'app' && token !== state.appToken)
          throw new Refusal(token === undefined ? 'not_authed' : 'invalid_auth');
        return method.perform(args);
      }
      const installation = installationOf(state, token);
      limit(name, installation, args);
      needScope(installation, method.scopes);
      return method.perform(
        { state, installation, need: (...scopes) => needScope(installation, scopes) },
        args,
      );
    },
  };

  /** Counted by the workspace that the call is about. @throws Refusal ratelimited */
  function limit(name: string, { workspace, enterprise }: Installation, args: Record<string, unknown>): void {
    const channel = typeof args.channel === 'string' ? args.channel : '';
    const named = state.workspaces.get(String(args.team_id));
    const team = workspace ?? state.channels.get(channel)?.workspace ?? named ?? enterprise;
    const retryAfter = meter.take(name, team?.id ?? '', channel);
    if (retryAfter !== undefined) throw new Refusal('ratelimited', { retryAfter });
  }
}

/** @throws Refusal not_authed, invalid_auth, token_revoked, account_inactive */
function installationOf(state: FakeState, token: string | undefined): Installation {
  if (token === undefined) throw new Refusal('not_authed');
  const installation = state.installations.get(token);
  if (!installation) throw new Refusal(token === state.appToken ? 'not_allowed_token_type' : 'invalid_auth');
  if (installation.state === 'revoked') throw new Refusal('token_revoked');
  if (installation.state === 'uninstalled') throw new Refusal('account_inactive');
  return installation;
}
