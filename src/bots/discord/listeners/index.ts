/** Everything that arrives, to whom it concerns. Nothing that happens in here ends the program. */
import {
  type APIInteraction,
  type ChatInputCommandInteraction,
  type Client,
  Events,
  GatewayDispatchEvents,
  type GatewayMessageCreateDispatchData,
  type Interaction,
  type RepliableInteraction,
} from 'discord.js';
import { createRecent } from '../../../async/recent.ts';
import { findModel } from '../../../models/index.ts';
import { handleCredits } from '../commands/credits.ts';
import { handleJobs, suggestJobs } from '../commands/jobs.ts';
import { handleDarkroom, handleHelp } from '../commands/setup.ts';
import { errorKind } from '../errors.ts';
import type { Bot, InteractionContext } from '../context.ts';
import { interactionContextOf } from '../requests/permissions.ts';
import { replyPrivately, sentenceFor } from '../requests/start.ts';
import { words } from '../words/request.ts';
import { handleButton } from './actions.ts';
import { handleModelCommand } from './commands.ts';
import { handleMention } from './messages.ts';
import { handleEnhanceMenu, handleModal, handlePick } from './shortcuts.ts';

/** ms. An interaction that is older cannot be answered in time any more. */
const tooOldMs = 2_500;

/**
 * Handles what the client tells from now on.
 * @param interactions filled for as long as an interaction is handled; `bot.interactions` is the same map.
 * @returns stops taking new work, and resolves when what was begun is over.
 */
export function route(
  client: Client,
  bot: Bot,
  interactions: Map<string, InteractionContext>,
): () => Promise<void> {
  const known = createRecent(2_000);
  const running = new Set<Promise<void>>();
  let closed = false;

  const isRestricted = (id: string): boolean | undefined => {
    const channel = client.channels.cache.get(id);
    return channel && 'nsfw' in channel ? channel.nsfw : undefined;
  };

  /** Discord's clock and ours differ by the least lag that was seen. */
  let leastLag = Number.POSITIVE_INFINITY;
  const isTooOld = ({ createdTimestamp }: Interaction): boolean => {
    const lag = bot.clock() - createdTimestamp;
    leastLag = Math.min(leastLag, lag);
    return lag - leastLag > tooOldMs;
  };

  const run = (work: Promise<void>) => {
    const over = work
      .catch((error: unknown) => bot.log.error({ err: error }, 'discord handler'))
      .finally(() => running.delete(over));
    running.add(over);
  };

  async function handle(interaction: Interaction): Promise<void> {
    try {
      if (isTooOld(interaction)) {
        bot.log.info({ type: interaction.type }, 'an interaction came too late');
        return;
      }
      if (closed && interaction.isRepliable())
        return await replyPrivately(bot, interaction, words.restarting);
      await dispatch(bot, interaction);
    } catch (error) {
      if (errorKind(error) === 'answered')
        bot.log.debug({ err: error }, 'an interaction was answered before, or too late');
      else if (interaction.isRepliable()) await complain(interaction, error);
      else bot.log.error({ err: error }, 'discord handler');
    } finally {
      interactions.delete(interaction.id);
    }
  }

  async function complain(interaction: RepliableInteraction, error: unknown): Promise<void> {
    await replyPrivately(bot, interaction, sentenceFor(bot, error));
  }

  const onInteraction = (interaction: Interaction) => {
    // Discord may deliver it more than once.
    if (known.add(interaction.id)) run(handle(interaction));
  };
  const onRaw = (data: APIInteraction) => {
    if (!known.has(data.id)) interactions.set(data.id, interactionContextOf(data, bot.clock(), isRestricted));
  };
  client.ws.on(GatewayDispatchEvents.InteractionCreate, onRaw);
  client.on(Events.InteractionCreate, onInteraction);
  // Not the client's own event: it leaves out channels it has not seen, and messages it has.
  client.ws.on(GatewayDispatchEvents.MessageCreate, (message: GatewayMessageCreateDispatchData) => {
    if (!closed && known.add(message.id)) run(handleMention(bot, message));
  });

  return async () => {
    closed = true;
    await Promise.all(running);
  };
}

const commands: Readonly<
  Record<string, (bot: Bot, interaction: ChatInputCommandInteraction) => Promise<void>>
> = { jobs: handleJobs, credits: handleCredits, darkroom: handleDarkroom, help: handleHelp };

async function dispatch(bot: Bot, interaction: Interaction): Promise<void> {
  if (interaction.isChatInputCommand()) {
    const { commandName } = interaction;
    const model = findModel(commandName);
    if (model) return handleModelCommand(bot, interaction, model);
    const handler = Object.hasOwn(commands, commandName) ? commands[commandName] : undefined;
    return handler?.(bot, interaction);
  }
  if (interaction.isAutocomplete()) return suggestJobs(bot, interaction);
  if (interaction.isMessageContextMenuCommand()) return handleEnhanceMenu(bot, interaction);
  if (interaction.isModalSubmit()) return handleModal(bot, interaction);
  if (interaction.isButton() || interaction.isStringSelectMenu()) {
    if (interaction.customId.startsWith('v1:pick:')) return handlePick(bot, interaction);
    if (interaction.isButton()) return handleButton(bot, interaction);
  }
}
