/** How events and interactions reach the app: retries, sockets that go, answers that come too late. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, it } from 'vitest';
import { clientOf, refused, useSlack } from './client.ts';

const fixture = useSlack();

it('an event that nobody acknowledges comes again with a number and a reason, at once and after a minute', async () => {
  const { slack } = await fixture.start();
  const seen: string[] = [];
  let failing = 2;
  const { url } = await fixture.overHttp(slack, (app) => {
    app.event('app_mention', async ({ context }) => {
      seen.push(`${context.retryNum} ${context.retryReason}`);
    });
  });
  const broken = createServer((_, response) => {
    failing -= 1;
    response.writeHead(500).end();
    if (failing === 0) slack.deliverTo(`${url}/slack/events`);
  });
  broken.listen(0, '127.0.0.1');
  await once(broken, 'listening');
  const address = broken.address();
  slack.deliverTo(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/slack/events`);
  await slack.person().mention('hello');
  await expect.poll(() => slack.deliveries.filter(({ outcome }) => outcome).length).toBe(2);
  expect(seen).toEqual([]);
  slack.advance(60_000);
  await expect.poll(() => seen).toEqual(['2 http_error']);
  expect(slack.deliveries.map(({ retry }) => retry.num)).toEqual([0, 1, 2]);
  broken.close();
  await once(broken, 'close');
});

it('a person sees that the app did not answer; an interaction does not come again', async () => {
  const { slack } = await fixture.start();
  await fixture.overHttp(slack, (app) => {
    app.command('/darkroom', async () => {});
  });
  const asked = slack.person().slash('/darkroom');
  slack.advance(3000);
  await expect(asked.acknowledged).rejects.toThrow('operation_timeout');
  slack.advance(600_000);
  expect(slack.deliveries).toHaveLength(1);
  slack.deliverTo('http://127.0.0.1:9/slack/events');
  await expect(slack.person().slash('/darkroom').acknowledged).rejects.toThrow('dispatch_failed');
});

it('a request with the signature of another app is not taken', async () => {
  const { slack } = await fixture.start();
  const { slack: other } = await fixture.start();
  const { url } = await fixture.overHttp(slack, (app) => {
    app.command('/darkroom', async ({ ack }) => ack());
  });
  other.deliverTo(`${url}/slack/events`);
  await expect(other.person().slash('/darkroom').acknowledged).rejects.toThrow('dispatch_failed');
  await slack.person().slash('/darkroom').acknowledged;
});

it('a socket that is refreshed or cut comes back, and what was sent meanwhile comes with the retries', async () => {
  const { slack } = await fixture.start();
  const seen: string[] = [];
  await fixture.overSocket(slack, (app) => {
    app.event('app_mention', async ({ event, context }) => {
      seen.push(`${event.text.split(' ')[1]} ${context.retryNum}`);
    });
  });
  const ada = slack.person();
  await ada.mention('first');
  await expect.poll(() => seen).toEqual(['first 0']);
  slack.refreshSockets();
  await expect.poll(slack.sockets.opened).toBe(2);
  slack.cutSockets();
  await expect.poll(slack.sockets.count).toBe(0);
  await ada.mention('second');
  await expect.poll(slack.sockets.count).toBe(1);
  slack.advance(60_000);
  await expect.poll(() => seen.at(-1)).toBe('second 2');
  expect(slack.sockets.opened()).toBe(3);
});

it('a socket needs the app’s own token, and there are ten at most', async () => {
  const { slack, web } = await fixture.start();
  expect(await refused(web.apps.connections.open({}))).toBe('invalid_auth');
  const app = clientOf(slack, slack.appToken);
  for (let count = 1; count <= 10; count += 1) await app.apps.connections.open({});
  expect(await refused(app.apps.connections.open({}))).toBe('too_many_websockets');
  expect(await refused(app.auth.test())).toBe('not_allowed_token_type');
});

it('a mention reaches the app where it is, again after an edit, and neither elsewhere nor in direct messages', async () => {
  const { slack } = await fixture.start();
  const seen: string[] = [];
  await fixture.overHttp(slack, (app) => {
    app.event('app_mention', async ({ event }) => {
      seen.push(`${event.ts} ${event.text.split(' ')[1]}`);
    });
  });
  const ada = slack.person();
  const names = slack.addChannel({ bot: false });
  await slack.person({ user: ada.user, channel: names }).mention('outside');
  await slack.person({ user: ada.user, channel: 'dm' }).mention('direct');
  const said = await ada.mention('first');
  await expect.poll(() => seen).toEqual([`${said.ts} first`]);
  ada.edit(said, said.text.replace('first', 'second'));
  await expect.poll(() => seen.slice(1)).toEqual([`${said.ts} second`]);
  expect(slack.deliveries.map(({ name }) => name)).toEqual(['message', 'app_mention', 'app_mention']);
});
