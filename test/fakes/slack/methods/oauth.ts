/** OAuth: a person's way through the consent page, and the exchange of the code. https://docs.slack.dev/authentication/installing-with-oauth */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { parse, Refusal } from '../http/refusals.ts';
import { install } from '../places.ts';
import type { Enterprise, FakeState, Installation, User, Workspace } from '../state.ts';
import type { Method } from './method.ts';

/** A code is good for ten minutes, once. */
const codeMs = 10 * 60 * 1000;

/** What a person consented to. */
export type Grant = {
  where: { workspace: Workspace } | { enterprise: Enterprise };
  user: User;
  scopes: string[];
  redirectUri: string | undefined;
  at: number;
};

export type Consent = {
  by: User;
  /** For the whole organisation; otherwise for the person's workspace. */
  enterprise?: Enterprise;
  /** Presses Cancel. */
  deny?: boolean;
  /** Leaves these out, which is possible for optional ones. */
  without?: readonly string[];
};
/** What the person's browser shows at the end. */
export type Installed = { status: number; page: string };

/**
 * Opens the app's install page in a browser, follows it to the consent page, consents, and goes back to the app.
 * @throws Error when the page does not lead to Slack, or to another app, or asks for what the manifest has not
 */
export async function installBy(fakeState: FakeState, page: URL, consent: Consent): Promise<Installed> {
  const first = await fetch(page, { redirect: 'manual' });
  const cookies = first.headers.getSetCookie().map((it) => it.split(';')[0]);
  const markup = await first.text();
  const link = first.headers.get('location') ?? /href="([^"]*\/oauth\/v2\/authorize[^"]*)"/.exec(markup)?.[1];
  if (!link) throw new Error(`${page} (${first.status}) does not lead to a consent page`);
  const asked = new URL(link.replaceAll('&amp;', '&'));
  if (asked.origin !== fakeState.origin) throw new Error(`${asked.origin} is not Slack`);
  const { client_id, scope = '', state, redirect_uri } = Object.fromEntries(asked.searchParams);
  if (client_id !== fakeState.clientId) throw new Error(`${client_id} is not the app`);
  const known = fakeState.manifest.oauth_config.scopes;
  const scopes = scope.split(',').filter((it) => it && !consent.without?.includes(it));
  const strange = scopes.find((it) => ![...(known.bot ?? []), ...(known.bot_optional ?? [])].includes(it));
  if (strange) throw new Error(`invalid_scope: ${strange} is not in the manifest`);
  const back = new URL(
    redirect_uri ?? fakeState.manifest.oauth_config.redirect_urls?.[0] ?? '/slack/oauth_redirect',
    page,
  );
  if (state !== undefined) back.searchParams.set('state', state);
  if (consent.deny) back.searchParams.set('error', 'access_denied');
  else back.searchParams.set('code', grant(redirect_uri));
  const last = await fetch(back, { redirect: 'manual', headers: { cookie: cookies.join('; ') } });
  return { status: last.status, page: await last.text() };

  function grant(redirectUri: string | undefined): string {
    const { by: user, enterprise } = consent;
    if (!user.workspace) throw new Error('A bot installs nothing');
    const code = randomUUID();
    const where = enterprise ? { enterprise } : { workspace: user.workspace };
    fakeState.grants.set(code, { where, user, scopes, redirectUri, at: fakeState.clock.now() });
    return code;
  }
}

const exchange = z.object({
  client_id: z.string(),
  client_secret: z.string(),
  code: z.string(),
  redirect_uri: z.string().optional(),
});

/** `oauth.v2.access`, which is called without a token. */
export const oauthMethods = (state: FakeState): readonly Method[] => [
  {
    name: 'oauth.v2.access',
    auth: 'none',
    async perform(sent) {
      const args = parse(exchange, sent);
      if (args.client_id !== state.clientId) throw new Refusal('invalid_client_id');
      if (args.client_secret !== state.clientSecret) throw new Refusal('bad_client_secret');
      const granted = state.grants.get(args.code);
      state.grants.delete(args.code);
      if (!granted) throw new Refusal('invalid_code');
      if (state.clock.now() - granted.at > codeMs) throw new Refusal('code_expired');
      if (granted.redirectUri !== args.redirect_uri) throw new Refusal('bad_redirect_uri');
      const { where, user, scopes } = granted;
      return accessJson(state, install(state, where, { scopes, installer: user }), user);
    },
  },
];

/** https://docs.slack.dev/reference/methods/oauth.v2.access */
function accessJson(state: FakeState, installation: Installation, user: User): Record<string, unknown> {
  const { workspace, token, scopes, bot } = installation;
  const enterprise = installation.enterprise ?? workspace?.enterprise;
  return {
    app_id: state.appId,
    authed_user: { id: user.id },
    scope: [...scopes].join(','),
    token_type: 'bot',
    access_token: token,
    bot_user_id: bot.id,
    team: workspace ? { id: workspace.id, name: workspace.name } : null,
    enterprise: enterprise ? { id: enterprise.id, name: enterprise.name } : null,
    is_enterprise_install: workspace === undefined,
  };
}
