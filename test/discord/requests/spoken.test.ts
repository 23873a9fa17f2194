/** What is said to the bot where others read it, and what a message of its own stands for. */
import { PermissionFlagsBits as P, REST, Routes } from 'discord.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyOf, button, note, rows } from '../../../src/bots/discord/cards/components.ts';
import { build } from '../../../src/bots/discord/ids.ts';
import { enhanceName } from '../../../src/bots/discord/words/menu.ts';
import { sure } from '../../../src/chat/action.ts';
import type { Person } from '../../fakes/discord/people/person.ts';
import { buttonsOf, filesOf, textOf } from '../../fakes/discord/people/seen.ts';
import type { Message } from '../../fakes/discord/state.ts';
import {
  answered,
  eventually,
  jobOf,
  noTrouble,
  openChannel,
  opened,
  over,
  picture,
  remove,
  resultOf,
  saidIn,
} from '../harness/client.ts';
import { type Harness, jobIdOf, openHarness, readable } from '../harness/harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness.close());

const at = () => `<@${harness.discord.bot.id}>`;
const toldDirectly = ({ user }: Person): Message[] =>
  harness.discord.messages().filter((it) => it.channel.kind === 'dm' && it.channel.recipients.includes(user));
const texts = (messages: readonly Message[]) => messages.map((it) => readable(textOf(it)));

// Each in a channel of its own.
describe.concurrent('what is a person’s own', () => {
  it('goes by direct message where others read, and everybody sees only that it did', async () => {
    const { channel, ada } = openChannel(harness);
    await ada.post({ content: `${at()} my credits, please` });
    await eventually(() =>
      expect(texts(toldDirectly(ada))).toEqual([expect.stringContaining('Available: no limit')]),
    );
    await eventually(() =>
      expect(texts(saidIn(harness, channel))).toEqual(['I answered you in a direct message.']),
    );
    noTrouble(harness);
  });

  it('is shown to nobody where they take no direct messages', async () => {
    const { channel, ada } = openChannel(harness);
    ada.user.acceptsDirectMessages = false;
    await ada.post({ content: `${at()} jobs` });
    await eventually(() =>
      expect(texts(saidIn(harness, channel))).toEqual([
        expect.stringContaining('You take no direct messages from me.'),
      ]),
    );
    noTrouble(harness);
  });

  it('is answered at once in direct messages; admins’ words are admins’ there, too', async () => {
    const ada = harness.discord.person({ channel: 'dm' });
    const before = toldDirectly(ada).length;
    for (const content of ['credits', 'credits audit', 'check', 'jobs cancle abc2345'])
      await ada.post({ content });
    await eventually(() => expect(toldDirectly(ada).filter((it) => it.author.bot)).toHaveLength(4));
    const said = texts(toldDirectly(ada).slice(before)).join('\n');
    expect(said.match(/Only admins may do this/g)).toHaveLength(2);
    expect(said).toContain('Available');
    expect(said).toContain('did you mean `jobs cancel`?');
    noTrouble(harness);
  });
});

it('direct messages pay from an account of their own, as far as the owner lets them', async () => {
  const own = await openHarness({ platform: { directCredits: 1_000 } });
  try {
    const ada = own.discord.person({ channel: 'dm' });
    const said = () =>
      own.discord
        .messages()
        .filter(({ channel, author }) => channel.kind === 'dm' && author.bot)
        .map((it) => readable(textOf(it)))
        .join('\n');
    await ada.post({ content: 'credits' });
    await eventually(() => expect(said()).toContain('allowance: 1 of 1 credit left'));
    // Above what people are asked about as well as above what there is.
    await ada.post({ content: 'clarity', attachments: [picture('one.jpg')] });
    await eventually(() => expect(said()).toContain('168.4'));
    const server = own.discord.person();
    await server.post({ content: `<@${own.discord.bot.id}> credits` });
    await eventually(() => expect(said()).toContain('allowance: 200 of 200 credits left'));
    const { limits } = await own.fixture.engine.credits.policy({
      platform: 'discord',
      scope: `dm:${ada.user.id}`,
      requester: ada.user.id,
    });
    expect(limits.monthly).toBe(1_000);
  } finally {
    await own.close();
  }
});

