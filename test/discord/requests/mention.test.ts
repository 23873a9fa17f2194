/** Messages that speak to the bot. */
import { PermissionFlagsBits } from 'discord.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enhanceName } from '../../../src/bots/discord/words/menu.ts';
import { filesOf, textOf } from '../../fakes/discord/people/seen.ts';
import {
  answered,
  eventually,
  jobOf,
  noTrouble,
  openChannel,
  opened,
  over,
  picture,
  resultOf,
  saidIn,
  take,
} from '../harness/client.ts';
import { type Harness, openHarness, statesOf } from '../harness/harness.ts';

/** `blind`: as most bots are, without the message-content intent. */
let blind: Harness;
let seeing: Harness;
beforeAll(async () => {
  [blind, seeing] = await Promise.all([openHarness(), openHarness({ discord: { messageContent: true } })]);
});
afterAll(() => Promise.all([blind.close(), seeing.close()]));

// Each in a channel of its own.
describe.concurrent('a mention', () => {
  const at = ({ discord }: Harness) => `<@${discord.bot.id}>`;

  it('with the picture on the message itself needs no intent', async () => {
    const { channel, ada } = openChannel(blind);
    await ada.post({ content: `${at(blind)} upscale x4 png`, attachments: [picture('one.jpg')] });
    const [done] = await over(blind, channel, 1);
    expect((await jobOf(blind, done)).settings).toMatchObject({ scale: 4, output_format: 'png' });
    expect(done?.reference?.kind).toBe('reply');
    noTrouble(blind);
  });

  it('in reply to somebody’s picture teaches the menu where the bot does not see it', async () => {
    const { channel, ada } = openChannel(blind);
    const source = await blind.discord.person({ channel }).post({ attachments: [picture('one.jpg')] });
    await ada.post({ content: `${at(blind)} upscale x4`, replyTo: source });
    await eventually(() =>
      expect(saidIn(blind, channel).map(textOf)).toEqual([expect.stringContaining(`Apps > ${enhanceName}`)]),
    );
    await ada.post({ content: `${at(blind)} upscale` });
    await eventually(() => expect(saidIn(blind, channel)).toHaveLength(2));
    noTrouble(blind);
  });

  it('in reply to the bot’s own result works without the intent, and is always answered, thanks left aside', async () => {
    const { channel, ada } = openChannel(blind);
    await ada.post({ content: `${at(blind)} upscale`, attachments: [picture('one.jpg')] });
    const [done] = await over(blind, channel, 1);
    const result = resultOf(blind, done);
    for (const content of ['lovely, thank you', '❤️', '', 'wow, that looks amazing'])
      await ada.post({ content, replyTo: result });
    const bob = blind.discord.person({ channel });
    await bob.post({ content: '@everyone look at the corner', replyTo: result, ping: false });
    await ada.post({ content: 'I animate too, you know', replyTo: result });
    await eventually(() => expect(saidIn(blind, channel)).toHaveLength(3));
    expect(saidIn(blind, channel).map(textOf).at(-1)).toContain('Say what should be done with it');
    await ada.post({ content: 'x4', replyTo: result });
    const [, second] = await over(blind, channel, 2);
    expect((await jobOf(blind, second)).settings).toMatchObject({ scale: 4 });
    expect(saidIn(blind, channel)).toHaveLength(5);
  });

  it('in reply to a picture, or to words about it, runs on the picture and keeps it a spoiler', async () => {
    const { channel, ada } = openChannel(seeing);
    const bob = seeing.discord.person({ channel });
    const source = await bob.post({ attachments: [picture('one.jpg')], spoiler: true });
    const about = await ada.post({ content: 'how nice', replyTo: source });
    await ada.post({ content: `${at(seeing)} please upscale this, ×2`, replyTo: about });
    const [done] = await over(seeing, channel, 1);
    expect(filesOf(resultOf(seeing, done))).toMatchObject([{ spoiler: true }]);
    noTrouble(seeing);
  });

  it('by the name of the bot’s role is one, too', async () => {
    const { channel, ada } = openChannel(seeing);
    const role = seeing.discord.home.guild.roles.find((it) => it.ofBot);
    await ada.post({ content: `<@&${role?.id}> upscale x4 png`, attachments: [picture('one.jpg')] });
    const [done] = await over(seeing, channel, 1);
    expect((await jobOf(seeing, done)).settings).toMatchObject({ scale: 4, output_format: 'png' });
    noTrouble(seeing);
  });

  it('by a role that the connection has not told of is one as well, and by another role is none', async () => {
    const guild = seeing.discord.addGuild();
    const channel = seeing.discord.addChannel({ guild, name: 'roles' });
    const ada = seeing.discord.person({ channel });
    const theirs = seeing.discord.addRole(guild, { name: 'painters', permissions: 0n });
    // Given another one, as when it is invited anew; nothing is told of it here.
    for (const role of guild.roles) if (role.ofBot) role.id = `${BigInt(role.id) + 1n}`;
    const own = guild.roles.find((it) => it.ofBot);
    for (const content of [
      `<@&${theirs.id}> help`,
      '@everyone help',
      `<@&${own?.id}> help`,
      `<@&${own?.id}>`,
    ])
      await ada.post({ content });
    await eventually(() => expect(saidIn(seeing, channel)).toHaveLength(2));
    for (const said of saidIn(seeing, channel).map(textOf)) expect(said).toContain('/jobs list');
    expect(seeing.discord.log.filter(({ path }) => path.endsWith(`/guilds/${guild.id}/roles`))).toHaveLength(
      1,
    );
    noTrouble(seeing);
  });

  it('by its role alone, where Discord keeps the words back, is told how to be heard', async () => {
    const { channel, ada } = openChannel(blind);
    const role = blind.discord.home.guild.roles.find((it) => it.ofBot);
    await ada.post({ content: `<@&${role?.id}> upscale x4`, attachments: [picture('one.jpg')] });
    await eventually(() =>
      expect(saidIn(blind, channel).map(textOf)).toEqual([expect.stringContaining('not just my role')]),
    );
    noTrouble(blind);
  });

  it('asks which of several is meant, unless it says all', async () => {
    const { channel, ada } = openChannel(seeing);
    const source = await ada.post({ attachments: [picture('one.jpg'), picture('two.jpg')] });
    await ada.post({ content: `${at(seeing)} upscale all`, replyTo: source });
    await over(seeing, channel, 1);
    await ada.post({ content: `${at(seeing)} upscale x4`, replyTo: source });
    const which = () => saidIn(seeing, channel).find((it) => textOf(it).startsWith('Which one?'));
    await eventually(() => expect(which()).toBeDefined());
    const choice = which();
    if (!choice) throw new Error('no choice');
    const stranger = await seeing.discord.person({ channel }).press(choice, 'Run');
    expect(textOf(await answered(stranger))).toContain('Somebody else');
    await take(ada, choice, 'm1');
    await ada.press(choice, 'Run');
    const cards = await over(seeing, channel, 2);
    expect((await jobOf(seeing, cards[1])).settings).toMatchObject({ scale: 4 });
    await eventually(() => expect(choice.deleted).toBe(true));
    noTrouble(seeing);
  });

  it('without a word about what to do offers the models', async () => {
    const { channel, ada } = openChannel(seeing);
    await ada.post({ content: at(seeing), attachments: [picture('one.jpg')] });
    await eventually(() => expect(saidIn(seeing, channel)).toHaveLength(1));
    const [choice] = saidIn(seeing, channel);
    if (!choice) throw new Error('no choice');
    await ada.submitModal(await opened(ada, choice, 'Larger picture (ESRGAN)'));
    await over(seeing, channel, 1);
    noTrouble(seeing);
  });

  it('in direct messages needs no name, and words get an answer', async () => {
    const ada = blind.discord.person({ channel: 'dm' });
    await ada.post({ content: 'upscale x2', attachments: [picture('one.jpg')] });
    const mine = () =>
      blind.discord
        .messages()
        .filter((it) => it.author === blind.discord.bot && it.channel.recipients.includes(ada.user));
    await eventually(() =>
      expect(
        mine()
          .map((it) => statesOf(it).at(-1))
          .filter(Boolean),
      ).toEqual(['COMPLETED']),
    );
    await ada.post({ content: 'hello there' });
    await eventually(() => expect(mine().map(textOf).join('\n')).toContain('`/help` tells'));
    noTrouble(blind);
  });

  it('where the bot may not read what was said before is answered, but not in reply', async () => {
    const { channel, ada } = openChannel(blind);
    channel.botPermissions &= ~PermissionFlagsBits.ReadMessageHistory;
    await ada.post({ content: `${at(blind)} upscale`, attachments: [picture('one.jpg')] });
    const [done] = await over(blind, channel, 1);
    expect(done?.reference).toBeUndefined();
    noTrouble(blind);
  });

  it('where the bot may not post is answered directly', async () => {
    const { channel, ada } = openChannel(blind);
    channel.botPermissions = PermissionFlagsBits.ViewChannel | PermissionFlagsBits.ReadMessageHistory;
    await ada.post({ content: `${at(blind)} upscale`, attachments: [picture('one.jpg')] });
    const direct = () =>
      blind.discord
        .messages()
        .filter((it) => it.channel.kind === 'dm' && it.channel.recipients.includes(ada.user));
    await eventually(() =>
      expect(direct().map(textOf)).toEqual([expect.stringContaining('permission Send Messages')]),
    );
  });
});

