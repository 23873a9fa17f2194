/** `/darkroom`: how the bot is set up in a place, and what is missing. `/help`. */
import { type ChatInputCommandInteraction, MessageFlags } from 'discord.js';
import { limitLines } from '../../../core/credits/words/limits.ts';
import { Failure } from '../../../core/domain/failure.ts';
import { credits } from '../../../core/words/amounts.ts';
import { accepts } from '../../../core/words/fields.ts';
import { findModel, models } from '../../../models/index.ts';
import type { Model } from '../../../models/model.ts';
import { longText } from '../cards/card.ts';
import type { Bot } from '../context.ts';
import { conversationOf, everyMissing, personOf } from '../requests/permissions.ts';
import { enhanceName } from '../words/menu.ts';
import { words } from '../words/request.ts';
import { names } from './credits.ts';

const answer = async (interaction: ChatInputCommandInteraction, lines: readonly string[]): Promise<void> => {
  await interaction.reply({
    components: [longText(lines)],
    flags: MessageFlags.Ephemeral | MessageFlags.IsComponentsV2,
    allowedMentions: { parse: [] },
  });
};

/** @throws Failure not-admin */
export async function handleDarkroom(bot: Bot, interaction: ChatInputCommandInteraction): Promise<void> {
  const { credits: creditsService } = bot.requests;
  const person = personOf(bot, interaction);
  if (!(await creditsService.isAdmin(person))) throw new Failure('not-admin');
  if (interaction.options.getSubcommand() === 'settings')
    return answer(interaction, limitLines(await creditsService.policy(person), names, bot.clock()));
  const conversation = conversationOf(bot, interaction);
  const { limits } = await creditsService.policy(person);
  const problems = [
    ...everyMissing(conversation).map(words.missing),
    ...(bot.seesContent ? [] : [words.noContent(enhanceName)]),
    ...(limits.budget !== null && limits.admin_channel === null ? [words.noAdminChannel] : []),
    ...(limits.monthly === 0 ? [words.noAllowance] : []),
    ...(conversation.restricted ? [words.restrictedHere] : []),
  ];
  return answer(interaction, problems.length > 0 ? problems.map((it) => `• ${it}`) : [words.allWell]);
}

export async function handleHelp(_bot: Bot, interaction: ChatInputCommandInteraction): Promise<void> {
  const chosen = findModel(interaction.options.getString('model') ?? '');
  await answer(interaction, chosen ? modelHelp(chosen) : overview());
}

const nameAndPrice = ({ command, title, price, summary }: Model) =>
  `**/${command}** ${title}, ${words.price(credits(price))}: ${summary}`;

const overview = (): string[] => [
  words.helpIntro,
  ...models.map(nameAndPrice),
  words.helpWays(enhanceName),
  words.helpMore,
];

function modelHelp(model: Model): string[] {
  return [
    nameAndPrice(model),
    ...model.fields.map((field) => {
      const initial = 'default' in field && field.default !== undefined && field.default !== '';
      const shown =
        field.kind === 'toggle' ? words.toggle(field.default === true) : initial ? String(field.default) : '';
      return `• \`${field.name}\` ${field.description}: ${accepts(field)}${initial ? ` (${words.initially(shown)})` : ''}`;
    }),
  ];
}
