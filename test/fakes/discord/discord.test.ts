/** The loopback Discord does to the real discord.js what Discord does. */
import {
  ContextMenuCommandBuilder,
  Events,
  type Interaction,
  InteractionResponseType,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  type REST,
  Routes,
  SlashCommandBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { button, card, gallery, refused, row, useDiscord } from './client.ts';
import type { Discord } from './discord.ts';
import { buttonsOf, filesOf, textOf } from './people/seen.ts';

const fixture = useDiscord();

const picture = await sharp({ create: { width: 4, height: 3, channels: 3, background: '#888888' } })
  .png()
  .toBuffer();
const commands = [
  new SlashCommandBuilder()
    .setName('upscale')
    .setDescription('Make it larger')
    .addAttachmentOption((it) =>
      it.setName('image').setDescription('A picture').setRequired(true).setFileTypes('image'),
    )
    .addIntegerOption((it) => it.setName('scale').setDescription('Times').setMinValue(2).setMaxValue(8))
    .addStringOption((it) => it.setName('model').setDescription('Which').setAutocomplete(true)),
  new SlashCommandBuilder()
    .setName('credits')
    .setDescription('Credits')
    .addSubcommand((it) => it.setName('show').setDescription('What is left')),
  new ContextMenuCommandBuilder().setName('Enhance').setType(3),
].map((it) => it.toJSON());
const deploy = (discord: Discord, rest: REST) =>
  rest.put(Routes.applicationCommands(discord.applicationId), { body: commands });

const v2 = MessageFlags.IsComponentsV2;
const buttons = row(button('Cancel'), button('Later', { disabled: true }));

describe('interactions', () => {
  it('a slash command is deferred, and its card edited by raw REST until the token has expired', async () => {
    const { discord, rest } = await fixture.start();
    await deploy(discord, rest);
    const client = await fixture.login(discord);
    const seen: { id?: string | null; none?: boolean; size?: number; limit?: number } = {};
    client.on(Events.InteractionCreate, async (interaction: Interaction) => {
      if (!interaction.isChatInputCommand()) return;
      const file = interaction.options.getAttachment('image', true);
      seen.size = (await (await fetch(file.url)).arrayBuffer()).byteLength;
      seen.limit = interaction.attachmentSizeLimit;
      expect([file.width, file.height, file.contentType, file.ephemeral]).toEqual([4, 3, 'image/png', true]);
      const { resource, interaction: told } = await interaction.deferReply({ withResponse: true });
      seen.none = resource === null;
      seen.id = told.responseMessageId;
    });
    const ada = discord.person();
    const asked = await ada.slash('upscale', { image: { name: 'a.png', bytes: picture }, scale: 4 });
    const { callback, tookMs } = await asked.acknowledged;
    expect(callback).toBe(InteractionResponseType.DeferredChannelMessageWithSource);
    expect(tookMs).toBeLessThan(3000);
    await expect.poll(() => seen.id).toBe(asked.response()?.id);
    expect(seen).toMatchObject({ none: true, size: picture.length, limit: 10 * 1024 * 1024 });

    const path = Routes.webhookMessage(discord.applicationId, asked.token, '@original');
    await rest.patch(path, { body: card('QUEUED'), auth: false });
    const files = [{ name: 'a.png', data: picture }];
    const answer = await rest.patch(path, {
      body: card('DONE', [gallery('a.png', 'A grey card'), buttons]),
      files,
      auth: false,
    });
    expect(answer).toMatchObject({
      attachments: [],
      components: [
        { components: [{}, { items: [{ media: { width: 4, height: 3, content_type: 'image/png' } }] }, {}] },
      ],
    });
    const message = asked.response();
    if (!message) throw new Error('no card');
    expect(message.history).toEqual(['QUEUED', 'DONE']);
    expect(textOf(message)).toBe('DONE');
    expect(filesOf(message)).toMatchObject([{ name: 'a.png', bytes: picture, alt: 'A grey card' }]);
    expect(buttonsOf(message).map(({ label }) => label)).toEqual(['Cancel', 'Later']);

    discord.advance(15 * 60 * 1000);
    expect(await refused(rest.patch(path, { body: card('LATE'), auth: false }))).toBe('401 50027');
    await rest.patch(Routes.channelMessage(message.channel.id, message.id), { body: card('BY TOKEN') });
    expect(textOf(message)).toBe('BY TOKEN');
    expect(discord.violations).toEqual([]);
  });

  it('a message command opens a modal, whose answers arrive with what was prefilled', async () => {
    const { discord, rest } = await fixture.start();
    await deploy(discord, rest);
    const client = await fixture.login(discord);
    const seen: string[] = [];
    client.on(Events.InteractionCreate, async (interaction) => {
      if (interaction.isMessageContextMenuCommand()) {
        seen.push(interaction.targetMessage.attachments.first()?.name ?? 'nothing');
        const label = (id: string, value: string) =>
          new LabelBuilder()
            .setLabel(id)
            .setTextInputComponent(
              new TextInputBuilder()
                .setCustomId(id)
                .setStyle(TextInputStyle.Short)
                .setValue(value)
                .setMaxLength(9),
            );
        const modal = new ModalBuilder().setCustomId('v1:enhance').setTitle('Enhance');
        await interaction.showModal(modal.addLabelComponents(label('prompt', 'sharp'), label('seed', '1')));
      }
      if (interaction.isModalSubmit()) {
        seen.push(
          interaction.fields.getTextInputValue('prompt'),
          interaction.fields.getTextInputValue('seed'),
        );
        await interaction.reply({ content: 'Thank you', flags: MessageFlags.Ephemeral });
      }
    });
    const [ada, ben] = [discord.person(), discord.person()];
    const posted = await ada.post({ attachments: [{ name: 'old photo.png', bytes: picture }] });
    const asked = await ben.contextMenu('Enhance', posted);
    expect((await asked.acknowledged).callback).toBe(InteractionResponseType.Modal);
    await expect(ben.submitModal(asked, { seed: '1234567890' })).rejects.toThrow('longer than 9');
    await expect(ben.submitModal(asked, { seed: '' })).rejects.toThrow('required');
    await expect(ada.submitModal(asked)).rejects.toThrow('another person');
    const sent = await ben.submitModal(asked, { seed: '42' });
    await sent.acknowledged;
    expect(seen).toEqual(['old_photo.png', 'sharp', '42']);
    const answer = sent.response();
    if (!answer) throw new Error('no answer');
    expect(answer.visibleTo).toBe(ben.user);
    await expect(ada.press(answer, 'any')).rejects.toThrow('does not see');
  });

  it('a button and an autocomplete reach the bot; what the client does not offer cannot be used', async () => {
    const { discord, rest } = await fixture.start();
    await deploy(discord, rest);
    const client = await fixture.login(discord);
    client.on(Events.InteractionCreate, async (interaction) => {
      if (interaction.isButton())
        await interaction.update({ components: [{ type: 10, content: 'PRESSED' }], flags: v2 });
      if (interaction.isAutocomplete())
        await interaction.respond([{ name: interaction.options.getFocused(), value: 'esrgan' }]);
    });
    const ada = discord.person();
    await rest.post(Routes.channelMessages(discord.home.channel.id), { body: card('Ready', [buttons]) });
    const [message] = discord.messages();
    if (!message) throw new Error('not posted');
    await expect(ada.press(message, 'id:Later')).rejects.toThrow('disabled');
    await expect(ada.press(message, 'id:Gone')).rejects.toThrow('no button');
    const pressed = await ada.press(message, 'Cancel');
    expect((await pressed.acknowledged).callback).toBe(InteractionResponseType.UpdateMessage);
    expect(message.history).toEqual(['Ready', 'PRESSED']);
    expect(pressed.response()).toBe(message);

    const typed = await ada.autocomplete('upscale', 'model', 'esr');
    await typed.acknowledged;
    expect(typed.choices()).toEqual([{ name: 'esr', value: 'esrgan' }]);

    const image = { name: 'a.png', bytes: picture };
    await expect(ada.slash('enhance')).rejects.toThrow('not deployed');
    await expect(ada.slash('upscale', {})).rejects.toThrow('needs "image"');
    await expect(ada.slash('upscale', { image, scale: 9 })).rejects.toThrow('out of range');
    await expect(ada.slash('upscale', { image, scale: 2.5 })).rejects.toThrow('not an integer');
    await expect(ada.slash('upscale', { image: { ...image, name: 'a.txt' } })).rejects.toThrow(
      'none of image',
    );
    await expect(ada.slash('credits')).rejects.toThrow('needs a subcommand');
    await expect(ada.slash('credits give')).rejects.toThrow('no subcommand');
  });

  it('an answer after three seconds, and a second one, are refused', async () => {
    const { discord, rest } = await fixture.start();
    await deploy(discord, rest);
    const ada = discord.person();
    const late = await ada.slash('credits show');
    discord.advance(3001);
    await expect(late.acknowledged).rejects.toThrow('did not respond');
    const answer = (to: typeof late) =>
      rest.post(Routes.interactionCallback(to.id, to.token), { body: { type: 5 }, auth: false });
    expect(await refused(answer(late))).toBe('404 10062');
    const second = await ada.slash('credits show');
    await answer(second);
    expect(await refused(answer(second))).toBe('400 40060');
  });
});
