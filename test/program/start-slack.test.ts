/** `npm start` with Slack's settings: what the program hears on its own port, and what it says when it cannot. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Slack, startSlack } from '../fakes/slack/slack.ts';
import { type Installation, openInstallation } from '../helpers/program.ts';
import { picture } from '../helpers/requests.ts';
import { freePort } from '../helpers/serve.ts';
import { finished, linkTo, manifestFor, resultOf } from '../slack/harness/harness.ts';

let installation: Installation;
let slack: Slack;
beforeEach(async () => {
  slack = await startSlack({ manifest: manifestFor('http') });
  installation = await openInstallation({ SLACK_API_URL: slack.url.replace(/\/$/, '') });
});
afterEach(async () => {
  await installation.close();
  await slack.close();
});

it('enhances what is asked for over HTTP, beside /health, and works without hearing people', async () => {
  const port = await freePort();
  const env = {
    SLACK_BOT_TOKEN: slack.token(),
    SLACK_SIGNING_SECRET: slack.signingSecret,
    DARKROOM_ROLES: 'slack',
  };
  const hearing = installation.start([], { env: { ...env, PORT: String(port) } });
  const working = installation.start([], { env: { ...env, DARKROOM_ROLES: 'worker' } });
  await Promise.all([hearing, working].map((it) => it.says('Darkroom is running.')));
  const base = `http://127.0.0.1:${port}`;
  const health = await fetch(`${base}/health`);
  expect([health.status, await health.json()]).toEqual([
    200,
    { status: 'ok', platforms: { slack: { heard: 'here' } } },
  ]);
  expect((await fetch(`${base}/slack/nothing`)).status).toBe(404);
  slack.deliverTo(`${base}/slack/events`);
  const ada = slack.person();
  const photo = await ada.postFile({ name: 'a.jpg', bytes: await picture() });
  await ada.slash(`/darkroom upscale scale=2 ${linkTo({ slack }, photo)}`).acknowledged;
  const [card] = await finished({ slack }, ada.channel);
  if (!card) throw new Error('there is no card');
  expect((await resultOf(card)).mimetype).toMatch(/^image\//);
  expect(slack.violations).toEqual([]);
  for (const { child, ended } of [hearing, working]) {
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0, stdout: expect.stringContaining('  Slack ') });
  }
});

it('ends with one sentence when the token is wrong, or Slack cannot be reached', async () => {
  const env = { SLACK_BOT_TOKEN: 'xoxb-wrong', SLACK_APP_TOKEN: slack.appToken };
  const refused = await installation.run([], { env });
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(/(^|\n)[^{}\n]*SLACK_BOT_TOKEN[^\n]*\.\n$/);
  expect(refused.stderr).not.toContain('xoxb-wrong');

  const unreachable = await installation.run([], {
    env: { ...env, SLACK_API_URL: `http://127.0.0.1:${await freePort()}/api` },
  });
  expect(unreachable.code).toBe(1);
  expect(unreachable.stderr).toMatch(/(^|\n)[^{}\n]*SLACK_API_URL[^\n]*\.\n$/);
});
