/** What a person sends reaches the bot as Discord sends it. */
import {
  type APIMessage,
  Events,
  GatewayDispatchEvents,
  type Interaction,
  MessageFlags,
  type REST,
  Routes,
} from 'discord.js';
import { describe, expect, it } from 'vitest';
import { card, gallery, row, useDiscord } from './client.ts';
import type { Discord } from './discord.ts';
import { filesOf } from './people/seen.ts';

const fixture = useDiscord();
const file = (name: string) => ({ name, bytes: Buffer.from(`this is ${name}`) });
const deploy = (discord: Discord, rest: REST, ...body: object[]) =>
  rest.put(Routes.applicationCommands(discord.applicationId), { body });
/** A client that hands on each interaction. */
async function handled(discord: Discord, handle: (interaction: Interaction) => Promise<unknown>) {
  const client = await fixture.login(discord);
  client.on(Events.InteractionCreate, handle);
}

describe('what a person sends', () => {
  it('a select menu opens a modal with files, boxes and choices, and its answers come complete', async () => {
    const { discord, rest } = await fixture.start();
    const options = ['esrgan', 'clarity'].map((value) => ({ label: value, value }));
    const menu = row({ type: 3, custom_id: 'model', options });
    await rest.post(Routes.channelMessages(discord.home.channel.id), {
      body: { content: 'Which?', components: [menu] },
    });
    const label = (component: object) => ({ type: 18, label: 'L', component });
    const modal = {
      title: 'Settings',
      custom_id: 'settings',
      components: [
        { type: 10, content: 'Choose' },
        label({
          type: 21,
          custom_id: 'scale',
          options: ['2', '4'].map((value) => ({ label: value, value, default: value === '4' })),
        }),
        label({ type: 23, custom_id: 'face' }),
        label({ type: 19, custom_id: 'mask', required: false, min_values: 0, file_types: ['image'] }),
        label({ type: 3, custom_id: 'format', options: [{ label: 'png', value: 'png', default: true }] }),
      ],
    };
    const seen: unknown[] = [];
    await handled(discord, async (interaction) => {
      if (interaction.isStringSelectMenu()) {
        seen.push(...interaction.values);
        await rest.post(Routes.interactionCallback(interaction.id, interaction.token), {
          body: { type: 9, data: modal },
          auth: false,
        });
      }
      if (interaction.isModalSubmit()) {
        const { fields } = interaction;
        const mask = fields.getUploadedFiles('mask')?.first();
        seen.push(
          fields.getRadioGroup('scale'),
          fields.getCheckbox('face'),
          fields.getStringSelectValues('format'),
        );
        seen.push(mask?.name, mask && (await (await fetch(mask.url)).text()), interaction.isFromMessage());
        await interaction.deferUpdate();
      }
    });
    const ada = discord.person();
    const [message] = discord.messages();
    if (!message) throw new Error('not posted');
    await expect(ada.select(message, 'model', ['flux'])).rejects.toThrow('no option "flux"');
    await expect(ada.select(message, 'model', ['esrgan', 'clarity'])).rejects.toThrow('1 to 1');
    const chosen = await ada.select(message, 'model', ['clarity']);
    await chosen.acknowledged;
    await expect(ada.submitModal(chosen, { mask: [file('mask.mp4')] })).rejects.toThrow('another type');
    await expect(ada.submitModal(chosen, { scale: '8' })).rejects.toThrow('no option 8');
    const sent = await ada.submitModal(chosen, { face: true, mask: [file('mask.png')] });
    expect((await sent.acknowledged).callback).toBe(6);
    expect(seen).toEqual(['clarity', '4', true, ['png'], 'mask.png', 'this is mask.png', true]);
    await expect(ada.submitModal(chosen)).rejects.toThrow('sent already');
    expect(discord.violations).toEqual([]);
  });

  it('a reply and a forward carry what they point to, whole where the bot may read it', async () => {
    const { discord, rest } = await fixture.start();
    const client = await fixture.login(discord);
    const seen: [string, unknown][] = [];
    // Raw: discord.js writes what a forward brings over what it has cached of the message itself.
    client.ws.on(GatewayDispatchEvents.MessageCreate, (message: APIMessage) => {
      const { id, mentions, referenced_message: replied, message_snapshots: snapshots } = message;
      const files = [replied?.attachments.length, snapshots?.[0]?.message.attachments.length];
      if (message.author.id !== discord.bot.id)
        seen.push([id, [mentions.some((user) => user.id === discord.bot.id), ...files]]);
    });
    const route = Routes.channelMessages(discord.home.channel.id);
    await rest.post(route, { body: { content: 'mine' }, files: [{ name: 'a.png', data: Buffer.from('a') }] });
    const [own] = discord.messages();
    if (!own) throw new Error('not posted');
    const ada = discord.person();
    const theirs = await ada.post({ attachments: [file('b.png')], spoiler: true });
    expect(filesOf(theirs)).toMatchObject([{ name: 'SPOILER_b.png', spoiler: true }]);
    const reply = await ada.post({ content: 'this', replyTo: own });
    const silent = await ada.post({ content: 'this', replyTo: own, ping: false });
    const mention = await ada.post({ content: `<@${discord.bot.id}> this`, replyTo: theirs });
    const forward = await ada.post({ forward: theirs });
    const direct = await discord.person({ user: ada.user, channel: 'dm' }).post({ forward: theirs });
    // As the bot sees them: is it mentioned, the files of what is replied to, the files of what is forwarded.
    await expect
      .poll(() => Object.fromEntries(seen))
      .toEqual({
        [theirs.id]: [false, undefined, undefined],
        [reply.id]: [true, 1, undefined],
        [silent.id]: [false, 1, undefined],
        [mention.id]: [true, 0, undefined],
        [forward.id]: [false, undefined, 0],
        [direct.id]: [false, undefined, 1],
      });
  });

  it("a message command on the bot's own card finds the picture in the components only", async () => {
    const { discord, rest } = await fixture.start();
    await deploy(discord, rest, { name: 'Again', type: 3 });
    const seen: unknown[] = [];
    await handled(discord, async (interaction) => {
      if (!interaction.isMessageContextMenuCommand()) return;
      const { attachments, components, flags } = interaction.targetMessage;
      const json = JSON.stringify(components.map((it) => it.toJSON()));
      const url = /"proxy_url":"([^"]+)"/.exec(json)?.[1] ?? '';
      seen.push(attachments.size, flags.has(MessageFlags.IsComponentsV2), await (await fetch(url)).text());
    });
    const body = card('Done', [gallery('a.png')]);
    await rest.post(Routes.channelMessages(discord.home.channel.id), {
      body,
      files: [{ name: 'a.png', data: Buffer.from('A') }],
    });
    const [message] = discord.messages();
    if (!message) throw new Error('not posted');
    await discord.person().contextMenu('Again', message);
    await expect.poll(() => seen).toEqual([0, true, 'A']);
    discord.deleteMessage(message);
    await expect(discord.person().contextMenu('Again', message)).rejects.toThrow('deleted');
  });
});
