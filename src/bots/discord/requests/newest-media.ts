/** The newest picture or video of a channel, for a command that brought none. */
import {
  type APIMessage,
  type ButtonInteraction,
  MessageFlags,
  PermissionFlagsBits as P,
  type RepliableInteraction,
  Routes,
  SnowflakeUtil,
  userMention,
} from 'discord.js';
import { Failure } from '../../../core/domain/failure.ts';
import type { Medium } from '../../../models/fields.ts';
import { findModel } from '../../../models/index.ts';
import { linkTo, readAddress } from '../address.ts';
import { type Body, bodyOf, button, container, moment, note, plain, rows, text } from '../cards/card.ts';
import { errorKind } from '../errors.ts';
import type { Bot, ChatRequest, Conversation, Form, Found } from '../context.ts';
import { replyWords as words } from '../words/form.ts';
import { enhanceName } from '../words/menu.ts';
import { gallery } from './gallery.ts';
import { mediaIn } from './message-media.ts';
import { startRequest } from './start.ts';

/** How far back is looked; also Discord's own default. */
const lookBack = 50;

/** Which medium was turned down: the ones after it in the same message come next, then older messages. */
export type Passed = Pick<Extract<Form, { kind: 'newest' }>, 'before' | 'refused'>;

/** The same for the same file, whenever its address was signed. */
const keyOf = ({ url }: Found): string => new URL(url).pathname;

/**
 * The newest medium of this kind in the channel's last 50 messages, as far as their content is shown to the bot: without
 * the message-content intent its own posts and those that mention it.
 * @returns undefined where there is none, or where the bot may not read.
 */
export async function newestMedia(
  bot: Pick<Bot, 'rest'>,
  channel: string,
  medium: Medium,
  { before, refused }: Partial<Passed> = {},
): Promise<Found | undefined> {
  const query = new URLSearchParams({ limit: String(lookBack) });
  if (before !== undefined) query.set('before', String(BigInt(before) + 1n));
  let messages: APIMessage[];
  try {
    // The documented answer of this route; what is in the messages is only ever read leniently.
    messages = (await bot.rest.get(Routes.channelMessages(channel), { query })) as APIMessage[];
  } catch (error) {
    const kind = errorKind(error);
    if (kind === 'no-access' || kind === 'gone') return undefined;
    throw error;
  }
  return messages
    .flatMap((message) => mediaIn(message).filter((it) => it.medium === medium))
    .find((it) => !(it.message?.id === before && refused?.includes(keyOf(it))));
}

const mayRead = ({ permissions, member, guild }: Conversation): boolean =>
  member && (guild === undefined || (permissions & P.ReadMessageHistory) !== 0n);

/** What to do where nothing was found. */
export function nothingNewest(
  { seesContent }: Pick<Bot, 'seesContent'>,
  conversation: Conversation,
  medium: Medium,
): string {
  if (!mayRead(conversation)) return words.cannotRead(medium);
  const blind = !seesContent && conversation.guild !== undefined;
  return [words.noneNewer(medium), ...(blind ? [words.blind(enhanceName)] : [])].join(' ');
}

/**
 * Runs what was asked with the newest fitting medium of the channel. Which one, only the asking person is told, with a
 * button for the next older one; the card comes after it. For an interaction that is not answered yet.
 */
export async function startWithNewest(
  bot: Bot,
  interaction: RepliableInteraction,
  chatRequest: ChatRequest,
): Promise<void> {
  const { conversation } = chatRequest;
  const medium = mediumFor(chatRequest);
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  const found = mayRead(conversation) ? await newestMedia(bot, conversation.channel, medium) : undefined;
  if (!found) return reply(bot, interaction, note([nothingNewest(bot, conversation, medium)]));
  await takeIt(bot, interaction, { ...chatRequest, source: found }, []);
}

/** @throws Failure unknown-model */
function mediumFor({ model }: Pick<ChatRequest, 'model'>): Medium {
  const found = findModel(model);
  if (!found) throw new Failure('unknown-model', { given: model, known: [] });
  return found.takes;
}

/** Says which one it is, with the button for the next older one. */
export function tookBody(
  bot: Pick<Bot, 'forms' | 'clock' | 'fileOrigins'>,
  chatRequest: ChatRequest,
  refused: readonly string[],
): Body {
  const { source, conversation } = chatRequest;
  const message = source?.message;
  if (!source || !message) return note([words.begun(1)]);
  const form = bot.forms.put({
    kind: 'newest',
    chatRequest,
    since: bot.clock(),
    before: message.id,
    refused,
  });
  const link = linkTo(conversation.guild, message.channel, message.id);
  const posted = moment(SnowflakeUtil.timestampFrom(message.id));
  return bodyOf([
    container([
      text(words.took(plain(source.name), userMention(message.author), posted, link)),
      ...gallery(bot, [source]),
      ...rows([button(`v1:pick:${form}:older`, words.notThis)]),
    ]),
  ]);
}

async function takeIt(
  bot: Bot,
  interaction: RepliableInteraction,
  chatRequest: ChatRequest,
  refused: readonly string[],
): Promise<void> {
  await reply(bot, interaction, tookBody(bot, chatRequest, refused));
  await startRequest(bot, { kind: 'follow-up', interaction }, chatRequest);
}

/** *Not this one*: gives up the job that was begun, and takes the next older medium. */
export async function takeOlder(
  bot: Bot,
  interaction: ButtonInteraction,
  { chatRequest, since, before, refused }: Extract<Form, { kind: 'newest' }>,
): Promise<void> {
  await interaction.deferUpdate();
  const { source, conversation } = chatRequest;
  await giveUp(bot, chatRequest, since);
  const passed = source ? [...refused, keyOf(source)] : refused;
  const medium = mediumFor(chatRequest);
  const found = await newestMedia(bot, conversation.channel, medium, { before, refused: passed });
  if (!found) return reply(bot, interaction, note([words.noneOlder(medium)]));
  const next = { ...chatRequest, key: interaction.id, source: found };
  await takeIt(bot, interaction, next, found.message?.id === before ? passed : []);
}

/** As far as it is not too late: a job that the provider has is paid for, and its card says so. */
async function giveUp(
  { requests }: Bot,
  { person, model, source }: ChatRequest,
  since: number,
): Promise<void> {
  const jobs = await requests.jobs(person, 10);
  const job = jobs.find((it) => {
    if (it.platform !== person.platform || it.model !== model) return false;
    const address = readAddress(it.address);
    return address.source?.message === source?.message?.id && address.askedAt >= since;
  });
  if (job) await requests.cancel(job.id);
}

/** The answer to the interaction, or the message whose button was pressed. */
async function reply(
  { rest, applicationId }: Pick<Bot, 'rest' | 'applicationId'>,
  { token }: { token: string },
  body: Body,
): Promise<void> {
  await rest.patch(Routes.webhookMessage(applicationId, token, '@original'), { body, auth: false });
}
