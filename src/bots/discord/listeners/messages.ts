/** Messages that speak to the bot: `@Darkroom upscale x4`, mostly in reply to a picture. */
import { type GatewayMessageCreateDispatchData, MessageType } from 'discord.js';
import { Failure } from '../../../core/domain/failure.ts';
import { readText, type TextRequest } from '../../../core/text/request.ts';
import { textWords } from '../../../core/words/text-arguments.ts';
import { models } from '../../../models/index.ts';
import type { Model } from '../../../models/model.ts';
import { note, plain } from '../cards/card.ts';
import { sendReply } from '../cards/reply.ts';
import { helpBody, helpLines } from '../commands/help.ts';
import type { Bot, Found } from '../context.ts';
import { type Enhance, groupsOf, mostMedia, pickBody } from '../form/choices.ts';
import { whereOf } from '../requests/message-author.ts';
import { newestMedia, nothingNewest, tookBody } from '../requests/newest-media.ts';
import { missingIn } from '../requests/permissions.ts';
import { aboutOf } from '../requests/reply-chain.ts';
import { linked } from '../requests/source.ts';
import { sentenceFor, startRequest } from '../requests/start.ts';
import { replyWords as words } from '../words/form.ts';
import { enhanceName } from '../words/menu.ts';
import { words as frame } from '../words/request.ts';

/** A message as the gateway brings it; its content is there whenever it mentions the bot, and in direct messages. */
type Incoming = GatewayMessageCreateDispatchData;

/** Passes over what is not meant for the bot. Never rejects for what Discord or a person did wrong. */
export async function handleMention(bot: Bot, message: Incoming): Promise<void> {
  const incoming = incomingText(bot, message);
  if (!incoming) return;
  // Somebody talks about a result, in reply to it.
  if (!incoming.certain && !isRequest(incoming.text)) return;
  try {
    await answer(bot, message, incoming.text);
  } catch (error) {
    await sendReply(bot, message, note([sentenceFor(bot, error)]));
  }
}

/** What is said to the bot; `certain`: it is named, or nobody else is there. */
function incomingText(
  { userId }: Pick<Bot, 'userId'>,
  message: Incoming,
): { text: string; certain: boolean } | undefined {
  const { author, webhook_id, type, content, guild_id, mentions, referenced_message: replied } = message;
  if (author.bot || webhook_id !== undefined) return undefined;
  if (type !== MessageType.Default && type !== MessageType.Reply) return undefined;
  const text = content.replaceAll(new RegExp(`<@!?${userId}>`, 'g'), ' ');
  const certain = text !== content || guild_id === undefined;
  const pinged = replied?.author.id === userId && mentions.some(({ id }) => id === userId);
  return certain || pinged ? { text, certain } : undefined;
}

/** All of it is one, or it begins like one. */
function isRequest(text: string): boolean {
  const { model, help, unknown } = readText(text);
  const [first = ''] = text.trim().split(/\s+/);
  return help || (model !== undefined && (unknown.length === 0 || readText(first).model !== undefined));
}

async function answer(bot: Bot, message: Incoming, text: string): Promise<void> {
  const about = await aboutOf(bot, message);
  const asked = readText(text, about.media[0]?.medium);
  const { model, help, unknown, link, all } = asked;
  if (help) return void (await sendReply(bot, message, helpBody(bot, model)));
  if (unknown.length > 0) {
    const first = plain(textWords.notUnderstood(unknown));
    return void (await sendReply(bot, message, note([first, ...helpLines(bot, model)])));
  }
  const media = link === undefined ? about.media.slice(0, mostMedia) : [linked(link)];
  const fitting = media.filter(({ medium }) => !model || medium === undefined || medium === model.takes);
  const [first] = fitting;
  if (!first) return nothingFitting(bot, message, asked, { ...about, media });
  if (!model || (fitting.length > 1 && !all)) return pick(bot, message, asked, fitting);
  const taken = groupsOf(fitting).find((group) => group.includes(first)) ?? [first];
  await run(bot, message, asked, taken);
}

/** One job for each; the cards are replies. */
async function run(bot: Bot, message: Incoming, { model, settings }: TextRequest, taken: readonly Found[]) {
  const { person, conversation } = await whereOf(bot, message);
  const missing = missingIn(conversation);
  if (missing) return void (await sendReply(bot, message, note([frame.missing(missing)])));
  const reply = { kind: 'message', channel: message.channel_id, message: message.id } as const;
  for (const [index, source] of taken.entries()) {
    const key = index === 0 ? message.id : `${message.id}:${index}`;
    await startRequest(bot, reply, { key, person, conversation, model: model?.name ?? '', settings, source });
  }
}

/** Which one, or what to do with it, is not said: everybody sees the choices, and the one who asked may choose. */
async function pick(bot: Bot, message: Incoming, { model, settings }: TextRequest, media: readonly Found[]) {
  const { id: requester } = message.author;
  const form: Enhance = {
    kind: 'enhance',
    requester,
    media,
    taken: media.slice(0, 1),
    model: model?.name,
    named: model !== undefined,
    settings,
    steps: [],
    picker: { channel: message.channel_id, message: '' },
  };
  const id = bot.forms.put(form);
  const posted = await sendReply(bot, message, pickBody(bot, id, form));
  // Somebody quick has chosen already.
  const now = bot.forms.get(id);
  if (posted !== undefined && now?.kind === 'enhance')
    bot.forms.set(id, { ...now, picker: { channel: message.channel_id, message: posted } });
}

async function nothingFitting(
  bot: Bot,
  message: Incoming,
  asked: TextRequest,
  { media, replies, withheld }: { media: readonly Found[]; replies: boolean; withheld: boolean },
): Promise<void> {
  const { model } = asked;
  const [other] = media;
  if (model && other?.medium) {
    const wrong = new Failure('file-wrong-medium', { needed: model.takes, medium: other.medium });
    const able = models.filter(({ takes }) => takes === other.medium).map(({ command }) => command);
    return void (await sendReply(bot, message, note([wrong.message, words.takes(other.medium, able)])));
  }
  if (withheld) return void (await sendReply(bot, message, note([words.blind(enhanceName)])));
  if (replies) return void (await sendReply(bot, message, note([words.nothingThere(enhanceName)])));
  if (!model) return void (await sendReply(bot, message, helpBody(bot, undefined)));
  const visible = bot.seesContent || message.guild_id === undefined;
  if (!visible) return void (await sendReply(bot, message, note([words.noMedia(enhanceName)])));
  await runNewest(bot, message, asked, model);
}

/** As a command without a file: the newest that fits, named, with a button for the next older one. */
async function runNewest(bot: Bot, message: Incoming, asked: TextRequest, model: Model): Promise<void> {
  const { person, conversation } = await whereOf(bot, message);
  const source = await newestMedia(bot, message.channel_id, model.takes);
  if (!source)
    return void (await sendReply(bot, message, note([nothingNewest(bot, conversation, model.takes)])));
  const chatRequest = {
    key: message.id,
    person,
    conversation,
    model: model.name,
    settings: asked.settings,
    source,
  };
  await sendReply(bot, message, tookBody(bot, chatRequest, []));
  await startRequest(bot, { kind: 'message', channel: message.channel_id, message: message.id }, chatRequest);
}
