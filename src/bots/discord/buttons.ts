/** Buttons: each carries all it needs in its custom id, so it works after a restart as before. */
import { type ButtonInteraction, Routes } from 'discord.js';
import { Failure } from '../../core/errors.ts';
import type { Job } from '../../core/job/record.ts';
import { findModel } from '../../models/index.ts';
import { type Address, keepAddress, readAddress, tokenOf } from './address.ts';
import { begin, tell } from './begin.ts';
import type { Bot, Kept } from './bot.ts';
import { note, quoteOf } from './card.ts';
import { troubleOf } from './connection.ts';
import { openModal } from './modal.ts';
import { sendOriginal } from './original.ts';
import { isModerator, personOf, placeOf } from './permissions.ts';
import { post } from './post.ts';
import { doneLine } from './result.ts';
import { show } from './show.ts';
import { editCard } from './transport.ts';
import { Refused, words } from './words.ts';

type Press = { bot: Bot; interaction: ButtonInteraction; id: string; argument: string | undefined };

/** By the action of `v1:<action>:<id>[:<argument>]`. */
const actions: Readonly<Record<string, (press: Press) => Promise<void>>> = {
  cancel,
  refresh,
  again: (press) => rerun(press, 'source'),
  next: (press) => rerun(press, 'result'),
  change,
  remove,
  original: async ({ bot, interaction, id }) =>
    sendOriginal(bot, interaction, await known({ bot, interaction, id })),
  run,
  drop,
};

/** Pressed twice, all the others do the same once. */
const runsAnew = ['again', 'next'];
/** ms. Two presses within it are one that the finger made two of. */
const doubleMs = 2_000;

function isDouble({ gone, clock }: Bot, press: string): boolean {
  const key = (at: number) => `press ${press} ${at}`;
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

/** @throws Refused when nothing is known of it, or it is of another place. */
async function known({ bot, interaction, id }: Pick<Press, 'bot' | 'interaction' | 'id'>): Promise<Job> {
  const job = await bot.requests.read(id);
  const { scope } = personOf(bot, interaction);
  if (job?.platform !== 'discord' || job.scope !== scope) throw new Refused(words.gone);
  return job;
}

/** The card that was pressed, reached by the new token for another quarter of an hour. */
function renewed(bot: Bot, interaction: ButtonInteraction, address: Address): Address {
  if (interaction.message.id !== address.card) return address;
  return { ...address, token: tokenOf(bot, interaction, '@original') };
}

async function cancel({ bot, interaction, id }: Press): Promise<void> {
  const job = await known({ bot, interaction, id });
  if (job.requester !== interaction.user.id && !isModerator(interaction)) throw new Refused(words.notYours);
  await interaction.deferUpdate();
  if (!(await bot.requests.cancel(id))) await tell(bot, interaction, words.cannotCancel);
}

async function refresh({ bot, interaction, id }: Press): Promise<void> {
  await interaction.deferUpdate();
  const job = await known({ bot, interaction, id });
  const address = renewed(bot, interaction, readAddress(job.address));
  await bot.requests.move(id, keepAddress(address));
  const view = await bot.requests.view(job);
  const delivery = view.state === 'FAILED' && !address.result ? await bot.resultOf(job) : undefined;
  if (!delivery) return show(bot, address, view);
  // It was ready when nothing could be posted here any more; now it can.
  const posted = await post({ bot, address, view, delivery });
  await show(bot, posted, { ...view, state: 'COMPLETED', line: doneLine(view, address, bot.clock()) });
}

/** The same once more, or another model on the result; whoever presses pays. */
async function rerun({ bot, interaction, id, argument }: Press, file: Kept['file']): Promise<void> {
  const job = await known({ bot, interaction, id });
  const model = argument === undefined ? undefined : findModel(argument);
  const { alt, spoiler, source } = readAddress(job.address);
  await begin(
    bot,
    { kind: 'answer', interaction },
    {
      key: interaction.id,
      person: personOf(bot, interaction),
      place: placeOf(bot, interaction),
      model: model?.name ?? job.model,
      settings: model ? {} : job.settings,
      source: undefined,
      kept: { job: id, file },
      marks: { alt, spoiler, source },
    },
  );
}

async function change({ bot, interaction, id }: Press): Promise<void> {
  const job = await known({ bot, interaction, id });
  const model = findModel(job.model);
  if (!model) throw new Refused(words.gone);
  await openModal(bot, interaction, {
    model,
    settings: job.settings,
    kept: { job: id, file: 'source' },
  });
}

async function remove({ bot, interaction, id }: Press): Promise<void> {
  const job = await bot.requests.read(id);
  const address = job && readAddress(job.address);
  const allowed = [address?.requester, address?.source?.author].includes(interaction.user.id);
  if (!allowed && !isModerator(interaction)) throw new Refused(words.notYoursToRemove);
  await interaction.deferUpdate();
  const route = Routes.webhookMessage(bot.applicationId, interaction.token, '@original');
  await bot.rest.delete(route, { auth: false }).catch((error: unknown) => {
    // Somebody else was quicker.
    if (troubleOf(error) !== 'gone') throw error;
  });
}

async function run({ bot, interaction, id, argument }: Press): Promise<void> {
  const person = personOf(bot, interaction);
  await interaction.deferUpdate();
  const variant = argument === undefined ? {} : { variant: Number(argument) };
  const answer = await bot.requests.run(id, { person, ...variant }).catch(over);
  if (!answer) return;
  if ('job' in answer) {
    const address = renewed(bot, interaction, readAddress(answer.job.address));
    await bot.requests.move(answer.job.id, keepAddress(address));
    return;
  }
  await update(bot, interaction, quoteOf(answer.quote, person.requester));

  /** The price that has had its time goes with its buttons. */
  async function over(error: unknown): Promise<undefined> {
    if (!(error instanceof Failure) || error.code !== 'quote-gone') throw error;
    await update(bot, interaction, note([error.message]));
  }
}

async function drop({ bot, interaction, id }: Press): Promise<void> {
  await bot.requests.drop(id, personOf(bot, interaction));
  await interaction.deferUpdate();
  await update(bot, interaction, note([words.dropped]));
}

/** Puts something else in place of the message whose button was pressed. */
async function update(
  bot: Bot,
  interaction: ButtonInteraction,
  body: ReturnType<typeof note>,
): Promise<void> {
  const { channelId, message } = interaction;
  const token = tokenOf(bot, interaction, '@original');
  await editCard(bot, { token, member: false, channel: channelId, card: message.id }, body);
}
