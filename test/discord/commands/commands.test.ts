/** What Discord is told of the commands: it agrees with the provider's tables, and is told again only when it differs. */
import { ApplicationCommandOptionType as O, REST, Routes } from 'discord.js';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { commandsFor } from '../../../src/bots/discord/commands/definitions.ts';
import { deploy, deployCommands, inviteLink } from '../../../src/bots/discord/commands/deploy.ts';
import {
  linkOption,
  moreFiles,
  presetOption,
  thenOption,
} from '../../../src/bots/discord/commands/options.ts';
import { enhanceName } from '../../../src/bots/discord/words/menu.ts';
import { models } from '../../../src/models/index.ts';
import { type Discord, startDiscord } from '../../fakes/discord/discord.ts';
import { parameterTables } from '../../helpers/parameter-tables.ts';

const opened: Discord[] = [];
afterEach(async () => {
  for (const discord of opened.splice(0)) await discord.close();
});
async function start() {
  const discord = await startDiscord();
  opened.push(discord);
  const rest = new REST({ api: discord.url, retries: 0 }).setToken(discord.token);
  const puts = () => discord.log.filter(({ method }) => method === 'PUT').length;
  return { discord, rest, puts };
}

const optionSchema = z.object({
  name: z.string(),
  type: z.number(),
  description: z.string(),
  required: z.boolean().default(false),
  min_value: z.number().optional(),
  max_value: z.number().optional(),
  max_length: z.number().optional(),
  file_types: z.array(z.string()).optional(),
  choices: z.array(z.object({ name: z.string(), value: z.union([z.string(), z.number()]) })).optional(),
});
const deployedSchema = z.array(
  z.looseObject({ name: z.string(), type: z.number(), options: z.array(z.looseObject({})).optional() }),
);
/** By the type that the provider's page prints. */
const types = { string: O.String, integer: O.Integer, number: O.Number, boolean: O.Boolean } as const;

describe('the deployed commands', () => {
  it.each(models)('of $name have the options of the provider’s table', async (model) => {
    const { name, command, media } = model;
    const { discord, rest } = await start();
    await deploy({ rest, commands: commandsFor() });
    const deployed = deployedSchema.parse(await rest.get(Routes.applicationCommands(discord.applicationId)));
    const mine = deployed.find((it) => it.name === command && it.type === O.Subcommand);
    const options = z.array(optionSchema).parse(mine?.options);
    const table = (parameterTables[name] ?? []).filter(({ hidden }) => !hidden);
    expect(options.map((it) => it.name).toSorted()).toEqual(
      [...table.map((it) => it.name), linkOption, presetOption, thenOption, ...moreFiles(model)].toSorted(),
    );
    expect(moreFiles(model)).toContain(`${media.name}2`);
    for (const parameter of table) {
      const option = options.find((it) => it.name === parameter.name);
      if (!option) throw new Error(parameter.name);
      if (parameter.type === 'string (uri)') {
        expect(option).toMatchObject({ type: O.Attachment, file_types: [media.medium] });
        continue;
      }
      expect([parameter.name, option.type]).toEqual([parameter.name, types[parameter.type]]);
      expect(option.choices?.map(({ value }) => value)).toEqual(parameter.allowed);
      const range = option.min_value === undefined ? undefined : [option.min_value, option.max_value];
      expect(range).toEqual(parameter.range);
      if (parameter.default !== undefined && parameter.default !== '') {
        const labels: Record<string, string> = { true: 'yes', false: 'no' };
        const chosen = option.choices?.find(({ value }) => value === parameter.default)?.name;
        const shown = chosen ?? labels[String(parameter.default)] ?? String(parameter.default);
        expect(option.description).toContain(`(default ${shown})`);
      }
      // What the provider demands has a default of ours, and the file may come as a link.
      expect(option.required).toBe(parameter.required && parameter.default === undefined);
    }
    expect(discord.violations).toEqual([]);
  });

  it('are told again only when they differ, and a check changes nothing', async () => {
    const { discord, rest, puts } = await start();
    expect((await deploy({ rest, commands: commandsFor(), check: true })).changes).toContain(
      '+ /upscale (everywhere)',
    );
    expect(puts()).toBe(0);
    const first = await deploy({ rest, commands: commandsFor() });
    expect(first.changes).toHaveLength(commandsFor().length);
    expect(first.changes).toContain(`+ ${enhanceName} (everywhere)`);
    expect(puts()).toBe(1);
    expect((await deploy({ rest, commands: commandsFor() })).changes).toEqual([]);
    expect(puts()).toBe(1);
    const others = commandsFor()
      .filter(({ name }) => name !== 'help')
      .map((it) => (it.name === 'upscale' ? { ...it, description: 'Something else.' } : it));
    await rest.put(Routes.applicationCommands(discord.applicationId), {
      body: [...others, { name: 'old', description: 'Gone since' }],
    });
    expect((await deploy({ rest, commands: commandsFor() })).changes).toEqual([
      '+ /help (everywhere)',
      '~ /upscale (everywhere)',
      '- /old (everywhere)',
    ]);
  });

  it('stand in one scope only', async () => {
    const { discord, rest } = await start();
    const guild = discord.home.guild.id;
    await deploy({ rest, commands: commandsFor() });
    const { changes } = await deploy({ rest, commands: commandsFor(), guild });
    expect(changes).toContain('- /upscale (everywhere)');
    expect(changes).toContain(`+ /upscale (in guild ${guild})`);
    expect(new Set(discord.commands().map(({ guildId }) => guildId))).toEqual(new Set([guild]));
    expect((await deploy({ rest, commands: commandsFor(), guild })).changes).toEqual([]);
  });

  it('the program says what it did, and a check that finds a difference fails', async () => {
    const { discord } = await start();
    const said: string[] = [];
    const { token, url: apiUrl } = discord;
    const options = { token, apiUrl, guild: undefined, say: (line: string) => said.push(line) };
    expect(await deployCommands({ ...options, check: true })).toBe(1);
    expect(await deployCommands({ ...options, check: false })).toBe(0);
    expect(said.at(-1)).toBe(`Invite the bot: ${inviteLink(discord.applicationId)}`);
    expect(inviteLink('1')).toContain('permissions=274878024704');
    expect(await deployCommands({ ...options, check: true })).toBe(0);
    expect(said.at(-1)).toBe('The commands are as they should be.');
    expect(said.join('\n')).not.toContain(token);
  });
});
