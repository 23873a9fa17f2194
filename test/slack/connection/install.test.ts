/** How the app is connected and installed: over HTTP and by sockets, by a token and by OAuth, until it is gone. */
import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { NotConnected } from '../../../src/core/domain/failure.ts';
import { textOf } from '../../fakes/slack/people/seen.ts';
import type { Slack } from '../../fakes/slack/slack.ts';
import { type Fixture, mistakesInBooks } from '../../helpers/fixture.ts';
import { picture, until } from '../../helpers/requests.ts';
import { installFor, useSlackApp } from '../harness/app.ts';
import { cardsIn, finished, statesOf } from '../harness/harness.ts';

const app = useSlackApp();
const photo = async (name = 'a.png') => ({ name, bytes: await picture() });

/** A platform needs no engine to be refused. */
const noRequests = new Proxy({} as never, {
  get: () => () => Promise.reject(new Error('there is no engine here')),
});

async function sentenceOf(start: Promise<void>): Promise<string> {
  const error = await start.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof NotConnected)) throw new Error(`not refused with a sentence: ${error}`);
  return error.message;
}

it.each(['token', 'socket'] as const)('a command and a mention are answered (%s)', async (how) => {
  const { slack, platform, lines } = await app.open({ how });
  const ada = slack.person();
  const asked = ada.slash('/darkroom help');
  expect((await asked.acknowledged).tookMs).toBeLessThan(1000);
  await expect.poll(() => asked.replies.map(textOf).join()).toContain('ESRGAN');
  await ada.mention('upscale', { files: [await photo()] });
  const [card] = await finished({ slack }, ada.channel);
  expect(card && statesOf(card)).toEqual(['QUEUED', 'PROCESSING', 'COMPLETED']);
  expect(platform.where()).toContain(how === 'socket' ? 'Socket Mode' : 'PORT');
  expect(slack.sockets.count()).toBe(how === 'socket' ? 2 : 0);
  await platform.stop();
  await expect.poll(() => slack.sockets.count()).toBe(0);
  for (const secret of [slack.token(), slack.appToken, slack.signingSecret])
    expect(lines.join('')).not.toContain(secret);
});

