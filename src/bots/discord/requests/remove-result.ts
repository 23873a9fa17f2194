/** Taking away the messages that show a result. */
import { Routes } from 'discord.js';
import { Refusal } from '../../../chat/reply.ts';
import type { Job } from '../../../core/domain/job.ts';
import { type Address, amend, readAddress } from '../address.ts';
import { removeAsides } from '../cards/beside/asides.ts';
import { cardOf } from '../cards/card.ts';
import { editCard } from '../cards/edit-card.ts';
import type { Bot, Pressed } from '../context.ts';
import { errorKind, isClosed } from '../errors.ts';
import { words } from '../words/request.ts';
import { renewed } from './started.ts';

/** The message that was pressed, and whether it really shows the job. */
type Press = { interaction: Pressed; shows: boolean };

/**
 * The one that the job's record names, and the copy that was pressed.
 * @param press left out where nobody has pressed. @throws Refusal where that cannot be done
 */
export async function removeResult(bot: Bot, job: Job, press?: Press): Promise<void> {
  const { interaction, shows = false } = press ?? {};
  const address = readAddress(job.address);
  const { result, card } = address;
  const pressed = interaction?.message.id;
  const isCopy = shows && pressed !== card && pressed !== result?.message;
  if (!result && !isCopy) throw new Refusal(words.cannotRemove);
  const original = interaction && Routes.webhookMessage(bot.applicationId, interaction.token, '@original');
  try {
    if (result?.message === card) await emptyCard();
    else if (result?.message === pressed && original)
      await bot.rest.delete(original, { auth: false }).catch(goneAlready);
    else if (result)
      await bot.rest.delete(Routes.channelMessage(result.channel, result.message)).catch(goneAlready);
  } catch (error) {
    if (!isClosed(error)) throw error;
    throw new Refusal(words.cannotRemove, { cause: error });
  }
  if (isCopy && original) await bot.rest.delete(original, { auth: false }).catch(goneAlready);
  await removeAsides(bot, job.id);

  /** The card itself holds the file: it stays, without it. */
  async function emptyCard(): Promise<void> {
    // An edit that is on its way already must not name a file that is gone.
    await amend(bot, job.id, (now) => ({ ...now, result: withoutFile(now.result) }));
    const view = { ...(await bot.requests.view(job)), removed: true };
    const at = interaction ? renewed(bot, interaction, address) : address;
    const body = { ...cardOf(view, at, { now: bot.clock() }), attachments: [] };
    if ((await editCard(bot, at, body)) !== 'dormant') return;
    await amend(bot, job.id, (now) => ({ ...now, result }));
    throw new Refusal(words.cannotRemove);
  }
}

function withoutFile(result: Address['result']): Address['result'] {
  if (!result) return undefined;
  const { file: _, ...rest } = result;
  return rest;
}

/** Somebody else was quicker. */
function goneAlready(error: unknown): void {
  if (errorKind(error) !== 'gone') throw error;
}
