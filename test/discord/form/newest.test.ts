/** A command without a file takes the newest of the channel; and what is asked of Discord about a place. */
import { PermissionFlagsBits, REST } from 'discord.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whereOf } from '../../../src/bots/discord/requests/message-author.ts';
import { enhanceName } from '../../../src/bots/discord/words/menu.ts';
import { everyMedium } from '../../fakes/discord/messages/components.ts';
import { buttonsOf, textOf } from '../../fakes/discord/people/seen.ts';
import type { Channel, Role } from '../../fakes/discord/state.ts';
import {
  answered,
  cardsIn,
  eventually,
  noTrouble,
  openChannel,
  picture,
  saidIn,
  video,
} from '../harness/client.ts';
import { type Harness, openHarness, statesOf } from '../harness/harness.ts';

/** `blind`: as most bots are, without the message-content intent. */
let blind: Harness;
let seeing: Harness;
beforeAll(async () => {
  [blind, seeing] = await Promise.all([openHarness(), openHarness({ discord: { messageContent: true } })]);
});
afterAll(() => Promise.all([blind.close(), seeing.close()]));

describe('a command without a file', () => {
  it('takes the newest that fits, says which only to the person, and goes on to older ones', async () => {
    const { channel, ada } = openChannel(seeing);
    const bob = seeing.discord.person({ channel });
    await bob.post({ attachments: [picture('oldest.jpg')] });
    await bob.post({ attachments: [picture('first.jpg'), picture('second.jpg')] });
    await bob.post({ content: 'what do you think?' });
    await bob.post({ attachments: [video('clip.mp4')] });
    seeing.fixture.lab.behave({ processingMs: 600_000 }, { jobs: 2 });
    const last = () => cardsIn(seeing, channel).map((it) => statesOf(it).at(-1));
    const asked = await ada.slash('upscale', { scale: 4 });
    const private_ = await answered(asked);
    expect(private_.visibleTo).toBe(ada.user);
    await eventually(() => expect(textOf(private_)).toContain('first.jpg'));
    expect(textOf(private_)).toContain(`<@${bob.user.id}>`);
    await eventually(() => expect(last()).toEqual(['PROCESSING']));
    await ada.press(private_, 'Not this one');
    // The provider has it: what that still costs is read first.
    await eventually(() => expect(textOf(private_)).toContain('still costs up to 0.5 credits'));
    expect(last()).toEqual(['PROCESSING']);
    await ada.press(private_, 'Cancel all the same');
    await eventually(() => expect(textOf(private_)).toContain('second.jpg'));
    await eventually(() => expect(last()).toEqual(['CANCELLED', 'PROCESSING']));
    await ada.press(private_, 'Not this one');
    await eventually(() => expect(textOf(private_)).toContain('still costs'));
    await ada.press(private_, 'Cancel all the same');
    await eventually(() => expect(textOf(private_)).toContain('oldest.jpg'));
    await eventually(() => expect(last()).toEqual(['CANCELLED', 'CANCELLED', 'COMPLETED']));
    await ada.press(private_, 'Not this one');
    await eventually(() => expect(textOf(private_)).toContain('no older picture'));
    expect(buttonsOf(private_)).toEqual([]);
    noTrouble(seeing);
  });

  it('takes no card for a picture, although it shows one', async () => {
    const { channel, ada } = openChannel(seeing);
    const bob = seeing.discord.person({ channel });
    await bob.post({ attachments: [picture('one.jpg')] });
    seeing.fixture.lab.behave({ processingMs: 5_000 });
    await answered(await ada.slash('upscale', { scale: 4 }));
    await eventually(() =>
      expect(everyMedium(cardsIn(seeing, channel)[0]?.components ?? [])).toHaveLength(1),
    );
    const next = await answered(await seeing.discord.person({ channel }).slash('upscale'));
    await eventually(() => expect(textOf(next)).toContain(`one.jpg, posted by <@${bob.user.id}>`));
    noTrouble(seeing);
  });

  it('without media says in private what to do, and why the bot sees none', async () => {
    const { channel, ada } = openChannel(blind);
    await blind.discord.person({ channel }).post({ attachments: [picture('one.jpg')] });
    const blindly = await answered(await ada.slash('upscale'));
    await eventually(() => expect(textOf(blindly)).toContain(`Apps > ${enhanceName}`));
    expect(blindly.visibleTo).toBe(ada.user);
    channel.botPermissions &= ~PermissionFlagsBits.ReadMessageHistory;
    const unread = await answered(await ada.slash('upscale'));
    await eventually(() => expect(textOf(unread)).toContain('Read Message History'));
    expect(saidIn(blind, channel)).toEqual([]);
    noTrouble(blind);
  });
});

describe('where a message stands', () => {
  it('is asked of Discord: the age limit of a thread’s channel, what the bot may do, who runs the place', async () => {
    const { discord } = blind;
    const { guild } = discord.home;
    const parent = discord.addChannel({ guild, name: 'adults', ageRestricted: true });
    parent.botPermissions = PermissionFlagsBits.ViewChannel | PermissionFlagsBits.SendMessagesInThreads;
    const thread = discord.addChannel({ guild, kind: 'thread', name: 'talk', parent });
    const role = discord.addRole(guild, { name: 'mods', permissions: PermissionFlagsBits.ManageGuild });
    const rest = new REST({ api: discord.url }).setToken(discord.token);
    const where = async (channel: Channel, roles: Role[]) => {
      const posted = await discord.person({ channel, roles }).post({ content: 'here' });
      // As the gateway brings it: with the guild and the member.
      const member = { roles: roles.map(({ id }) => id) };
      const told = {
        id: posted.id,
        channel_id: channel.id,
        guild_id: guild.id,
        author: posted.author,
        member,
      };
      return whereOf({ rest, userId: discord.bot.id, platform: 'discord' }, told as never);
    };
    const { conversation: place, person } = await where(thread, [role]);
    expect(place).toMatchObject({ guild: guild.id, restricted: true, thread: true, member: true });
    expect(place.permissions).toBe(parent.botPermissions);
    expect(person).toMatchObject({ scope: guild.id, admin: true, groups: [role.id], channel: thread.id });
    const home = await where(discord.home.channel, []);
    expect(home.conversation).toMatchObject({ restricted: false, thread: false });
    expect(home.person.admin).toBe(false);
  });
});
