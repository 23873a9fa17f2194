/** Buttons of cards and prices: each carries all it needs, so it works after a restart as before. */
import type { BlockAction, ButtonAction } from '@slack/bolt';
import { Failure } from '../../../core/domain/failure.ts';
import { status } from '../../../core/words/status.ts';
import { findModel } from '../../../models/index.ts';
import { readAddress } from '../address.ts';
import { escaped, note } from '../cards/blocks.ts';
import { post } from '../cards/post-result.ts';
import { quoteOf } from '../cards/quote.ts';
import { replace, replyPrivately } from '../cards/reply-privately.ts';
import { show, showFirst } from '../cards/show.ts';
import { type Bot, type Handle, type Kept, Refused } from '../context.ts';
import { openForm } from '../form/open.ts';
import {
  type ActionContext,
  conversationOf,
  known,
  mayDecide,
  whoPressed,
} from '../requests/action-context.ts';
import { startRequest } from '../requests/start.ts';
import { sentenceFor, words } from '../words/request.ts';
import { remove } from './remove-result.ts';

/** By the action of `v1:<action>[:<argument>]`. */
const actions: Readonly<Record<string, (action: ActionContext) => Promise<void>>> = {
  cancel,
  again: (action) => rerun(action, 'source'),
  next: (action) => rerun(action, 'result'),
  change,
  resend,
  remove: async (action) => remove(action, await known(action)),
  run,
  drop,
};

/** Pressed twice, all the others do the same once. */
const runsAnew = ['again', 'next'];
/** ms. Two presses within it are one that the finger made two of. */
const doubleMs = 2_000;

/** Never rejects: what cannot be done is said to whoever pressed. */
export const handleButton: Handle<BlockAction> = async (bot, body, team) => {
  const { id: user } = body.user;
  const conversation = conversationOf(body, team);
  try {
    const [action] = body.actions;
    const [version, name = '', argument] = action?.action_id.split(':') ?? [];
    const handler = version === 'v1' && Object.hasOwn(actions, name) ? actions[name] : undefined;
    // Of an older or a newer version than this.
    if (action?.type !== 'button' || !handler) throw new Refused(words.gone);
    if (runsAnew.includes(name) && (await isDouble(bot, body, action))) return;
    const { channel_id: channel = user, message_ts: ts } = body.container;
    const key = `press:${channel}:${ts}:${action.action_id}:${action.action_ts}`;
    await handler({ bot, body, conversation, user, id: action.value ?? '', argument, key });
  } catch (error) {
    await replyPrivately(bot, conversation, user, sentenceFor(bot, error));
  }
};

async function isDouble(
  { isFirst: once, clock }: Bot,
  { user, container }: BlockAction,
  { action_id: action }: ButtonAction,
): Promise<boolean> {
  const now = Math.floor(clock() / doubleMs);
  const first = (at: number) => once(`double:${user.id}:${container.message_ts}:${action}:${at}`);
  return !(await first(now)) || !(await first(now - 1));
}

async function cancel(action: ActionContext): Promise<void> {
  const { bot, conversation, user, id } = action;
  await mayDecide(action, await known(action));
  if (!(await bot.requests.cancel(id))) await replyPrivately(bot, conversation, user, words.cannotCancel);
}

/** The same once more, or another model on the result; whoever presses pays. It stays in the thread of its card. */
async function rerun(action: ActionContext, file: Kept['file']): Promise<void> {
  const { bot, body, conversation, id, key } = action;
  const job = await known(action);
  const model = action.argument === undefined ? undefined : findModel(action.argument);
  const { marks } = readAddress(job.address);
  const thread = conversation.thread ?? (body.channel ? body.container.message_ts : undefined);
  await startRequest(bot, {
    key,
    person: await whoPressed(action),
    conversation: typeof thread === 'string' ? { ...conversation, thread } : conversation,
    model: model?.name ?? job.model,
    settings: model ? {} : job.settings,
    source: undefined,
    kept: { job: id, file },
    ...(marks ? { marks } : {}),
  });
}

async function change(action: ActionContext): Promise<void> {
  const { bot, body, conversation, user } = action;
  const { model, settings, address, id } = await known(action);
  const { marks } = readAddress(address);
  const at = { team: conversation.team, user, triggerId: body.trigger_id, conversation };
  await openForm(bot, at, { model, settings, kept: { job: id, file: 'source' }, marks });
}

/** It was ready when nothing could be posted; now it may be. */
async function resend(action: ActionContext): Promise<void> {
  const { bot, conversation, user } = action;
  const job = await known(action);
  await mayDecide(action, job);
  const address = readAddress(job.address);
  const delivery = await bot.resultOf(job);
  if (!delivery) throw new Refused(words.fileGone);
  if (!(await bot.isFirst(`resend:${job.id}:${Math.floor(bot.clock() / 30_000)}`))) return;
  const view = await bot.requests.view(job);
  const posted = await post({ bot, view, delivery, address });
  const line = status.done(view.source, view.result, (job.completedAt ?? bot.clock()) - job.createdAt);
  await show(bot, posted, { ...view, state: 'COMPLETED', line });
  if (posted.result?.channel !== address.channel)
    await replyPrivately(bot, conversation, user, words.sentDirectly);
}

/** Two presses are one job with one card. */
async function run(action: ActionContext): Promise<void> {
  const { bot, body, id, argument } = action;
  const person = await whoPressed(action);
  const variant = argument === undefined ? {} : { variant: Number(argument) };
  const answer = await bot.requests.run(id, { person, ...variant }).catch(async (error: unknown) => {
    if (!(error instanceof Failure) || error.code !== 'quote-gone') throw error;
    // The price that has had its time goes with its buttons.
    await replaceOrReply(action, error.message);
  });
  if (!answer) return;
  if ('job' in answer) {
    await Promise.all([showFirst(bot, answer.job), replaceOrReply(action, words.onItsWay)]);
  } else if (!(await replace(bot, body.response_url, quoteOf(answer.quote))))
    await replyPrivately(bot, action.conversation, action.user, quoteOf(answer.quote));
}

async function drop(action: ActionContext): Promise<void> {
  await action.bot.requests.drop(action.id, await whoPressed(action));
  await replaceOrReply(action, words.dropped);
}

/** Puts a sentence in place of the private message that was pressed. */
async function replaceOrReply(
  { bot, body, conversation, user }: ActionContext,
  sentence: string,
): Promise<void> {
  if (await replace(bot, body.response_url, note(escaped(sentence)))) return;
  await replyPrivately(bot, conversation, user, sentence);
}
