/** Where a person sits is told with the interaction, and decides what they are offered. */
import {
  ApplicationIntegrationType,
  Events,
  InteractionContextType,
  PermissionFlagsBits,
  type REST,
  Routes,
} from 'discord.js';
import { describe, expect, it } from 'vitest';
import { refused, useDiscord } from './client.ts';
import type { Discord } from './discord.ts';

const fixture = useDiscord();
const deploy = (discord: Discord, rest: REST, ...body: object[]) =>
  rest.put(Routes.applicationCommands(discord.applicationId), { body });

describe('where a person sits', () => {
  it('is told with the interaction, and decides what is offered', async () => {
    const { discord, rest } = await fixture.start();
    const everywhere = { contexts: [0, 1, 2], integration_types: [0, 1] };
    await deploy(
      discord,
      rest,
      { name: 'all', description: 'd', ...everywhere },
      { name: 'guild', description: 'd', contexts: [0] },
      { name: 'manage', description: 'd', default_member_permissions: `${PermissionFlagsBits.ManageGuild}` },
      { name: 'adult', description: 'd', nsfw: true },
    );
    const seen: unknown[] = [];
    (await fixture.login(discord)).on(Events.InteractionCreate, (interaction) => {
      const { context, authorizingIntegrationOwners: owners, attachmentSizeLimit } = interaction;
      const guild = owners?.[ApplicationIntegrationType.GuildInstall];
      seen.push([context, guild, attachmentSizeLimit, interaction.appPermissions.has('AttachFiles')]);
    });
    const user = discord.addUser({ uploadLimit: 500 * 1024 * 1024 });
    const { guild, channel } = discord.home;
    const here = discord.person({ user });
    await here.slash('all');
    channel.botPermissions = 0n;
    await here.slash('all');
    const direct = discord.person({ user, channel: 'dm', toldUploadLimit: 1000 });
    await direct.slash('all');
    await discord.person({ user, channel: 'private', installedBy: 'user' }).slash('all');
    await expect
      .poll(() => seen)
      .toEqual([
        [InteractionContextType.Guild, guild.id, user.uploadLimit, true],
        [InteractionContextType.Guild, guild.id, user.uploadLimit, false],
        [InteractionContextType.BotDM, '0', 1000, true],
        [InteractionContextType.PrivateChannel, undefined, user.uploadLimit, true],
      ]);
    await expect(direct.slash('guild')).rejects.toThrow('context 1');
    await expect(here.slash('manage')).rejects.toThrow('lacks the permission');
    const manager = discord.addRole(guild, { name: 'manager', permissions: PermissionFlagsBits.ManageGuild });
    await discord.person({ roles: [manager] }).slash('manage');
    await expect(here.slash('adult')).rejects.toThrow('age-restricted');
    channel.ageRestricted = true;
    await here.slash('adult');
    discord.kickBot(guild);
    await expect(here.slash('all')).rejects.toThrow('not in the guild');
  });

  it('an application that only people installed may follow up five times', async () => {
    const { discord, rest } = await fixture.start();
    await deploy(discord, rest, { name: 'all', description: 'd', integration_types: [1] });
    const ada = discord.person({ channel: 'private', installedBy: 'user', forcedEphemeral: true });
    const asked = await ada.slash('all');
    const callback = Routes.interactionCallback(asked.id, asked.token);
    const query = new URLSearchParams({ with_response: 'true' });
    const body = { type: 4, data: { content: 'hello' } };
    const answer = await rest.post(callback, { body, query, auth: false });
    expect(answer).toMatchObject({
      interaction: { response_message_id: asked.response()?.id, response_message_ephemeral: true },
      resource: { type: 4, message: { content: 'hello' } },
    });
    const follow = Routes.webhook(discord.applicationId, asked.token);
    const again = () => rest.post(follow, { body: { content: 'more' }, auth: false });
    for (let count = 0; count < 5; count += 1) await again();
    expect(await refused(again())).toBe('400 40094');
  });
});
