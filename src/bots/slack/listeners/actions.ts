/** Buttons of cards and prices: each carries all it needs, so it works after a restart as before. */
import type { BlockAction, ButtonAction } from '@slack/bolt';
import { Failure } from '../../../core/domain/failure.ts';
import { status } from '../../../core/words/status.ts';
import { findModel } from '../../../models/index.ts';
import { readAddress } from '../address.ts';
import { escaped, note } from '../cards/blocks.ts';
import { post } from '../cards/post-result.ts';
import { quoteOf } from '../cards/quote.ts';
import { replace, tell } from '../cards/reply-privately.ts';
import { show, showFirst } from '../cards/show.ts';
import { type Bot, type Handle, type Kept, Refused } from '../context.ts';
import { openForm } from '../form/open.ts';
import { known, mayDecide, type Press, placeOf, whoPressed } from '../requests/action-context.ts';
import { begin } from '../requests/start.ts';
import { sentenceFor, words } from '../words/request.ts';
import { remove } from './remove-result.ts';

/** By the action of `v1:<action>[:<argument>]`. */
const actions: Readonly<Record<string, (press: Press) => Promise<void>>> = {
  cancel,
  again: (press) => rerun(press, 'source'),
  next: (press) => rerun(press, 'result'),
  change,
  resend,
  remove: async (press) => remove(press, await known(press)),
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
  const place = placeOf(body, team);
  try {
    const [action] = body.actions;
    const [version, name = '', argument] = action?.action_id.split(':') ?? [];
    const handler = version === 'v1' && Object.hasOwn(actions, name) ? actions[name] : undefined;
    // Of an older or a newer version than this.
    if (action?.type !== 'button' || !handler) throw new Refused(words.gone);
    if (runsAnew.includes(name) && (await isDouble(bot, body, action))) return;
    const { channel_id: channel = user, message_ts: ts } = body.container;
    const key = `press:${channel}:${ts}:${action.action_id}:${action.action_ts}`;
    await handler({ bot, body, place, user, id: action.value ?? '', argument, key });
  } catch (error) {
    await tell(bot, place, user, sentenceFor(bot, error));
  }
};

async function isDouble(
  { once, clock }: Bot,
  { user, container }: BlockAction,
  { action_id: action }: ButtonAction,
): Promise<boolean> {
  const now = Math.floor(clock() / doubleMs);
  const first = (at: number) => once(`double:${user.id}:${container.message_ts}:${action}:${at}`);
  return !(await first(now)) || !(await first(now - 1));
}

async function cancel(press: Press): Promise<void> {
  const { bot, place, user, id } = press;
  await mayDecide(press, await known(press));
  if (!(await bot.requests.cancel(id))) await tell(bot, place, user, words.cannotCancel);
}

/** The same once more, or another model on the result; whoever presses pays. It stays in the thread of its card. */
async function rerun(press: Press, file: Kept['file']): Promise<void> {
  const { bot, body, place, id, key } = press;
  const job = await known(press);
  const model = press.argument === undefined ? undefined : findModel(press.argument);
  const { marks } = readAddress(job.address);
  const thread = place.thread ?? (body.channel ? body.container.message_ts : undefined);
  await begin(bot, {
    key,
    person: await whoPressed(press),
    place: typeof thread === 'string' ? { ...place, thread } : place,
    model: model?.name ?? job.model,
    settings: model ? {} : job.settings,
    source: undefined,
    kept: { job: id, file },
    ...(marks ? { marks } : {}),
  });
}

async function change(press: Press): Promise<void> {
  const { bot, body, place, user } = press;
  const { model, settings, address, id } = await known(press);
  const { marks } = readAddress(address);
  const at = { team: place.team, user, triggerId: body.trigger_id, place };
  await openForm(bot, at, { model, settings, kept: { job: id, file: 'source' }, marks });
}

/** It was ready when nothing could be posted; now it may be. */
async function resend(press: Press): Promise<void> {
  const { bot, place, user } = press;
  const job = await known(press);
  await mayDecide(press, job);
  const address = readAddress(job.address);
  const delivery = await bot.resultOf(job);
  if (!delivery) throw new Refused(words.fileGone);
  if (!(await bot.once(`resend:${job.id}:${Math.floor(bot.clock() / 30_000)}`))) return;
  const view = await bot.requests.view(job);
  const posted = await post({ bot, view, delivery, address });
  const line = status.done(view.source, view.result, (job.completedAt ?? bot.clock()) - job.createdAt);
  await show(bot, posted, { ...view, state: 'COMPLETED', line });
  if (posted.result?.channel !== address.channel) await tell(bot, place, user, words.sentDirectly);
}

/** Two presses are one job with one card. */
async function run(press: Press): Promise<void> {
  const { bot, body, id, argument } = press;
  const person = await whoPressed(press);
  const variant = argument === undefined ? {} : { variant: Number(argument) };
  const answer = await bot.requests.run(id, { person, ...variant }).catch(async (error: unknown) => {
    if (!(error instanceof Failure) || error.code !== 'quote-gone') throw error;
    // The price that has had its time goes with its buttons.
    await replaceOrTell(press, error.message);
  });
  if (!answer) return;
  if ('job' in answer) {
    await Promise.all([showFirst(bot, answer.job), replaceOrTell(press, words.onItsWay)]);
  } else if (!(await replace(bot, body.response_url, quoteOf(answer.quote))))
    await tell(bot, press.place, press.user, quoteOf(answer.quote));
}

async function drop(press: Press): Promise<void> {
  await press.bot.requests.drop(press.id, await whoPressed(press));
  await replaceOrTell(press, words.dropped);
}

/** Puts a sentence in place of the private message that was pressed. */
async function replaceOrTell({ bot, body, place, user }: Press, sentence: string): Promise<void> {
  if (await replace(bot, body.response_url, note(escaped(sentence)))) return;
  await tell(bot, place, user, sentence);
}