it('over HTTP it answers to its own addresses and to Slack only, and to nobody before it is ready and after', async () => {
  const slack = await app.fake();
  const { slack: stranger } = { slack: await app.fake() };
  const { platformIn } = await app.redis();
  const { platform, url } = await platformIn(slack, {});
  const post = (path: string) => fetch(`${url}${path}`, { method: 'POST', body: '{}' });
  const early = await post('/slack/events');
  expect([early.status, early.headers.get('retry-after')]).toEqual([503, '5']);
  await platform.start(noRequests);
  expect((await post('/slack/events')).status).toBe(401);
  for (const path of ['/slack/else', '/slack/install', '/']) expect((await post(path)).status).toBe(404);
  // One workspace by its token: there is nothing to install.
  expect((await fetch(`${url}/slack/install`)).status).toBe(404);
  stranger.deliverTo(`${url}/slack/events`);
  await expect(stranger.person().slash('/darkroom help').acknowledged).rejects.toThrow('dispatch_failed');
  const handshake = await fetch(`${url}/slack/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'ssl_check=1&payload=%7B%22type%22%3A%22block_actions%22%7D',
  });
  expect(handshake.status).toBe(200);
  // Signed rightly, and nothing that has a type: no answer to it may end the program.
  const signed = (body: string, type: string) => {
    const seconds = String(Math.floor(Date.now() / 1000));
    const hash = createHmac('sha256', slack.signingSecret).update(`v0:${seconds}:${body}`).digest('hex');
    const headers = { 'x-slack-request-timestamp': seconds, 'x-slack-signature': `v0=${hash}` };
    return fetch(`${url}/slack/events`, {
      method: 'POST',
      headers: { ...headers, 'content-type': type },
      body,
    });
  };
  for (const body of ['null', '7', '"text"'])
    expect((await signed(body, 'application/json')).status).toBe(400);
  expect((await signed('payload=null', 'application/x-www-form-urlencoded')).status).toBe(400);
  expect((await signed(`"${'x'.repeat(1_100_000)}"`, 'application/json')).status).toBe(413);
  await platform.stop();
  expect((await post('/slack/events')).status).toBe(503);
});

it('whoever uses no longer known tokens, or cannot reach Slack, reads one sentence at start', async () => {
  const slack = await app.fake({ how: 'socket' });
  const { platformIn } = await app.redis();
  const wrong = 'xoxb-of-nobody-at-all';
  const { platform: one } = await platformIn(slack, { platform: { botToken: wrong } });
  const token = await sentenceOf(one.start(noRequests));
  expect(token).toMatch(/^Slack does not accept SLACK_BOT_TOKEN \(invalid_auth\)\. Copy/);
  expect(token).not.toContain(wrong);
  const { platform: two } = await platformIn(slack, {
    how: 'socket',
    platform: { appToken: 'xapp-of-nobody' },
  });
  expect(await sentenceOf(two.start(noRequests))).toMatch(/SLACK_APP_TOKEN \(invalid_auth\)/);
  const { platform: three } = await platformIn(slack, { platform: { apiUrl: 'http://127.0.0.1:9/api' } });
  expect(await sentenceOf(three.start(noRequests))).toMatch(/cannot be reached at 127\.0\.0\.1:9/);
  for (const each of [one, two, three]) await each.stop();
  expect(slack.sockets.opened()).toBe(0);
});

/** What stands in Redis under these keys, as text. */
async function everythingIn({
  redis,
  prefix,
}: Pick<Awaited<ReturnType<typeof app.open>>, 'redis' | 'prefix'>) {
  const keys = (await redis.keys(`${prefix}*`)).filter((key) => key.includes('vault'));
  return { keys, text: (await Promise.all(keys.map((key) => redis.get(key)))).join('\n') };
}

it('a workspace installs the app by its pages; what it gave is sealed and in no log', async () => {
  const harness = await app.open({ how: 'oauth' });
  const { slack, url, lines } = harness;
  const ada = slack.person();
  const page = await installFor(harness, ada);
  expect(page.status).toBe(200);
  expect(page.page).toContain(`Darkroom is now in ${slack.home.workspace.name}`);
  expect(page.page).toContain('/darkroom');
  const asked = ada.slash('/darkroom help');
  await asked.acknowledged;
  await expect.poll(() => asked.replies.map(textOf).join()).toContain('ESRGAN');
  const token = slack.token();
  const { keys, text } = await everythingIn(harness);
  expect(keys).toHaveLength(1);
  for (const secret of [token, 'chat:write', slack.home.workspace.name]) expect(text).not.toContain(secret);
  const code = slack.log.find(({ method }) => method === 'oauth.v2.access')?.args.code;
  expect(lines.length).toBeGreaterThan(0);
  for (const secret of [token, slack.clientSecret, String(code)])
    expect(lines.join('')).not.toContain(secret);
  // A code that somebody else got hold of, in another browser.
  const forged = await fetch(`${url}/slack/oauth_redirect?code=${code}&state=x`);
  expect(forged.status).toBe(400);
  const body = await forged.text();
  expect(body).toContain('could not be installed');
  expect(slack.log.filter(({ method }) => method === 'oauth.v2.access')).toHaveLength(1);
  expect(body).not.toContain(String(code));
});

it('whoever presses Cancel on the consent page, or leaves out what is optional, has it their way', async () => {
  const harness = await app.open({ how: 'oauth' });
  const { slack, fixture } = harness;
  const ada = slack.person();
  const denied = await installFor(harness, ada, { deny: true });
  expect([denied.status, /was not installed/.test(denied.page)]).toEqual([400, true]);
  expect((await installFor(harness, ada, { without: ['channels:join'] })).status).toBe(200);
  await ada.mention('upscale', { files: [await photo()] });
  await finished({ slack }, ada.channel);
  expect(
    await mistakesInBooks(fixture.ledger, [{ scope: slack.home.workspace.id, requester: ada.user.id }]),
  ).toEqual([]);
});

/** A running job of somebody new, with its card. */
async function runningJob({ slack, fixture }: { slack: Slack; fixture: Fixture }) {
  const ada = slack.person();
  await ada.mention('upscale', { files: [await photo()] });
  await until(() => cardsIn({ slack }, ada.channel).some((it) => statesOf(it).includes('QUEUED')));
  await until(async () => (await fixture.ledger.holds()).length === 1);
  return { ada, owner: { scope: slack.home.workspace.id, requester: ada.user.id } };
}

it.each(['uninstall', 'revokeToken'] as const)(
  'after %s the jobs are cancelled, what was reserved is free, and the token is thrown away',
  async (how) => {
    const harness = await app.open({ how: 'oauth', processingMs: 60_000 });
    const { slack, fixture } = harness;
    await installFor(harness, slack.person());
    const { ada, owner } = await runningJob(harness);
    const { workspace } = slack.home;
    slack[how](workspace);
    await expect.poll(async () => (await everythingIn(harness)).keys).toEqual([]);
    const person = { ...owner, platform: 'slack' };
    await expect
      .poll(async () => (await fixture.engine.jobs(person, 5)).map(({ state }) => state))
      .toEqual(['cancelled']);
    await expect.poll(() => fixture.ledger.holds()).toEqual([]);
    expect(await mistakesInBooks(fixture.ledger, [owner])).toEqual([]);
    // There is nobody to be told anything, and nothing to do it with.
    const before = slack.log.length;
    await harness.platform.notify?.(workspace.id, ada.channel.id, 'a notice');
    expect(slack.log.slice(before).map(({ method }) => method)).not.toContain('chat.postMessage');
    // Installed again, it works again.
    await installFor(harness, ada);
    const asked = ada.slash('/darkroom help');
    await expect.poll(() => asked.replies.map(textOf).join()).toContain('ESRGAN');
  },
);

it('a request that is on its way while the app goes ends, too', async () => {
  const harness = await app.open({ how: 'oauth', processingMs: 60_000 });
  const { slack, fixture } = harness;
  await installFor(harness, slack.person());
  // The file is let go in time, and arrives afterwards.
  const late = slack.fail({ method: 'download', afterEffect: true, delayMs: 600 });
  const ada = slack.person();
  await ada.mention('upscale', { files: [await photo()] });
  await until(() => late.met() === 1);
  slack.uninstall(slack.home.workspace);
  await expect.poll(async () => (await everythingIn(harness)).keys).toEqual([]);
  const person = { platform: 'slack', scope: slack.home.workspace.id, requester: ada.user.id };
  await expect
    .poll(async () => (await fixture.engine.jobs(person, 5)).map(({ state }) => state))
    .toEqual(['cancelled']);
  expect(await fixture.ledger.holds()).toEqual([]);
});

it('a dead token is noticed at its first use, although Slack told nobody', async () => {
  const harness = await app.open({ how: 'oauth', processingMs: 60_000 });
  const { slack, fixture } = harness;
  await installFor(harness, slack.person());
  const { ada, owner } = await runningJob(harness);
  const { installation } = slack.home.workspace;
  if (!installation) throw new Error('not installed');
  // Tells the person privately, by the token that is dead by then.
  slack.fail({ method: 'response_url', status: 404 });
  ada.slash('/darkroom help');
  installation.state = 'revoked';
  await expect.poll(async () => (await everythingIn(harness)).keys).toEqual([]);
  await expect.poll(() => fixture.ledger.holds()).toEqual([]);
  expect(await mistakesInBooks(fixture.ledger, [owner])).toEqual([]);
});

it('news of an uninstallation that come after the next installation are no news', async () => {
  const harness = await app.open({ how: 'oauth', processingMs: 60_000 });
  const { slack, fixture } = harness;
  const { workspace } = slack.home;
  await installFor(harness, slack.person());
  // Nothing arrives for a while.
  slack.deliverTo('http://127.0.0.1:9/slack/events');
  slack.uninstall(workspace);
  await expect
    .poll(() => slack.deliveries.filter(({ name, outcome }) => name === 'app_uninstalled' && outcome).length)
    .toBe(2);
  slack.deliverTo(`${harness.url}/slack/events`);
  await installFor(harness, slack.person());
  await runningJob(harness);
  slack.advance(60_000);
  const late = () => slack.deliveries.filter(({ outcome }) => outcome?.ok).map(({ name }) => name);
  await expect.poll(late).toEqual(expect.arrayContaining(['app_uninstalled', 'tokens_revoked']));
  const asked = slack.person().slash('/darkroom help');
  await expect.poll(() => asked.replies.map(textOf).join()).toContain('ESRGAN');
  expect((await everythingIn(harness)).keys).toHaveLength(1);
  expect(await fixture.ledger.holds()).toHaveLength(1);
});

it('where the installation cannot be opened any more the person is told so', async () => {
  const harness = await app.open({ how: 'oauth' });
  const { slack, redis } = harness;
  const ada = slack.person();
  await installFor(harness, ada);
  const { keys } = await everythingIn(harness);
  for (const key of keys) await redis.set(key, 'v1.sealed-with-another-secret');
  slack.advance(120_000);
  const asked = ada.slash('/darkroom help');
  await asked.acknowledged;
  await expect.poll(() => asked.replies.map(textOf)).toEqual([expect.stringContaining('not installed')]);
  expect(asked.replies[0]?.visibleTo).toBe(ada.user);
});

it('a stop waits for what was begun, and takes nothing more', async () => {
  const { slack, platform } = await app.open();
  const ada = slack.person();
  slack.fail({ method: 'response_url', delayMs: 400 });
  const asked = ada.slash('/darkroom help');
  await asked.acknowledged;
  expect(asked.replies).toEqual([]);
  await platform.stop();
  expect(asked.replies.map(textOf).join()).toContain('ESRGAN');
  await expect(ada.slash('/darkroom help').acknowledged).rejects.toThrow('dispatch_failed');
});

it('of two sockets one is there while the other is recycled; when all are cut they come back', async () => {
  const { slack, lines } = await app.open({ how: 'socket' });
  const ada = slack.person();
  const helped = async () => {
    const asked = ada.slash('/darkroom help');
    await asked.acknowledged;
    await expect.poll(() => asked.replies.length).toBe(1);
  };
  await expect.poll(slack.sockets.count).toBe(2);
  slack.refreshSockets();
  await expect.poll(slack.sockets.opened).toBe(4);
  await expect.poll(slack.sockets.count).toBe(2);
  await helped();
  const refused = slack.fail({ method: 'apps.connections.open', error: 'internal_error', times: 3 });
  slack.cutSockets();
  await expect.poll(slack.sockets.opened).toBe(6);
  await expect.poll(slack.sockets.count).toBe(2);
  expect(refused.met()).toBe(3);
  await helped();
  expect(lines.filter((line) => line.includes('could not be opened')).length).toBeGreaterThan(0);
});

it('when no socket can be had for a while the log says so', async () => {
  const { slack, lines, platform } = await app.open({
    how: 'socket',
    platform: { socketTimes: { silentMs: 100, retryMs: { first: 20, most: 40 } } },
  });
  await expect.poll(slack.sockets.count).toBe(2);
  const away = slack.fail({ method: 'apps.connections.open', status: 503, times: Number.POSITIVE_INFINITY });
  slack.cutSockets();
  await expect.poll(() => lines.join('')).toContain('nothing can be heard from slack');
  expect(platform.hearing?.()).toMatchObject({
    heard: 'nowhere',
    why: expect.stringContaining('no connection'),
  });
  away.lift();
  await expect.poll(slack.sockets.count).toBe(2);
  await expect.poll(() => platform.hearing?.()).toEqual({ heard: 'here' });
  const asked = slack.person().slash('/darkroom help');
  await asked.acknowledged;
});
