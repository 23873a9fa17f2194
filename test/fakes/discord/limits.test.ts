/** What Discord does not take, it refuses, and the test that sent it can see why. */
import { MessageFlags, Routes } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { button, card, gallery, refused, row, useDiscord } from './client.ts';

const fixture = useDiscord();
const v2 = MessageFlags.IsComponentsV2;
const picture = { name: 'a.png', data: Buffer.from('not really a picture') };
const text = (content: string) => ({ type: 10, content });
const many = <Thing>(count: number, make: (index: number) => Thing): Thing[] =>
  Array.from({ length: count }, (_, index) => make(index));
const select = (options: object[]) => ({ type: 3, custom_id: 'select', options });
const option = (value: string, more: object = {}) => ({ label: value, value, ...more });

describe('a message', () => {
  const wrong: [string, string, object][] = [
    [
      'components over 40, nested ones counted',
      'components',
      card(
        'a',
        many(39, () => text('b')),
      ),
    ],
    [
      'components over 40, accessories counted',
      'components',
      {
        flags: v2,
        components: many(14, (index) => ({
          type: 9,
          components: [text('a')],
          accessory: button(`b${index}`),
        })),
      },
    ],
    ['text over 4,000 in all', 'components', card('a'.repeat(2001), [text('b'.repeat(2000))])],
    [
      'six buttons in a row',
      'components.0.components',
      { components: [row(...many(6, (index) => button(`b${index}`)))] },
    ],
    ['six rows', 'components', { components: many(6, (index) => row(button(`b${index}`))) }],
    [
      'a custom id of 101',
      'components.0.components.0.custom_id',
      { components: [row(button('a', { custom_id: 'i'.repeat(101) }))] },
    ],
    [
      'the same custom id twice',
      'components.0.components.1.custom_id',
      { components: [row(button('a'), button('a'))] },
    ],
    [
      'a label of 81',
      'components.0.components.0.label',
      { components: [row(button('l'.repeat(81), { custom_id: 'i' }))] },
    ],
    [
      'a link of over 512',
      'components.0.components.0.url',
      { components: [row({ type: 2, style: 5, label: 'a', url: `https://example.com/${'a'.repeat(500)}` })] },
    ],
    [
      'a link with a custom id',
      'components.0.components.0.custom_id',
      { components: [row(button('a', { style: 5 }))] },
    ],
    [
      '26 options',
      'components.0.components.0.options',
      { components: [row(select(many(26, (index) => option(`${index}`))))] },
    ],
    [
      'an option of 101',
      'components.0.components.0.options.0.label',
      { components: [row(select([option('a', { label: 'l'.repeat(101) })]))] },
    ],
    [
      'an option described in 101',
      'components.0.components.0.options.0.description',
      { components: [row(select([option('a', { description: 'd'.repeat(101) })]))] },
    ],
    [
      'a select menu beside a button',
      'components.0.components',
      { components: [row(select([option('a')]), button('a'))] },
    ],
    ['an empty gallery', 'components.0.items', { flags: v2, components: [{ type: 12, items: [] }] }],
    [
      'a gallery of 11',
      'components.0.items',
      {
        flags: v2,
        components: [{ type: 12, items: many(11, () => ({ media: { url: 'https://example.com/a.png' } })) }],
      },
    ],
    [
      'an alt text of 1,025',
      'components.0.components.1.items.0.description',
      card('a', [gallery('a.png', 'd'.repeat(1025))]),
    ],
    [
      'a picture that is not sent along',
      'components.0.components.1.items.0.media.url',
      card('a', [gallery('b.png')]),
    ],
    ['content beside Components V2', 'content', { ...card('a'), content: 'b' }],
    ['embeds beside Components V2', 'embeds', { ...card('a'), embeds: [{ title: 'b' }] }],
    ['Components V2 without the flag', 'components.0.type', { components: [text('a')] }],
    ['a container in a container', 'components.0.components.1.type', card('a', card('b').components)],
    ['content of 2,001', 'content', { content: 'a'.repeat(2001) }],
    ['a nonce of 26', 'nonce', { content: 'a', nonce: 'n'.repeat(26) }],
    [
      'mentions allowed in two ways',
      'allowed_mentions',
      { content: 'a', allowed_mentions: { parse: ['users'], users: ['1'] } },
    ],
    ['an attachment that is not there', 'attachments.0.id', { content: 'a', attachments: [{ id: 7 }] }],
  ];
  it.each(wrong)('%s is refused', async (_, path, body) => {
    const { discord, rest } = await fixture.start();
    const route = Routes.channelMessages(discord.home.channel.id);
    expect(await refused(rest.post(route, { body, files: [picture] }))).toBe('400 50035');
    expect(discord.violations).toHaveLength(1);
    expect(discord.violations[0]?.errors.map((it) => it.split(': ')[0])).toContain(path);
    expect(discord.messages()).toEqual([]);
  });

  it('at the limit it is taken', async () => {
    const { discord, rest } = await fixture.start();
    const route = Routes.channelMessages(discord.home.channel.id);
    const full = [...many(32, () => text('b'.repeat(120))), row(...many(5, (index) => button(`b${index}`)))];
    await rest.post(route, { body: card('a'.repeat(160), full) });
    await rest.post(route, { body: { content: 'a'.repeat(2000), nonce: 'n'.repeat(25) } });
    expect(await refused(rest.post(route, { body: {} }))).toBe('400 50006');
    expect(discord.violations).toEqual([]);
  });

  it('once of Components V2, it stays so', async () => {
    const { discord, rest } = await fixture.start();
    const route = Routes.channelMessages(discord.home.channel.id);
    await rest.post(route, { body: card('a') });
    const [message] = discord.messages();
    const edit = Routes.channelMessage(discord.home.channel.id, message?.id ?? '');
    const { components } = card('b');
    expect(await refused(rest.patch(edit, { body: { components, flags: 0 } }))).toBe('400 50035');
    expect(await refused(rest.patch(edit, { body: { components } }))).toBe('400 50035');
    await rest.patch(edit, { body: { components, flags: v2 } });
    expect(message?.history).toEqual(['a', 'b']);
  });

  it('an edit keeps its files, drops them for new ones without a list, and keeps those that are listed', async () => {
    const { discord, rest } = await fixture.start();
    const names = () => discord.messages()[0]?.attachments.map(({ name }) => name);
    const { id: channel } = discord.home.channel;
    await rest.post(Routes.channelMessages(channel), { body: { content: 'a' }, files: [picture] });
    const [message] = discord.messages();
    const edit = Routes.channelMessage(channel, message?.id ?? '');
    await rest.patch(edit, { body: { content: 'b' } });
    expect(names()).toEqual(['a.png']);
    await rest.patch(edit, { body: {}, files: [{ ...picture, name: 'b.png' }] });
    expect(names()).toEqual(['b.png']);
    const attachments = [{ id: message?.attachments[0]?.id }, { id: 0, description: 'alt' }];
    await rest.patch(edit, { body: { attachments }, files: [{ ...picture, name: 'c.png' }] });
    expect(names()).toEqual(['b.png', 'c.png']);
    expect(message?.attachments[1]?.alt).toBe('alt');
  });

  it('notifies whom it may, and an edit nobody', async () => {
    const { discord, rest } = await fixture.start();
    const { channel } = discord.home;
    const [ada, ben] = [discord.addUser(), discord.addUser()];
    const content = `<@${ada.id}> and <@${ben.id}> and @everyone`;
    const route = Routes.channelMessages(channel.id);
    await rest.post(route, { body: { content } });
    await rest.post(route, { body: { content, allowed_mentions: { users: [ben.id] } } });
    await rest.post(route, { body: { content: 'nobody' } });
    const [all, one, none] = discord.messages();
    await rest.patch(Routes.channelMessage(channel.id, none?.id ?? ''), { body: { content } });
    expect([all?.pinged, one?.pinged, none?.pinged]).toEqual([[ada.id, ben.id], [ben.id], []]);
    expect(none?.mentions).toEqual([ada.id, ben.id]);
  });
});
