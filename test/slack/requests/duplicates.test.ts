/** Slack delivers many a thing twice, and people press twice: it is one job, one charge, one post. */
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import type { Person } from '../../fakes/slack/people/person.ts';
import { buttonsOf, textOf } from '../../fakes/slack/people/seen.ts';
import { mistakesInBooks } from '../../helpers/fixture.ts';
import { picture } from '../../helpers/requests.ts';
import { useSlackApp } from '../harness/app.ts';
import { cardsIn, finished, resultOf, saidIn, statesOf } from '../harness/harness.ts';

const app = useSlackApp();

const photo = async () => ({ name: 'a.png', bytes: await picture() });

/** All that somebody asked for so far came to exactly one job: one card, one file, one charge. */
async function oneJob({ slack, fixture }: Awaited<ReturnType<typeof app.open>>, { user, channel }: Person) {
  const [card, ...more] = await finished({ slack }, channel);
  if (!card) throw new Error('no card');
  expect(more).toEqual([]);
  const { message } = await resultOf(card);
  // Whatever was delivered once more has been handled by now.
  await expect.poll(() => slack.deliveries.filter(({ outcome }) => !outcome)).toEqual([]);
  expect(statesOf(card)).toEqual(['QUEUED', 'PROCESSING', 'COMPLETED']);
  expect(new Set(saidIn({ slack }, channel))).toEqual(new Set([card, message]));
  const owner = { scope: channel.workspace.id, requester: user.id };
  expect(await fixture.engine.jobs({ ...owner, platform: 'slack' }, 9)).toHaveLength(1);
  const charges = (await fixture.ledger.entries(owner)).filter(({ charged = 0 }) => charged > 0);
  expect(charges).toHaveLength(1);
  expect(await mistakesInBooks(fixture.ledger, [owner])).toEqual([]);
  return card;
}

it.each(['token', 'socket'] as const)('an event that comes three times more (%s)', async (how) => {
  const all = await app.open({ how });
  const { slack } = all;
  const ada = slack.person();
  slack.duplicateNext(3, { asRetry: true, name: 'app_mention' });
  const message = await ada.mention('upscale', { files: [await photo()] });
  await oneJob(all, ada);
  const mentions = () => slack.deliveries.filter(({ name }) => name === 'app_mention');
  expect(mentions().map(({ retry }) => retry.num)).toEqual([0, 1, 2, 3]);
  // Editing it says it to the bot once more.
  ada.edit(message, `${message.text} please`);
  await expect.poll(() => mentions().length).toBe(5);
  await oneJob(all, ada);
});

it.each(['token', 'socket'] as const)('a form whose submission comes twice more (%s)', async (how) => {
  const all = await app.open({ how });
  const { slack } = all;
  const ada = slack.person();
  const asked = ada.shortcut(await ada.postFile(await photo()));
  await expect.poll(() => asked.view()).toBeDefined();
  const view = asked.view();
  if (!view) throw new Error('no form');
  slack.duplicateNext(2);
  const sent = await ada.submit(view);
  await sent.acknowledged;
  expect(sent.errors()).toBeUndefined();
  await oneJob(all, ada);
  expect(slack.deliveries.filter(({ name }) => name === 'view_submission')).toHaveLength(3);
});

it('a command, a shortcut and an opened tab that come twice are one each', async () => {
  const { slack, fixture } = await app.open({ how: 'socket' });
  const ada = slack.person({ admin: true });
  slack.duplicateNext(2);
  const granted = ada.slash(`/darkroom credits grant <@${ada.user.id}|ada> 50 thanks`);
  await expect.poll(() => granted.replies.length).toBeGreaterThan(0);
  const message = await ada.postFile(await photo());
  slack.duplicateNext(2);
  const form = ada.shortcut(message);
  await expect.poll(() => form.view()).toBeDefined();
  slack.duplicateNext(2);
  ada.openHome();
  await expect.poll(() => ada.home()).toBeDefined();
  await expect.poll(() => slack.deliveries.filter(({ outcome }) => !outcome)).toEqual([]);
  const person = { platform: 'slack', scope: slack.home.workspace.id, requester: ada.user.id };
  expect((await fixture.engine.credits.statement(person)).granted).toBe(50_000);
  expect(granted.replies).toHaveLength(1);
  const calls = (name: string) => slack.log.filter(({ method }) => method === name).length;
  expect([calls('views.open'), calls('views.publish')]).toEqual([1, 1]);
});

it('a button: delivered thrice, pressed twice', async () => {
  const all = await app.open({ limits: { monthly: null, jobs_per_person: null, confirm_above: 0 } });
  const { slack } = all;
  const ada = slack.person();
  await ada.mention('upscale', { files: [await photo()] });
  const quotes = () => slack.messages(ada.channel).filter((it) => it.visibleTo === ada.user);
  await expect.poll(() => quotes().map(textOf).join()).toContain('credit');
  const [quote] = quotes();
  if (!quote) throw new Error('no quote');
  slack.duplicateNext(2);
  const presses = [ada.press(quote, 'v1:run'), ada.press(quote, 'v1:run')];
  await Promise.all(presses.map(({ acknowledged }) => acknowledged));
  const card = await oneJob(all, ada);
  expect(slack.deliveries.filter(({ name }) => name === 'block_actions')).toHaveLength(4);

  // What can be done next asks for its price, too.
  const asking = () => quotes().filter((it) => buttonsOf(it).length > 0);
  expect(asking()).toEqual([]);
  slack.duplicateNext(2);
  await ada.press((await resultOf(card)).message, 'v1:next:svd@16590').acknowledged;
  await expect.poll(() => asking().length).toBeGreaterThan(0);
  await expect.poll(() => slack.deliveries.filter(({ outcome }) => !outcome)).toEqual([]);
  expect(asking()).toHaveLength(1);
  expect(cardsIn({ slack }, ada.channel)).toEqual([card]);
});

it('an event whose acknowledgement is lost comes again to another process', async () => {
  const all = await app.open();
  const { slack, fixture, platform } = all;
  const { platform: second } = await all.another();
  await second.start(fixture.engine);
  // Stands between: the first answer to each is lost on the way, so Slack sends again, and then it is another's turn.
  const between: RequestListener = (request, response) => {
    const isFirst = request.headers['x-slack-retry-num'] === undefined;
    const { listener } = isFirst ? platform : second;
    if (isFirst) {
      const { writeHead } = response;
      response.writeHead = (status: number) => writeHead.call(response, status === 200 ? 502 : status);
    }
    listener?.(request, response);
  };
  const server = createServer(between);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server that listens has an address of this shape.
  slack.deliverTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`);
  const ada = slack.person();
  await ada.mention('upscale', { files: [await photo()] });
  await oneJob(all, ada);
  const mentions = slack.deliveries.filter(({ name }) => name === 'app_mention');
  expect(mentions.map(({ outcome, retry }) => [retry.num, outcome?.ok])).toEqual([
    [0, false],
    [1, true],
  ]);
  await second.stop();
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
});
