/** Commands as Discord's own client offers them: only those that are deployed, with values that they allow. */
import { ApplicationCommandOptionType as O, PermissionFlagsBits as P } from 'discord.js';
import { channelJson, roleJson } from '../guild-json.ts';
import { attachmentJson, keepFile } from '../messages/attachments.ts';
import type { ValueOption } from '../messages/command-limits.ts';
import type { Command } from '../messages/commands.ts';
import { userJson } from '../messages/message-json.ts';
import type { FakeState } from '../state.ts';
import { interactionMember, uploadLimitOf, type Who } from './exchange.ts';
import { type SlashValue, type SlashValues, wrongWith } from './slash-values.ts';

type SentOption = { name: string; type: number; value?: unknown; focused?: true; options?: SentOption[] };

/** @throws Error when the client would not offer the command here */
export function offered(state: FakeState, who: Who, type: Command['type'], name: string): Command {
  const { channel, permissions, installedBy } = who;
  const { guild, kind } = channel;
  const context = guild ? 0 : kind === 'dm' ? 1 : 2;
  const alike = state.commands.filter((it) => it.type === type && it.name === name);
  const command = alike.find((it) => it.guildId === guild?.id && guild) ?? alike.find((it) => !it.guildId);
  const may = (bits: bigint) => (permissions & P.Administrator) !== 0n || (permissions & bits) === bits;
  const refuse = (why: string) => new Error(`The client does not offer "${name}": ${why}`);
  if (!command) throw refuse('it is not deployed');
  if (!command.guildId && command.contexts && !command.contexts.includes(context))
    throw refuse(`it is not for context ${context}`);
  if (!command.guildId && !command.integrationTypes.includes(installedBy === 'guild' ? 0 : 1))
    throw refuse(`it is not for an installation by a ${installedBy}`);
  if (installedBy === 'guild' && guild && !guild.botIsMember) throw refuse('the bot is not in the guild');
  if (guild && !may(P.UseApplicationCommands)) throw refuse('the person may not use commands');
  if (guild && command.permissions !== null) {
    const needed = BigInt(command.permissions);
    if (!may(needed === 0n ? P.Administrator : needed)) throw refuse('the person lacks the permission');
  }
  if (command.nsfw && guild && !(channel.ageRestricted || channel.parent?.ageRestricted))
    throw refuse('the channel is not age-restricted');
  return command;
}

/** The options at the end of e.g. `credits show`, and what wraps them on the wire. */
function optionsAt(command: Command, words: readonly string[]) {
  let level: readonly Command['branches'][number][] = command.branches;
  const wrappers: { name: string; type: number }[] = [];
  let options = command.options;
  for (const word of words) {
    const branch = level.find(({ name }) => name === word);
    if (!branch) throw new Error(`/${command.name} has no subcommand "${word}"`);
    wrappers.push({ name: branch.name, type: branch.type });
    level = branch.type === O.SubcommandGroup ? branch.options : [];
    options = branch.type === O.Subcommand ? (branch.options ?? []) : [];
  }
  if (level.length > 0) throw new Error(`/${command.name} needs a subcommand`);
  const wrap = (values: SentOption[]): SentOption[] =>
    wrappers.reduceRight((inside, wrapper) => [{ ...wrapper, options: inside }], values);
  return { options, wrap };
}

/**
 * The data of a slash command's interaction.
 * @throws Error when the client could not send these values
 */
export async function slashData(
  state: FakeState,
  who: Who,
  command: Command,
  words: readonly string[],
  values: SlashValues,
): Promise<object> {
  const { options, wrap } = optionsAt(command, words);
  for (const name of Object.keys(values))
    if (!options.some((it) => it.name === name)) throw new Error(`/${command.name} has no option "${name}"`);
  for (const { name, required } of options)
    if (required && values[name] === undefined) throw new Error(`/${command.name} needs "${name}"`);
  const resolved: Record<string, Record<string, unknown>> = {};
  const resolve = (kind: string, id: string, json: unknown) => {
    resolved[kind] = { ...resolved[kind], [id]: json };
  };
  const sent: SentOption[] = [];
  for (const [name, value] of Object.entries(values)) {
    const option = options.find((it) => it.name === name);
    if (!option) continue;
    const wrong = wrongWith(who, option, value);
    if (wrong) throw new Error(`The client does not send "${name}": ${wrong}`);
    sent.push({ name, type: option.type, value: await wire(value) });
  }
  return {
    ...commandData(command),
    options: wrap(sent),
    ...(Object.keys(resolved).length ? { resolved } : {}),
  };

  async function wire(value: SlashValue): Promise<unknown> {
    if (typeof value !== 'object') return value;
    if ('bytes' in value) {
      if (value.bytes.length > uploadLimitOf(who))
        throw new Error(`${value.name} is too large for this person`);
      const place = { place: state.application.id, ephemeral: true };
      const attachment = await keepFile(state, value, place);
      resolve('attachments', attachment.id, attachmentJson(state, attachment));
      return attachment.id;
    }
    if ('kind' in value) {
      const { id, name, type, parent_id } = channelJson(state, value);
      const common = { id, name, type, permissions: who.permissions.toString() };
      resolve('channels', value.id, { ...common, ...(parent_id ? { parent_id } : {}) });
      return value.id;
    }
    if ('permissions' in value) {
      resolve('roles', value.id, roleJson(state.bot.id, value));
      return value.id;
    }
    resolve('users', value.id, userJson(value));
    const member = interactionMember({ ...who, user: value });
    if (member) {
      const { user: _user, ...rest } = member;
      resolve('members', value.id, rest);
    }
    return value.id;
  }
}

/** The data of an autocomplete interaction: `text` as it stands in the focused option, the others unchecked. */
export function autocompleteData(
  command: Command,
  words: readonly string[],
  focused: string,
  text: string,
  others: Readonly<Record<string, string | number | boolean>>,
): object {
  const { options, wrap } = optionsAt(command, words);
  const option = (name: string): ValueOption => {
    const found = options.find((it) => it.name === name);
    if (!found) throw new Error(`/${command.name} has no option "${name}"`);
    return found;
  };
  if (!option(focused).autocomplete) throw new Error(`"${focused}" has no autocomplete`);
  const sent: SentOption[] = Object.entries(others).map(([name, value]) => ({
    name,
    type: option(name).type,
    value,
  }));
  sent.push({ name: focused, type: option(focused).type, value: text, focused: true });
  return { ...commandData(command), options: wrap(sent) };
}

/** What every command's interaction says of the command. */
export const commandData = ({ id, name, type, guildId }: Command) => ({
  id,
  name,
  type,
  ...(guildId ? { guild_id: guildId } : {}),
});
