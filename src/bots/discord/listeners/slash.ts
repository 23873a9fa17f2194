/** Slash commands that are no model's: options to what the conversation is asked for. */
import type { AutocompleteInteraction, ChatInputCommandInteraction } from 'discord.js';
import { within } from '../../../async/deadline.ts';
import { suggestWhat } from '../../../chat/channel-rules/what.ts';
import { answering } from '../../../chat/chat.ts';
import { creditsCommand } from '../../../chat/commands/credits.ts';
import { helpReply } from '../../../chat/commands/help.ts';
import { suggestJobs } from '../../../chat/commands/job-list.ts';
import { jobCommand, jobDeeds, listJobs } from '../../../chat/commands/jobs.ts';
import { preferencesCommand } from '../../../chat/commands/preferences.ts';
import { presetsCommand } from '../../../chat/commands/presets.ts';
import { rulesCommand } from '../../../chat/commands/rules.ts';
import { checkSetup } from '../../../chat/commands/setup-check.ts';
import { privacyCommand } from '../../../chat/owner/privacy.ts';
import { potCommand } from '../../../chat/pot/typed.ts';
import { suggestPresets } from '../../../chat/presets/named.ts';
import { suggestNext } from '../../../chat/recipe/suggest.ts';
import { versionsCommand } from '../../../chat/versions/typed.ts';
import { cut } from '../../../core/words/cut.ts';
import { findModel } from '../../../models/index.ts';
import { creditsDeedOf } from '../commands/credits.ts';
import { presetOption, thenOption } from '../commands/options.ts';
import { potDeedOf } from '../commands/pot.ts';
import { preferencesOf } from '../commands/preferences.ts';
import { presetsDeedOf } from '../commands/presets.ts';
import { privacyDeedOf } from '../commands/privacy.ts';
import { rulesDeedOf, whatOption } from '../commands/rules.ts';
import { versionDeedOf } from '../commands/versions.ts';
import type { Bot, Turn } from '../context.ts';
import { turnOf } from '../requests/interaction-turn.ts';
import { personOf } from '../requests/permissions.ts';

type Command = (bot: Bot, turn: Turn, interaction: ChatInputCommandInteraction) => Promise<void>;

const commands: Readonly<Record<string, Command>> = {
  jobs,
  credits,
  preferences,
  presets,
  privacy,
  pot: (bot, turn, it) => potCommand(bot, turn, potDeedOf(it)),
  versions: (bot, turn, it) => versionsCommand(bot, turn, versionDeedOf(it)),
  rules,
  darkroom,
  help,
};

/** Passes over a command of another version. */
export async function handleCommand(bot: Bot, interaction: ChatInputCommandInteraction): Promise<void> {
  const { commandName } = interaction;
  const command = Object.hasOwn(commands, commandName) ? commands[commandName] : undefined;
  const turn = turnOf(bot, interaction);
  await answering(bot, turn, async () => command?.(bot, turn, interaction));
}

async function jobs(bot: Bot, turn: Turn, { options }: ChatInputCommandInteraction): Promise<void> {
  const deed = jobDeeds.find((each) => each === options.getSubcommand());
  if (!deed) return listJobs(bot, turn);
  const id = options.getString('id')?.trim().toLowerCase();
  const directly = deed === 'resend' && options.getString('where') === 'dm';
  await jobCommand(bot, turn, deed, id, directly ? 'direct' : 'here');
}

async function credits(bot: Bot, turn: Turn, interaction: ChatInputCommandInteraction): Promise<void> {
  const deed = creditsDeedOf(interaction);
  if (deed) await creditsCommand(bot, turn, deed);
}

async function preferences(bot: Bot, turn: Turn, it: ChatInputCommandInteraction): Promise<void> {
  await preferencesCommand(bot, turn, preferencesOf(it));
}

async function darkroom(bot: Bot, turn: Turn, interaction: ChatInputCommandInteraction): Promise<void> {
  if (interaction.options.getSubcommand() === 'check') await checkSetup(bot, turn);
  else await credits(bot, turn, interaction);
}

async function presets(bot: Bot, turn: Turn, interaction: ChatInputCommandInteraction): Promise<void> {
  const deed = presetsDeedOf(interaction);
  if (deed) await presetsCommand(bot, turn, deed);
}

async function privacy(bot: Bot, turn: Turn, interaction: ChatInputCommandInteraction): Promise<void> {
  await privacyCommand(bot, turn, privacyDeedOf(interaction));
}

async function rules(bot: Bot, turn: Turn, interaction: ChatInputCommandInteraction): Promise<void> {
  const deed = rulesDeedOf(interaction);
  if (deed) await rulesCommand(bot, turn, deed);
}

async function help(bot: Bot, turn: Turn, { options }: ChatInputCommandInteraction): Promise<void> {
  const about = options.getString('about') ?? '';
  const topic = about === 'files' ? about : findModel(about);
  const admin = await bot.requests.credits.isAdmin(await turn.person());
  await turn.reply(helpReply(bot, topic, admin));
}

/** Discord shows so many suggestions, and takes the answer for 3 s. */
const mostSuggestions = 25;
const suggestMs = 1_500;
/** Characters of each. */
const longest = 100;

/** Suggests ids and names while one is typed; nothing rather than late. */
export async function handleAutocomplete(bot: Bot, interaction: AutocompleteInteraction): Promise<void> {
  const { name, value: typed } = interaction.options.getFocused(true);
  const asker = personOf(bot, interaction);
  const model = findModel(interaction.commandName);
  const suggested = async () => {
    if (name === whatOption) {
      const known = await suggestWhat(bot, asker, typed, mostSuggestions);
      return known.map((it) => ({ text: it.text, value: it.name }));
    }
    if (name === thenOption)
      return suggestNext(model, typed, mostSuggestions).map((text) => ({ text, value: text }));
    if (name !== presetOption && name !== 'name')
      return (await suggestJobs(bot, asker, typed, mostSuggestions)).map((it) => ({ ...it, value: it.id }));
    const found = await suggestPresets(bot, asker, typed, { model, count: mostSuggestions });
    return found.map((it) => ({ ...it, value: it.name }));
  };
  const found = await within(suggestMs, suggested()).catch(() => []);
  await interaction.respond(found.map(({ value, text }) => ({ name: cut(text, longest), value })));
}
