/** What Slack's own libraries get wrong, so that it stays out of ours: each was seen before it was avoided. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { webApi } from '@slack/bolt';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { filesOf, textOf, threadOf } from '../../fakes/slack/people/seen.ts';
import { picture } from '../../helpers/requests.ts';
import { installFor, useSlackApp } from '../harness/app.ts';
import { finished } from '../harness/harness.ts';

const app = useSlackApp();

let unhandled: unknown[] = [];
const keep = (reason: unknown) => unhandled.push(reason);
beforeEach(() => {
  unhandled = [];
  process.on('unhandledRejection', keep);
});
afterEach(() => {
  process.off('unhandledRejection', keep);
});
/** Rejections that nobody takes are told after the turn in which they came about. */
const nextTurns = async () => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

it('undici is of a major version that Bolt can be loaded with on Node 20', () => {
  const lock: unknown = JSON.parse(
    readFileSync(new URL('../../../package-lock.json', import.meta.url), 'utf8'),
  );
  // The lock file's shape is npm's own.
  const { packages } = lock as { packages: Record<string, { version: string }> };
  const all = Object.entries(packages).filter(([path]) => /(^|\/)node_modules\/undici$/.test(path));
  expect(all.length).toBeGreaterThan(0);
  for (const [path, { version }] of all) expect([6, 7], path).toContain(Number(version.split('.')[0]));
  const require = createRequire(import.meta.url);
  const bolt = createRequire(require.resolve('@slack/bolt'));
  const socket = createRequire(bolt.resolve('@slack/socket-mode'));
  expect(socket('undici/package.json')).toMatchObject({ version: expect.stringMatching(/^7\./) });
  expect(require('@slack/bolt')).toMatchObject({ App: expect.any(Function) });
});

it('clients that share their headers share the first one’s token: ours share none, over many calls at once', async () => {
  const headers: Record<string, string> = {};
  // This is the trap. Should the library mend it, nothing is lost.
  const [one, two] = ['xoxb-one', 'xoxb-two'].map((token) => new webApi.WebClient(token, { headers }));
  expect([one?.token, two?.token, headers.Authorization]).toEqual([
    'xoxb-one',
    'xoxb-two',
    'Bearer xoxb-one',
  ]);

  const harness = await app.open({ how: 'oauth' });
  const { slack } = harness;
  const places = [slack.home.workspace, slack.addWorkspace({ installed: false })];
  const people = places.map((workspace) => slack.person({ channel: slack.addChannel({ workspace }) }));
  for (const person of people) await installFor(harness, person);
  const bytes = await picture();
  const rounds = [1, 2, 3];
  const said = rounds.flatMap(() => people.map((person) => person.slash('/darkroom help')));
  await Promise.all(people.map((person) => person.mention('upscale', { files: [{ name: 'a.png', bytes }] })));
  await Promise.all(said.map(({ acknowledged }) => acknowledged));
  for (const { channel } of people) {
    const [card] = await finished({ slack }, channel);
    if (!card) throw new Error('no card');
    await expect
      .poll(() => filesOf(threadOf(card.thread ? (channel.messages[0] ?? card) : card)).length)
      .toBe(2);
  }
  const calls = slack.log.filter(({ args, token }) => token !== undefined && args.channel !== undefined);
  for (const [at, { channel }] of people.entries()) {
    const tokens = calls.filter(({ args }) => args.channel === channel.id).map(({ token }) => token);
    const workspace = places[at];
    // The card, its edits, the upload's last step.
    expect(tokens.length).toBeGreaterThan(2);
    expect([...new Set(tokens)]).toEqual([workspace && slack.token(workspace)]);
  }
});

it('Socket Mode writes its hundred retries into the options it gets: none of our calls has them', async () => {
  const { slack, platform } = await app.open({ how: 'socket' });
  const { workspace, channel } = slack.home;
  const post = slack.fail({ method: 'chat.postMessage', status: 500, times: Number.POSITIVE_INFINITY });
  const began = performance.now();
  await expect(platform.notify?.(workspace.id, channel.id, 'a notice')).rejects.toThrow();
  // Four times, each but the first after it was looked up that nothing was posted.
  expect(post.met()).toBe(4);
  expect(performance.now() - began).toBeLessThan(5_000);
  const read = slack.fail({ method: 'users.info', status: 500, times: Number.POSITIVE_INFINITY });
  const asked = slack.person().slash('/darkroom credits');
  await expect.poll(() => asked.replies.length).toBe(1);
  // So is reading.
  expect(read.met()).toBe(4);
});

it('a token that Slack does not accept is one rejected start, and nothing is left unhandled', async () => {
  const slack = await app.fake({ how: 'socket' });
  const { platformIn } = await app.redis();
  const broken = { ...{ get: () => undefined } } as never;
  for (const [how, wrong] of [
    ['token', { botToken: 'xoxb-of-nobody' }],
    ['socket', { botToken: 'xoxb-of-nobody' }],
    ['socket', { appToken: 'xapp-of-nobody' }],
  ] as const) {
    const { platform } = await platformIn(slack, { how, platform: wrong });
    await expect(platform.start(broken)).rejects.toThrow('Slack does not accept');
    await platform.stop();
  }
  await nextTurns();
  expect(unhandled).toEqual([]);
});

it('a socket that cannot be opened anew leaves nothing unhandled, and is tried again', async () => {
  const { slack } = await app.open({ how: 'socket' });
  await expect.poll(slack.sockets.count).toBe(2);
  // The library ends the program for these two: one is final for it, the other comes out of a retry.
  const final = slack.fail({ method: 'apps.connections.open', error: 'invalid_auth', times: 2 });
  const cut = slack.fail({ method: 'apps.connections.open', cut: true, times: 2 });
  slack.cutSockets();
  await expect.poll(slack.sockets.opened).toBe(4);
  await expect.poll(slack.sockets.count).toBe(2);
  expect([final.met(), cut.met()]).toEqual([2, 2]);
  await nextTurns();
  expect(unhandled).toEqual([]);
});

it('what a handler throws, and what Slack answers to nobody, ends in the log', async () => {
  const { slack, lines } = await app.open({
    platform: { dedupe: () => Promise.reject(new Error('no Redis')) },
  });
  const ada = slack.person();
  const asked = ada.slash('/darkroom help');
  await asked.acknowledged;
  await expect.poll(() => asked.replies.map(textOf).join()).toContain('went wrong');
  await ada.mention('upscale');
  await expect.poll(() => lines.filter((line) => line.includes('no Redis')).length).toBeGreaterThan(1);
  await nextTurns();
  expect(unhandled).toEqual([]);
});