describe.concurrent('a message of the bot’s own', () => {
  /** Two cards of one job's person, and its result. */
  async function made() {
    const { channel, ada } = openChannel(harness);
    await ada.post({ content: `${at()} upscale x2`, attachments: [picture('one.jpg')] });
    const [card] = await over(harness, channel, 1);
    if (!card) throw new Error('no card');
    return { channel, ada, card, result: resultOf(harness, card) };
  }

  it('stands for its job: a reply to the card, which has no file, runs on the result as it was made', async () => {
    const { channel, ada, card, result } = await made();
    const bob = harness.discord.person({ channel });
    await ada.post({ content: `${at()} upscale x2`, replyTo: card });
    await over(harness, channel, 2);
    await bob.post({ content: `${at()} upscale x4`, replyTo: result });
    const [, own, others] = await over(harness, channel, 3);
    expect((await jobOf(harness, own)).result).toMatchObject({ width: 128, height: 96 });
    expect((await jobOf(harness, others)).result).toMatchObject({ width: 256, height: 192 });
    const choice = await answered(await ada.contextMenu(enhanceName, card));
    const sent = await ada.submitModal(await opened(ada, choice, 'Larger picture (ESRGAN)'));
    await sent.acknowledged;
    const [, , , again] = await over(harness, channel, 4);
    expect((await jobOf(harness, again)).result).toMatchObject({ width: 128, height: 96 });
    noTrouble(harness);
  });

  it('that only carries a button of a job goes not with its result', async () => {
    const { discord } = harness;
    const { channel, ada, result } = await made();
    const rest = new REST({ api: discord.url }).setToken(discord.token);
    const id = jobIdOf(result) ?? '';
    const crafted = button(build({ kind: 'act', act: 'remove', id, argument: sure }), 'Remove');
    const { components, flags } = bodyOf([...note(['Something else.']).components, ...rows([crafted])]);
    await rest.post(Routes.channelMessages(channel.id), { body: { components, flags } });
    const other = saidIn(harness, channel).at(-1);
    if (!other) throw new Error('nothing was posted');
    await ada.press(other, 'Remove');
    await eventually(() => expect(result.deleted).toBe(true));
    await eventually(async () => expect((await harness.fixture.engine.read(id))?.removed).toBe(true));
    expect(other.deleted).toBe(false);
    noTrouble(harness);
  });

  it('that shows the job no longer, for it was removed, is no source: what it was made from is', async () => {
    const { channel, ada, card, result } = await made();
    const bob = harness.discord.person({ channel });
    await remove(ada, result);
    await eventually(() => expect(result.deleted).toBe(true));
    // Nothing is left that would spend.
    await eventually(() => expect(textOf(card)).toContain('removed'));
    expect(buttonsOf(card)).toEqual([]);
    await bob.post({ content: `${at()} upscale x4`, replyTo: card });
    // The message with the picture, to which the card replies, is everybody's.
    const [, others] = await over(harness, channel, 2);
    expect((await jobOf(harness, others)).result).toMatchObject({ width: 128, height: 96 });
  });
});

describe.concurrent('a result in its card', () => {
  it('is taken out of it, and the card stays', async () => {
    const { discord } = harness;
    const channel = discord.addChannel({ guild: discord.home.guild, botPermissions: P.AttachFiles });
    const ada = discord.person({ channel });
    const asked = await ada.slash('upscale', { image: picture('one.jpg'), scale: 2 });
    await eventually(() => expect(asked.response() && filesOf(asked.response() as Message)).toHaveLength(1));
    const card = asked.response();
    if (!card) throw new Error('no card');
    await eventually(() => expect(textOf(card)).toContain('COMPLETED'));
    const id = jobIdOf(card) ?? '';
    await harness.fixture.engine.settled(id);
    await remove(ada, card);
    await eventually(() => expect(filesOf(card)).toEqual([]));
    await eventually(async () => expect((await harness.fixture.engine.read(id))?.removed).toBe(true));
    // Nothing is left that would spend.
    await eventually(() => expect(textOf(card)).toContain('removed'));
    expect(buttonsOf(card)).toEqual([]);
    expect(card.deleted).toBe(false);
    noTrouble(harness);
  });
});
