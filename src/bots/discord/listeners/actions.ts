/** Buttons: each carries all it needs in its custom id, so it works after a restart as before. */
import { type ButtonInteraction, Routes } from 'discord.js';
import { findModel } from '../../../models/index.ts';
import { amend, readAddress } from '../address.ts';
import { post } from '../cards/post-result.ts';
import { doneLine } from '../cards/result.ts';
import { show } from '../cards/show.ts';
import { resendPrivately } from '../commands/resend.ts';
import { errorKind } from '../errors.ts';
import type { Bot, Kept } from '../context.ts';
import { openModal } from '../form/modal.ts';
import { type ActionContext, known, renewed } from '../requests/action-context.ts';
import { conversationOf, isModerator, personOf } from '../requests/permissions.ts';
import { replyPrivately, startRequest } from '../requests/start.ts';
import { Refused, words } from '../words/request.ts';
import { dropQuote, runQuote } from './quote-actions.ts';

/** By the action of `v1:<action>:<id>[:<argument>]`. */
const actions: Readonly<Record<string, (action: ActionContext) => Promise<void>>> = {
  cancel,
  refresh,
  again: (action) => rerun(action, 'source'),
  next: (action) => rerun(action, 'result'),
  change,
  remove,
  original: async ({ bot, interaction, id }) =>
    resendPrivately(bot, interaction, await known({ bot, interaction, id })),
  run: runQuote,
  drop: dropQuote,
};

/** Pressed twice, all the others do the same once. */
const runsAnew = ['again', 'next', 'run'];
/** ms. Two presses within it are one that the finger made two of. */
const doubleMs = 2_000;

function isDouble({ gone, clock }: Bot, action: string): boolean {
  const key = (at: number) => `press ${action} ${at}`;
  const now = Math.floor(clock() / doubleMs);
  return gone.has(key(now - 1)) || !gone.add(key(now));
}

/** @throws Refused or Failure with the sentence for the person */
export async function handleButton(bot: Bot, interaction: ButtonInteraction): Promise<void> {
  const { customId, user, message } = interaction;
  const [version, action = '', id = '', argument] = customId.split(':');
  const handler = version === 'v1' && Object.hasOwn(actions, action) ? actions[action] : undefined;
  // Of an older or a newer version than this.
  if (!handler) throw new Refused(words.gone);
  if (runsAnew.includes(action) && isDouble(bot, `${user.id} ${message.id} ${customId}`)) {
    await interaction.deferUpdate();
    return;
  }
  await handler({ bot, interaction, id, argument });
}

async function cancel({ bot, interaction, id }: ActionContext): Promise<void> {
  const job = await known({ bot, interaction, id });
  if (job.requester !== interaction.user.id && !isModerator(interaction)) throw new Refused(words.notYours);
  await interaction.deferUpdate();
  if (!(await bot.requests.cancel(id))) await replyPrivately(bot, interaction, words.cannotCancel);
}

async function refresh({ bot, interaction, id }: ActionContext): Promise<void> {
  await interaction.deferUpdate();
  const job = await known({ bot, interaction, id });
  const address = await amend(bot, id, (now) => renewed(bot, interaction, now));
  if (!address) throw new Refused(words.gone);
  const view = await bot.requests.view(job);
  const delivery = view.state === 'FAILED' && !address.result ? await bot.resultOf(job) : undefined;
  if (!delivery) return show(bot, address, view);
  // It was ready when nothing could be posted here any more; now it can.
  const posted = await post({ bot, address, view, delivery });
  await show(bot, posted, { ...view, state: 'COMPLETED', line: doneLine(view, address, bot.clock()) });
}

/** The same once more, or another model on the result; whoever presses pays. */
async function rerun({ bot, interaction, id, argument }: ActionContext, file: Kept['file']): Promise<void> {
  const job = await known({ bot, interaction, id });
  const model = argument === undefined ? undefined : findModel(argument);
  const { alt, spoiler, source } = readAddress(job.address);
  await startRequest(
    bot,
    { kind: 'answer', interaction },
    {
      key: interaction.id,
      person: personOf(bot, interaction),
      conversation: conversationOf(bot, interaction),
      model: model?.name ?? job.model,
      settings: model ? {} : job.settings,
      source: undefined,
      kept: { job: id, file },
      marks: { alt, spoiler, source },
    },
  );
}

async function change({ bot, interaction, id }: ActionContext): Promise<void> {
  const job = await known({ bot, interaction, id });
  const model = findModel(job.model);
  if (!model) throw new Refused(words.gone);
  await openModal(bot, interaction, {
    model,
    settings: job.settings,
    kept: { job: id, file: 'source' },
  });
}

async function remove({ bot, interaction, id }: ActionContext): Promise<void> {
  const job = await bot.requests.read(id);
  const address = job && readAddress(job.address);
  const allowed = [address?.requester, address?.source?.author].includes(interaction.user.id);
  if (!allowed && !isModerator(interaction)) throw new Refused(words.notYoursToRemove);
  await interaction.deferUpdate();
  const route = Routes.webhookMessage(bot.applicationId, interaction.token, '@original');
  await bot.rest.delete(route, { auth: false }).catch((error: unknown) => {
    // Somebody else was quicker.
    if (errorKind(error) !== 'gone') throw error;
  });
}
