/** Versions of one source stand together in a thread where the bot may begin one, and a picked one is pinned where it may. */
import { PermissionFlagsBits as P } from 'discord.js';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { build } from '../../../src/bots/discord/ids.ts';
import { botDefaults } from '../../fakes/discord/access.ts';
import { buttonsOf, filesOf, textOf } from '../../fakes/discord/people/seen.ts';
import { tucked } from '../harness/client.ts';
import { ask, type Conversation, ended, jobOf, openConversation } from '../harness/conversation.ts';
import { finished, type Harness, openHarness } from '../harness/harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness.close());
afterEach(() => {
  expect(harness.discord.violations).toEqual([]);
});

async function made(here: Conversation) {
  await finished(await ask(here));
  await ended(here);
  const job = await jobOf(here);
  const { result } = Object(job?.address);
  const message = here.discord.messages().find(({ id }) => id === result?.message);
  if (!job || !message) throw new Error('there is no result');
  return { id: job.id, message };
}

it('the second goes into a thread on the first, where buttons, also of the first, work, and the pick is told in the channel', async () => {
  const here = openConversation(harness, {
    botPermissions: botDefaults | P.CreatePublicThreads | P.PinMessages,
  });
  const { discord, channel, ada } = here;
  const first = await made(here);
  expect(first.message.channel).toBe(channel);
  const second = await made(here);
  const { channel: thread } = second.message;
  expect(thread).toMatchObject({ kind: 'thread', parent: channel, id: first.message.id });
  expect((await made(here)).message.channel).toBe(thread);
  expect(textOf(second.message)).toContain('v2 · from a.jpg');
  await expect.poll(() => textOf(first.message)).toContain('v1 · from a.jpg');

  const inThread = discord.person({ user: ada.user, channel: thread });
  const id = (act: 'upvote' | 'pick') => build({ kind: 'act', act, id: second.id });
  await inThread.press(second.message, id('upvote'));
  await expect.poll(() => buttonsOf(second.message).map(({ label }) => label)).toContain('Vote for v2 · 1');
  expect(filesOf(second.message)).toHaveLength(1);
  const others = await tucked(inThread, second.message);
  await inThread.press(others, id('pick'));
  const told = () => discord.messages(channel).map(textOf).join('\n');
  await expect.poll(told).toContain('v2 of a.jpg is picked by');
  await expect.poll(() => second.message.pinned).toBe(true);
});

it('it is a reply where no thread may be begun', async () => {
  const here = openConversation(harness);
  await made(here);
  expect((await made(here)).message.channel).toBe(here.channel);
});