describe('a message that comes twice', () => {
  it('is one job, and one answer', async () => {
    const { channel, ada } = openChannel(blind);
    blind.discord.duplicateNextDispatch();
    await ada.post({ content: `<@${blind.discord.bot.id}> upscale`, attachments: [picture('one.jpg')] });
    await over(blind, channel, 1);
    blind.discord.duplicateNextDispatch();
    await ada.post({ content: `<@${blind.discord.bot.id}> help` });
    await eventually(() =>
      expect(saidIn(blind, channel).filter((it) => textOf(it).includes('/jobs list'))).toHaveLength(1),
    );
    expect(saidIn(blind, channel)).toHaveLength(3);
  });
});

it('what was made of a picture goes with it: deleted among others, taken out of its message, or gone while nobody heard', async () => {
  const { discord, fixture } = seeing;
  const { channel, ada } = openChannel(seeing);
  const names = ['bulk.jpg', 'edited.jpg', 'missed.jpg'];
  const sources = await Promise.all(names.map((name) => ada.post({ attachments: [picture(name)] })));
  for (const replyTo of sources) await ada.post({ content: `<@${discord.bot.id}> upscale x2 png`, replyTo });
  const person = { platform: 'discord', scope: channel.guild?.id ?? '', requester: ada.user.id };
  const jobs = () => fixture.engine.jobs(person, 3);
  await eventually(async () =>
    expect((await jobs()).map(({ state }) => state)).toEqual(Array(3).fill('done')),
  );
  const removed = async () =>
    (await jobs()).flatMap(({ removed: gone, source }) => (gone ? [source.fileName] : [])).toSorted();
  const [bulk, edited, missed] = sources;
  if (!bulk || !edited || !missed) throw new Error('not all are there');
  const other = await ada.post({ content: 'another' });
  discord.deleteMessages([other, bulk]);
  await eventually(async () => expect(await removed()).toEqual(['bulk.jpg']));
  // A word that is changed takes nothing away.
  discord.takeFile(missed, 'another.jpg');
  discord.takeFile(edited, 'edited.jpg');
  await eventually(async () => expect(await removed()).toEqual(['bulk.jpg', 'edited.jpg']));
  discord.cutGateway(500);
  discord.deleteMessage(missed);
  discord.invalidateSessions();
  await eventually(async () => expect(await removed()).toEqual(['bulk.jpg', 'edited.jpg', 'missed.jpg']));
  // The message that lost its file stands there still.
  await eventually(() => expect(discord.messages(channel).flatMap(filesOf)).toEqual([]));
});
