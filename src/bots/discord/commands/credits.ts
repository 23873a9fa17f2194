/** `/credits`: one's own account, and what admins do. Everything is seen by the one who asks alone. */
import {
  type ChatInputCommandInteraction,
  ComponentType,
  channelMention,
  codeBlock,
  MessageFlags,
  Routes,
  roleMention,
  userMention,
} from 'discord.js';
import type { Statement } from '../../../core/credits/statements.ts';
import { limitLines, stillReserved } from '../../../core/credits/words/limits.ts';
import { creditsOf, statementLines } from '../../../core/credits/words/statement.ts';
import { usageLines } from '../../../core/credits/words/usage.ts';
import type { Policy } from '../../../core/domain/policy.ts';
import type { Names } from '../../../core/words/names.ts';
import { bodyOf, longText, text } from '../cards/card.ts';
import type { Bot } from '../context.ts';
import { personOf } from '../requests/permissions.ts';

const idPattern = /^\d{17,20}$/;
/** A channel, a role or a person, as it is typed in a text option. */
const mentioned = /<(?:#|@&|@!?)(\d{17,20})>/g;
const mention = (of: (id: string) => string) => (id: string) => (idPattern.test(id) ? of(id) : id);
/** Ids as Discord shows them; they notify nobody. */
export const names: Names = {
  person: mention(userMention),
  group: mention(roleMention),
  channel: mention(channelMention),
};

const usualDays = 30;

/** @throws Failure with the sentence for the person */
export async function handleCredits(bot: Bot, interaction: ChatInputCommandInteraction): Promise<void> {
  const { options } = interaction;
  const { credits } = bot.requests;
  const me = personOf(bot, interaction);
  const who = options.getUser('person')?.id;
  const channel = options.getChannel('channel')?.id;
  const reply = (lines: readonly string[]) => answer(interaction, lines);
  const replyStatement = (it: Statement, of: string) =>
    reply([...(of === me.requester ? [] : [creditsOf(userMention(of))]), ...statementLines(it, names)]);
  const replyPolicy = (policy: Policy, more: readonly string[] = []) =>
    reply([...limitLines(policy, names, bot.clock()), ...more]);

  const deed = options.getSubcommand();
  switch (deed) {
    case 'show':
      return replyStatement(await credits.statement(me, who), who ?? me.requester);
    case 'grant':
    case 'revoke': {
      const it = {
        to: who ?? '',
        amount: options.getString('amount', true),
        reason: options.getString('reason', true),
        key: interaction.id,
      };
      return replyStatement(await credits.give(deed, me, it), it.to);
    }
    case 'limits':
      return replyPolicy(await credits.policy(me));
    case 'set': {
      const limit = options.getString('limit', true);
      const role = options.getRole('role')?.id;
      // Who is an admin is told by roles; any other limit may be one role's own.
      const naming = limit === 'admins';
      const typed = options.getString('value')?.replaceAll(mentioned, '$1');
      const value = typed ?? channel ?? (naming ? role : undefined) ?? 'default';
      const set = await credits.setLimits(me, { [limit]: value }, naming ? undefined : role);
      return replyPolicy(set.policy, set.reserved > 0 ? [stillReserved(set.reserved)] : []);
    }
    case 'allow':
    case 'deny':
    case 'forget': {
      const model = options.getString('model') ?? undefined;
      return replyPolicy(await credits.setRule(me, { model, channel }, deed === 'forget' ? undefined : deed));
    }
    case 'block':
    case 'unblock': {
      const time = deed === 'block' ? options.getString('time', true) : undefined;
      return replyPolicy(await credits.block(me, who ?? '', time, options.getString('reason') ?? ''));
    }
    case 'usage':
      return replyUsage(bot, interaction, options.getInteger('days') ?? usualDays);
  }
}

/** Discord cuts nothing: what is longer than a message goes on in the next text of it, and the rest is left out. */
const answer = async (interaction: ChatInputCommandInteraction, lines: readonly string[]): Promise<void> => {
  await interaction.reply({
    components: [longText(lines)],
    flags: MessageFlags.Ephemeral | MessageFlags.IsComponentsV2,
    allowedMentions: { parse: [] },
  });
};

async function replyUsage(bot: Bot, interaction: ChatInputCommandInteraction, days: number): Promise<void> {
  const { credits } = bot.requests;
  const usage = await credits.usage(personOf(bot, interaction), days);
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  const people = new Map(interaction.client.users.cache.map((user) => [user.id, user.username]));
  const [about = '', ...table] = usageLines(usage, (id) => people.get(id) ?? id);
  const name = 'usage.png';
  const body = {
    ...bodyOf([
      text(table.length > 0 ? `${about}\n${codeBlock(table.join('\n').slice(0, 3000))}` : about),
      {
        type: ComponentType.MediaGallery,
        items: [{ media: { url: `attachment://${name}` }, description: usage.alt.slice(0, 1024) }],
      },
    ]),
    attachments: [{ id: '0', filename: name, description: usage.alt.slice(0, 1024) }],
  };
  const files = [{ name, data: await usage.picture(), contentType: 'image/png' }];
  const route = Routes.webhookMessage(bot.applicationId, interaction.token, '@original');
  await bot.uploads.patch(route, { body, files, auth: false });
}
