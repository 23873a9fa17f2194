/** Several workspaces, organisations, OAuth, and the end of an installation. */
import type { Installation, InstallationQuery } from '@slack/bolt';
import { expect, it } from 'vitest';
import { card, clientOf, refused, useSlack } from './client.ts';
import { defaultManifest, scopesOf } from './manifest.ts';
import type { Slack } from './slack.ts';

const fixture = useSlack();

/** An app for many workspaces, whose installations are kept in a Map. */
async function manyWorkspaces(slack: Slack) {
  const kept = new Map<string, Installation>();
  const keyOf = (query: InstallationQuery<boolean>) =>
    (query.isEnterpriseInstall ? query.enterpriseId : query.teamId) ?? '';
  const seen: string[] = [];
  const { url } = await fixture.overHttp(
    slack,
    (app) => {
      app.command('/darkroom', async ({ ack, command, client }) => {
        await ack();
        await client.chat.postMessage({ channel: command.channel_id, ...card(command.text) });
      });
      app.event('app_uninstalled', async ({ body }) => {
        seen.push(`uninstalled ${body.team_id}`);
      });
      app.event('tokens_revoked', async ({ event }) => {
        seen.push(`revoked ${event.tokens.bot?.join()}`);
      });
    },
    {
      oauth: {
        signingSecret: slack.signingSecret,
        clientId: slack.clientId,
        clientSecret: slack.clientSecret,
        stateSecret: 'state',
        scopes: scopesOf(defaultManifest),
        installerOptions: {
          authorizationUrl: slack.authorizationUrl,
          clientOptions: { slackApiUrl: slack.url },
        },
        installationStore: {
          async storeInstallation(installation) {
            kept.set(
              (installation.isEnterpriseInstall ? installation.enterprise?.id : installation.team?.id) ?? '',
              installation,
            );
          },
          async fetchInstallation(query) {
            const found = kept.get(keyOf(query));
            if (!found) throw new Error('not installed');
            return found;
          },
          async deleteInstallation(query) {
            kept.delete(keyOf(query));
          },
        },
      },
    },
  );
  return { kept, seen, page: `${url}/slack/install` };
}

it('two workspaces and an organisation install the app; no call carries the token of another', async () => {
  const { slack } = await fixture.start({ installed: false });
  const { kept, page } = await manyWorkspaces(slack);
  const [first, second] = [slack.home.workspace, slack.addWorkspace({ installed: false })];
  const enterprise = slack.addEnterprise({ installed: false });
  const third = slack.addWorkspace({ enterprise });
  const people = [first, second, third].map((workspace) => {
    const channel = slack.addChannel({ workspace, name: 'general' });
    return slack.person({ channel });
  });
  const [ada, ben, cem] = people;
  if (!ada || !ben || !cem) throw new Error('nobody');
  expect(() => ada.slash('/darkroom one')).toThrow('not installed');
  const denied = await slack.install(page, { by: ada.user, deny: true });
  expect(denied.status).not.toBe(200);
  expect(kept.size).toBe(0);
  for (const by of [ada.user, ben.user]) expect((await slack.install(page, { by })).status).toBe(200);
  expect((await slack.install(page, { by: cem.user, enterprise })).status).toBe(200);
  expect([...kept.keys()]).toEqual([first.id, second.id, enterprise.id]);
  expect(kept.get(enterprise.id)).toMatchObject({ isEnterpriseInstall: true });

  for (const [index, one] of people.entries()) await one.slash(`/darkroom ${index}`).acknowledged;
  await expect
    .poll(() =>
      slack
        .messages()
        .map(({ text }) => text)
        .sort(),
    )
    .toEqual(['0', '1', '2']);
  const posts = slack.log.filter(({ method }) => method === 'chat.postMessage');
  for (const [index, owner] of [first, second, enterprise].entries())
    expect(posts.find(({ args }) => args.text === String(index))).toMatchObject({
      team: owner.id,
      token: kept.get(owner.id)?.bot?.token,
      args: { channel: people[index]?.channel.id },
    });
  // Each token knows its own workspace only.
  const web = clientOf(slack, kept.get(first.id)?.bot?.token);
  expect(await refused(web.conversations.info({ channel: ben.channel.id }))).toBe('channel_not_found');
  expect(await refused(web.users.info({ user: ben.user.id }))).toBe('user_not_found');
  const org = clientOf(slack, kept.get(enterprise.id)?.bot?.token);
  expect(await org.auth.test()).toMatchObject({ is_enterprise_install: true, enterprise_id: enterprise.id });
  expect(await refused(org.team.info())).toBe('missing_argument');
  expect((await org.team.info({ team: third.id })).team).toMatchObject({ id: third.id });
  expect(slack.violations).toEqual([]);
});

it('an uninstalled app is told, and its token is dead; so is a code that was used', async () => {
  const { slack } = await fixture.start({ installed: false });
  const { kept, seen, page } = await manyWorkspaces(slack);
  const { workspace } = slack.home;
  const ada = slack.person();
  await slack.install(page, { by: ada.user, without: ['channels:join'] });
  const token = slack.token();
  const web = clientOf(slack, token);
  expect(await web.auth.test()).toMatchObject({ team_id: workspace.id });
  expect(await refused(web.conversations.join({ channel: slack.home.channel.id }))).toBe('missing_scope');
  const { client_id, client_secret, code } =
    slack.log.find(({ method }) => method === 'oauth.v2.access')?.args ?? {};
  const again = { client_id: String(client_id), client_secret: String(client_secret), code: String(code) };
  expect(await refused(web.oauth.v2.access(again))).toBe('invalid_code');
  expect(await refused(web.oauth.v2.access({ ...again, client_secret: 'x' }))).toBe('bad_client_secret');

  slack.uninstall(workspace);
  expect(await refused(web.auth.test())).toBe('account_inactive');
  await expect.poll(() => seen).toHaveLength(2);
  expect(seen.sort()).toEqual([expect.stringMatching(/^revoked U/), `uninstalled ${workspace.id}`]);
  expect(() => ada.slash('/darkroom x')).toThrow('not installed');
  await slack.install(page, { by: ada.user });
  expect(slack.token()).not.toBe(token);
  expect(kept.get(workspace.id)?.bot?.token).toBe(slack.token());
  await clientOf(slack, slack.token()).auth.revoke();
  expect(await refused(clientOf(slack, slack.token()).auth.test())).toBe('token_revoked');
});
