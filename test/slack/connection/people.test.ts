/** Who somebody is, and where: from what Slack sends along, and from what it is asked. */
import { describe, expect, it } from 'vitest';
import { teamOf } from '../../../src/bots/slack/connection/team.ts';
import type { Exchange } from '../../fakes/slack/people/exchange.ts';
import { textOf } from '../../fakes/slack/people/seen.ts';
import type { Slack } from '../../fakes/slack/slack.ts';
import { photo } from '../../helpers/sample-media.ts';
import { useSlackApp } from '../harness/app.ts';
import { finished } from '../harness/harness.ts';

const app = useSlackApp();

async function said(exchange: Exchange): Promise<string> {
  await expect.poll(() => exchange.replies.length).toBeGreaterThan(0);
  return exchange.replies.map(textOf).join('\n');
}
const calls = (slack: Slack, name: string) => slack.log.filter(({ method }) => method === name).length;

describe('an admin', () => {
  it('is who Slack says, asked once in five minutes', async () => {
    const { slack } = await app.open();
    const [boss, ada] = [slack.person({ admin: true }), slack.person()];
    expect(await said(boss.slash('/darkroom usage 7'))).not.toContain('admin');
    expect(await said(ada.slash('/darkroom usage 7'))).toContain('admin');
    await said(boss.slash('/darkroom credits limits'));
    await said(ada.slash('/darkroom credits'));
    expect(calls(slack, 'users.info')).toBe(2);
    ada.user.admin = true;
    expect(await said(ada.slash('/darkroom usage 7'))).toContain('admin');
    slack.advance(5 * 60_000 + 1);
    expect(await said(ada.slash('/darkroom usage 7'))).not.toContain('admin');
    expect(calls(slack, 'users.info')).toBe(3);
  });

  it('is nobody while Slack does not say; everything else goes on, and the log says why', async () => {
    const { slack, lines } = await app.open();
    const boss = slack.person({ admin: true });
    const limited = slack.fail({ method: 'users.info', status: 429, retryAfter: 30, times: 2 });
    await boss.mention('upscale', {
      files: [{ name: 'a.jpg', bytes: await photo({ width: 40, height: 30 }) }],
    });
    await finished({ slack }, boss.channel);
    expect(await said(boss.slash('/darkroom usage 7'))).toContain('admin');
    // What is not known is not kept for long.
    expect(limited.met()).toBe(1);
    slack.advance(31_000);
    expect(await said(boss.slash('/darkroom usage 7'))).toContain('admin');
    slack.advance(31_000);
    expect(await said(boss.slash('/darkroom usage 7'))).not.toContain('admin only');
    expect(lines.join('')).toMatch(/"reason":"ratelimited"/);
  });

  it('is nobody where the app may not ask, which is asked for once', async () => {
    const { slack, lines } = await app.open();
    const boss = slack.person({ admin: true });
    slack.home.workspace.installation?.scopes.delete('users:read');
    expect(await said(boss.slash('/darkroom usage 7'))).toContain('admin');
    expect(await said(boss.slash('/darkroom usage 7'))).toContain('admin');
    expect(calls(slack, 'users.info')).toBe(1);
    expect(lines.join('')).toMatch(/"reason":"missing_scope"/);
  });
});

it('user groups are asked about only where the limits name one', async () => {
  const { slack } = await app.open();
  const [boss, ada, ben] = [slack.person({ admin: true }), slack.person(), slack.person()];
  const group = slack.addUserGroup({ users: [ada.user] });
  await said(ada.slash('/darkroom credits'));
  expect(calls(slack, 'usergroups.users.list')).toBe(0);
  await said(boss.slash(`/darkroom credits limits admins=${group.id}`));
  expect(await said(ada.slash('/darkroom usage 7'))).not.toContain('admin');
  expect(await said(ben.slash('/darkroom usage 7'))).toContain('admin');
  expect(calls(slack, 'usergroups.users.list')).toBe(1);
});

describe('the workspace', () => {
  const user = { id: 'U1', team_id: 'T9' };
  it.each([
    [
      'of a command',
      { team_id: 'T1', user_id: 'U1', is_enterprise_install: 'false' },
      { id: 'T1', orgWide: false },
    ],
    [
      'of a command in an organisation',
      { team_id: 'T1', enterprise_id: 'E1', is_enterprise_install: 'true' },
      { id: 'T1', enterprise: 'E1', orgWide: true },
    ],
    [
      'of a press',
      { team: { id: 'T1', domain: 'a' }, enterprise: null, user, is_enterprise_install: false },
      { id: 'T1', orgWide: false },
    ],
    [
      'of a press in a workspace of an organisation that installed it alone',
      { team: { id: 'T1', enterprise_id: 'E1' }, user, is_enterprise_install: false },
      { id: 'T1', enterprise: 'E1', orgWide: false },
    ],
    [
      'of a press where the app is the organisation’s: the person’s own',
      { team: null, enterprise: { id: 'E1', name: 'Agency' }, user, is_enterprise_install: true },
      { id: 'T9', enterprise: 'E1', orgWide: true },
    ],
    [
      'of a form that was opened in a shared channel: where the app is',
      { team: { id: 'T2' }, user, view: { app_installed_team_id: 'T1' } },
      { id: 'T1', orgWide: false },
    ],
    [
      'of an event in a shared channel: where the app is, not whose message it is',
      {
        team_id: 'T2',
        authorizations: [{ team_id: 'T1', enterprise_id: null, is_enterprise_install: false }],
      },
      { id: 'T1', orgWide: false },
    ],
    [
      'of a form that an organisation’s app opened: not the organisation',
      {
        ...{ team: null, enterprise: { id: 'E1' }, user, is_enterprise_install: true },
        view: { app_installed_team_id: 'E1' },
      },
      { id: 'T9', enterprise: 'E1', orgWide: true },
    ],
    [
      'of what is about an organisation as a whole: itself',
      { authorizations: [{ team_id: null, enterprise_id: 'E1', is_enterprise_install: true }] },
      { id: 'E1', enterprise: 'E1', orgWide: true },
    ],
  ])('%s', (_, payload, team) => {
    expect(teamOf(payload)).toEqual(team);
  });

  it('is in everything that comes from Slack', () => {
    expect(() => teamOf({ user: 'U1' })).toThrow();
    expect(() => teamOf('text')).toThrow();
  });
});
