/** Modals and commands that Discord does not take are refused, and the test that sent them can see why. */
import { Routes } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { refused, useDiscord } from './client.ts';

const fixture = useDiscord();
const many = <Thing>(count: number, make: (index: number) => Thing): Thing[] =>
  Array.from({ length: count }, (_, index) => make(index));
const option = (value: string) => ({ label: value, value });

describe('a modal', () => {
  const label = (more: object = {}, component: object = {}) => ({
    type: 18,
    label: 'Prompt',
    component: { type: 4, custom_id: 'prompt', style: 1, ...component },
    ...more,
  });
  const modal = (components: object[], more: object = {}) => ({
    title: 'T',
    custom_id: 'm',
    components,
    ...more,
  });
  const wrong: [string, string, object][] = [
    ['a title of 46', 'title', modal([label()], { title: 't'.repeat(46) })],
    ['no fields', 'components', modal([])],
    ['six fields', 'components', modal(many(6, (index) => label({}, { custom_id: `c${index}` })))],
    ['a label of 46', 'components.0.label', modal([label({ label: 'l'.repeat(46) })])],
    ['a description of 101', 'components.0.description', modal([label({ description: 'd'.repeat(101) })])],
    ['one custom id twice', 'components.1.component.custom_id', modal([label(), label()])],
    [
      'a value over its own limit',
      'components.0.component.value',
      modal([label({}, { value: 'abc', max_length: 2 })]),
    ],
    [
      'a radio group of one',
      'components.0.component.options',
      modal([label({ component: { type: 21, custom_id: 'r', options: [option('a')] } })]),
    ],
  ];
  it.each(wrong)('%s is refused', async (_, path, data) => {
    const { discord, rest } = await fixture.start();
    await rest.put(Routes.applicationCommands(discord.applicationId), { body: [{ name: 'Ask', type: 3 }] });
    const ada = discord.person();
    const asked = await ada.contextMenu('Ask', await ada.post({ content: 'a' }));
    const callback = Routes.interactionCallback(asked.id, asked.token);
    expect(await refused(rest.post(callback, { body: { type: 9, data }, auth: false }))).toBe('400 50035');
    expect(discord.violations[0]?.errors.map((it) => it.split(': ')[0])).toEqual([path]);
    // What was refused may be mended.
    await rest.post(callback, { body: { type: 9, data: modal([label()]) }, auth: false });
    expect(asked.modal()?.title).toBe('T');
  });
});

describe('commands', () => {
  const command = (more: object = {}) => ({ name: 'upscale', description: 'd', ...more });
  const value = (name: string, more: object = {}) => ({ type: 3, name, description: 'd', ...more });
  const wrong: [string, string, object[]][] = [
    ['a name with capitals', '0.name', [command({ name: 'Upscale' })]],
    ['no description', '0.description', [command({ description: '' })]],
    ['a description of 101', '0.description', [command({ description: 'd'.repeat(101) })]],
    ['26 options', '0.options', [command({ options: many(26, (index) => value(`o${index}`)) })]],
    [
      '26 choices',
      '0.options.0.choices',
      [
        command({
          options: [value('a', { choices: many(26, (index) => ({ name: `${index}`, value: `${index}` })) })],
        }),
      ],
    ],
    [
      'a required option after another',
      '0.options',
      [command({ options: [value('a'), value('b', { required: true })] })],
    ],
    [
      'a least over the greatest',
      '0.options.0.min_value',
      [command({ options: [value('a', { type: 4, min_value: 3, max_value: 2 })] })],
    ],
    [
      'over 8,000 characters',
      '0',
      [
        command({
          options: many(25, (index) =>
            value(`o${index}`, {
              description: 'd'.repeat(100),
              choices: many(25, (choice) => ({ name: `name ${choice}`, value: `value ${choice}` })),
            }),
          ),
        }),
      ],
    ],
    ['two of one name', '', [command(), command()]],
  ];
  it.each(wrong)('%s is refused', async (_, path, body) => {
    const { discord, rest } = await fixture.start();
    expect(await refused(rest.put(Routes.applicationCommands(discord.applicationId), { body }))).toBe(
      '400 50035',
    );
    expect(discord.violations[0]?.errors.map((it) => it.split(': ')[0])).toEqual([path]);
    expect(discord.commands()).toEqual([]);
  });

  it('are kept with what Discord adds, and with their ids when they are sent again', async () => {
    const { discord, rest } = await fixture.start();
    const route = Routes.applicationCommands(discord.applicationId);
    const options = [value('a', { required: false, choices: [{ name: 'A', value: 'a' }] })];
    const body = [
      command({ options, name_localizations: { de: 'hochskalieren' } }),
      { name: 'Ask me', type: 3 },
    ];
    const put = await rest.put(route, { body });
    expect(put).toMatchObject([
      {
        id: expect.stringMatching(/^\d{19}$/),
        application_id: discord.applicationId,
        version: expect.stringMatching(/^\d{19}$/),
        type: 1,
        nsfw: false,
        contexts: null,
        integration_types: [0],
        default_member_permissions: null,
        name_localizations: { de: 'hochskalieren' },
        description_localizations: null,
      },
      { name: 'Ask me', type: 3, description: '' },
    ]);
    expect(JSON.stringify(put)).not.toContain('"required":false');
    const query = new URLSearchParams({ with_localizations: 'true' });
    expect(await rest.get(route, { query })).toEqual(put);
    expect(JSON.stringify(await rest.get(route))).not.toContain('hochskalieren');
    expect(await rest.put(route, { body })).toEqual(put);
    const guild = Routes.applicationGuildCommands(discord.applicationId, discord.home.guild.id);
    await rest.put(guild, { body: [command()] });
    await rest.put(route, { body: [] });
    expect(await rest.get(guild)).toMatchObject([{ guild_id: discord.home.guild.id }]);
    expect(discord.commands()).toHaveLength(1);
  });
});
