/** Running with the newest fitting medium of a channel: which one is said, with a button for the one before it. */
import { type ButtonInteraction, MessageFlags, type RepliableInteraction } from 'discord.js';
import { cancelJob } from '../../../chat/acts/cancel.ts';
import { Refusal } from '../../../chat/reply.ts';
import { startRequest } from '../../../chat/start.ts';
import { Failure } from '../../../core/domain/failure.ts';
import type { Medium } from '../../../models/fields.ts';
import { findModel, models } from '../../../models/index.ts';
import { type Body, note } from '../cards/components.ts';
import type { Bot, ChatRequest, Conversation, Found, TakenNewest, Turn } from '../context.ts';
import { replaceAnswer } from '../requests/answer.ts';
import { turnOf } from '../requests/interaction-turn.ts';
import type { MessageTurn } from '../requests/message-turn.ts';
import { keyOf, newestMedia, nothingNewest } from '../requests/newest-media.ts';
import { conversationOf } from '../requests/permissions.ts';
import { formWords as words } from '../words/form.ts';
import { tookBody } from './took.ts';

/** One request with it, and where it is said which it is. */
type Taking = { turn: Turn; conversation: Conversation; say: (body: Body) => Promise<unknown> };

/** For an interaction that is not answered yet: only the asking person is told, and the card comes after it. */
export async function startWithNewest(
  bot: Bot,
  interaction: RepliableInteraction,
  request: ChatRequest,
): Promise<void> {
  const conversation = conversationOf(bot, interaction);
  const turn = turnOf(bot, interaction);
  const medium = mediumFor(request);
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  const say = (body: Body) => replaceAnswer(bot, interaction, body);
  const found = await newestMedia(bot, conversation, medium);
  if (!found) return say(note([nothingNewest(bot, conversation, medium)]));
  await takeIt(bot, { turn, conversation, say }, { ...request, source: found }, []);
}

/** For a message: all see which it is, as they see the request. */
export async function replyWithNewest(
  bot: Bot,
  turn: MessageTurn,
  conversation: Conversation,
  request: ChatRequest,
): Promise<void> {
  const medium = mediumFor(request);
  const found = await newestMedia(bot, conversation, medium);
  if (!found) return void (await turn.post(note([nothingNewest(bot, conversation, medium)])));
  await takeIt(bot, { turn, conversation, say: turn.post }, { ...request, source: found }, []);
}

/** @throws Failure unknown-model */
function mediumFor({ model }: Pick<ChatRequest, 'model'>): Medium {
  const found = findModel(model);
  if (!found) throw new Failure('unknown-model', { given: model, known: models.map(({ name }) => name) });
  return found.takes;
}

async function takeIt(
  bot: Bot,
  { turn, conversation, say }: Taking,
  request: ChatRequest & { source: Found },
  refused: readonly string[],
): Promise<void> {
  const { message } = request.source;
  if (!message) return;
  const { requester } = turn.asker;
  const form: TakenNewest = { kind: 'newest', requester, request, before: message.id, refused };
  const id = bot.forms.put(form);
  await say(tookBody(bot, id, request.source, conversation));
  const job = await startRequest(bot, turn, request);
  if (!job) return;
  // Somebody quick has turned it down already.
  if (bot.forms.get(id)) bot.forms.set(id, { ...form, job: job.id });
  else await giveUp(bot, turn, { job: job.id });
}

/** *Not this one*: cancels the job that was begun, and takes the next older medium. @param argument `sure`, or none */
export async function takeOlder(
  bot: Bot,
  interaction: ButtonInteraction,
  { id, form, argument }: { id: string; form: TakenNewest; argument: string | undefined },
): Promise<void> {
  // Pressed twice it is one more, not two.
  bot.forms.drop(id);
  await interaction.deferUpdate();
  const conversation = conversationOf(bot, interaction);
  const turn = turnOf(bot, interaction);
  const say = (body: Body) => replaceAnswer(bot, interaction, body);
  const { request, before, refused, job } = form;
  const { source } = request;
  const question = job === undefined ? undefined : await giveUp(bot, turn, { job, argument });
  if (question !== undefined && source) {
    bot.forms.set(id, form);
    return say(tookBody(bot, id, source, conversation, question));
  }
  const passed = source ? [...refused, keyOf(source)] : refused;
  const medium = mediumFor(request);
  const found = await newestMedia(bot, conversation, medium, { before, refused: passed });
  if (!found) return say(note([words.noneOlder(medium)]));
  const next = { ...request, source: found };
  await takeIt(bot, { turn, conversation, say }, next, found.message?.id === before ? passed : []);
}

/**
 * By the rule that every cancel has: what it still costs is asked first.
 * @returns the question. A job that is past the point of no return goes on, and its card says so.
 */
async function giveUp(
  bot: Bot,
  turn: Turn,
  { job, argument }: { job: string; argument?: string | undefined },
): Promise<string | undefined> {
  let question: string | undefined;
  const asking: Turn = {
    ...turn,
    async reply(reply) {
      if (reply.kind === 'notice' && reply.actions) question = reply.text;
    },
  };
  await cancelJob(bot, asking, { id: job, ...(argument !== undefined && { argument }) }).catch(
    (error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
    },
  );
  return question;
}
