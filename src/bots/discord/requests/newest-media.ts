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
import { troubleOf } from '../connection/rest.ts';
import type { Asking, Bot, Form, Found, Place } from '../context.ts';
import { replyWords as words } from '../words/form.ts';
import { enhanceName } from '../words/menu.ts';
import { gallery } from './gallery.ts';
import { mediaIn } from './message-media.ts';
import { begin } from './start.ts';

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
    const trouble = troubleOf(error);
    if (trouble === 'no-access' || trouble === 'gone') return undefined;
    throw error;
  }
  return messages
    .flatMap((message) => mediaIn(message).filter((it) => it.medium === medium))
    .find((it) => !(it.message?.id === before && refused?.includes(keyOf(it))));
}

const mayRead = ({ permissions, member, guild }: Place): boolean =>
  member && (guild === undefined || (permissions & P.ReadMessageHistory) !== 0n);

/** What to do where nothing was found. */
export function nothingNewest(
  { seesContent }: Pick<Bot, 'seesContent'>,
  place: Place,
  medium: Medium,
): string {
  if (!mayRead(place)) return words.cannotRead(medium);
  const blind = !seesContent && place.guild !== undefined;
  return [words.noneNewer(medium), ...(blind ? [words.blind(enhanceName)] : [])].join(' ');
}

/**
 * Runs what was asked with the newest fitting medium of the channel. Which one, only the asking person is told, with a
 * button for the next older one; the card comes after it. For an interaction that is not answered yet.
 */
export async function beginWithNewest(
  bot: Bot,
  interaction: RepliableInteraction,
  asking: Asking,
): Promise<void> {
  const { place } = asking;
  const medium = mediumFor(asking);
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  const found = mayRead(place) ? await newestMedia(bot, place.channel, medium) : undefined;
  if (!found) return say(bot, interaction, note([nothingNewest(bot, place, medium)]));
  await takeIt(bot, interaction, { ...asking, source: found }, []);
}

/** @throws Failure unknown-model */
function mediumFor({ model }: Pick<Asking, 'model'>): Medium {
  const found = findModel(model);
  if (!found) throw new Failure('unknown-model', { given: model, known: [] });
  return found.takes;
}

/** Says which one it is, with the button for the next older one. */
export function tookBody(
  bot: Pick<Bot, 'forms' | 'clock' | 'fileOrigins'>,
  asking: Asking,
  refused: readonly string[],
): Body {
  const { source, place } = asking;
  const message = source?.message;
  if (!source || !message) return note([words.begun(1)]);
  const form = bot.forms.put({ kind: 'newest', asking, since: bot.clock(), before: message.id, refused });
  const link = linkTo(place.guild, message.channel, message.id);
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
  asking: Asking,
  refused: readonly string[],
): Promise<void> {
  await say(bot, interaction, tookBody(bot, asking, refused));
  await begin(bot, { kind: 'follow-up', interaction }, asking);
}

/** *Not this one*: gives up the job that was begun, and takes the next older medium. */
export async function takeOlder(
  bot: Bot,
  interaction: ButtonInteraction,
  { asking, since, before, refused }: Extract<Form, { kind: 'newest' }>,
): Promise<void> {
  await interaction.deferUpdate();
  const { source, place } = asking;
  await giveUp(bot, asking, since);
  const passed = source ? [...refused, keyOf(source)] : refused;
  const medium = mediumFor(asking);
  const found = await newestMedia(bot, place.channel, medium, { before, refused: passed });
  if (!found) return say(bot, interaction, note([words.noneOlder(medium)]));
  const next = { ...asking, key: interaction.id, source: found };
  await takeIt(bot, interaction, next, found.message?.id === before ? passed : []);
}

/** As far as it is not too late: a job that the provider has is paid for, and its card says so. */
async function giveUp({ requests }: Bot, { person, model, source }: Asking, since: number): Promise<void> {
  const jobs = await requests.jobs(person, 10);
  const job = jobs.find((it) => {
    if (it.platform !== person.platform || it.model !== model) return false;
    const address = readAddress(it.address);
    return address.source?.message === source?.message?.id && address.askedAt >= since;
  });
  if (job) await requests.cancel(job.id);
}

/** The answer to the interaction, or the message whose button was pressed. */
async function say(
  { rest, applicationId }: Pick<Bot, 'rest' | 'applicationId'>,
  { token }: { token: string },
  body: Body,
): Promise<void> {
  await rest.patch(Routes.webhookMessage(applicationId, token, '@original'), { body, auth: false });
}
