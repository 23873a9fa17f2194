/** Everything that arrives, to whom it concerns. Nothing that happens in here ends the program. */
import {
  type APIInteraction,
  type Client,
  Events,
  GatewayDispatchEvents,
  type Interaction,
  type RepliableInteraction,
} from 'discord.js';
import { createRecent } from '../../../async/recent.ts';
import { noticeOf } from '../../../chat/chat.ts';
import { Refusal } from '../../../chat/reply.ts';
import { findModel } from '../../../models/index.ts';
import { note } from '../cards/components.ts';
import { noticeBody } from '../cards/lines.ts';
import type { Incoming } from '../cards/post-message.ts';
import { tryDefinition } from '../commands/try.ts';
import type { Bot, InteractionContext } from '../context.ts';
import { errorKind } from '../errors.ts';
import { parse } from '../ids.ts';
import { whisper } from '../requests/answer.ts';
import { interactionContextOf } from '../requests/permissions.ts';
import { words } from '../words/request.ts';
import { handleAnswer, handleButton, refresh } from './actions.ts';
import { handleModelCommand, handleTry } from './commands.ts';
import { hearDeletions, missedDeletions } from './deletions.ts';
import { createLateness } from './lateness.ts';
import { handleMessage, mayConcern } from './messages.ts';
import { hearPictures } from './pictures.ts';
import { handleEnhanceMenu, handleModal, handlePick } from './shortcuts.ts';
import { handleAutocomplete, handleCommand } from './slash.ts';

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

  const isTooOld = createLateness(bot.clock);

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
        return await whisper(bot, interaction, note([words.restarting]));
      if (await isFirst(interaction)) await dispatch(bot, interaction);
    } catch (error) {
      if (errorKind(error) === 'answered')
        bot.log.debug({ err: error }, 'an interaction was answered before, or too late');
      else if (interaction.isRepliable()) await complain(interaction, error);
      else bot.log.error({ err: error }, 'discord handler');
    } finally {
      interactions.delete(interaction.id);
      bot.log.debug({ event: interaction.id }, 'an interaction was handled');
    }
  }

  async function hear(message: Incoming): Promise<void> {
    try {
      await handleMessage(bot, message);
    } finally {
      bot.log.debug({ event: message.id }, 'a message was handled');
    }
  }

  async function complain(interaction: RepliableInteraction, error: unknown): Promise<void> {
    await whisper(bot, interaction, noticeBody(noticeOf(bot, error), { forAll: false }));
  }

  // Discord may deliver it more than once, and after a reconnection to another process.
  const isFirst = async (interaction: Interaction) =>
    interaction.isAutocomplete() || bot.once(interaction.id);
  const onInteraction = (interaction: Interaction) => {
    if (known.add(interaction.id)) run(handle(interaction));
  };
  const onRaw = (data: APIInteraction) => {
    if (!known.has(data.id)) interactions.set(data.id, interactionContextOf(data, bot.clock(), isRestricted));
  };
  hearDeletions(client, bot, run);
  const onPicture = hearPictures(client, bot, (work) => {
    if (!closed) run(work());
  });
  client.on(Events.ShardReady, () => run(missedDeletions(bot)));
  client.ws.on(GatewayDispatchEvents.InteractionCreate, onRaw);
  client.on(Events.InteractionCreate, onInteraction);
  // Not the client's own event: it leaves out channels it has not seen, and messages it has.
  client.ws.on(GatewayDispatchEvents.MessageCreate, (message: Incoming) => {
    if (closed) return;
    if (!mayConcern(bot, message)) onPicture(message);
    else if (known.add(message.id)) run(hear(message));
  });

  return async () => {
    closed = true;
    await Promise.all(running);
  };
}

async function dispatch(bot: Bot, interaction: Interaction): Promise<void> {
  if (interaction.isChatInputCommand()) {
    const model = findModel(interaction.commandName);
    if (interaction.commandName === tryDefinition.name) return handleTry(bot, interaction);
    return model ? handleModelCommand(bot, interaction, model) : handleCommand(bot, interaction);
  }
  if (interaction.isAutocomplete()) return handleAutocomplete(bot, interaction);
  if (interaction.isMessageContextMenuCommand()) return handleEnhanceMenu(bot, interaction);
  const id = 'customId' in interaction ? parse(interaction.customId) : undefined;
  if (interaction.isModalSubmit()) {
    if (id?.kind === 'act') return handleAnswer(bot, interaction, id);
    return id?.kind === 'form' ? handleModal(bot, interaction, id) : gone();
  }
  if (!interaction.isButton() && !interaction.isStringSelectMenu()) return;
  if (id?.kind === 'pick') return handlePick(bot, interaction, id);
  const isMenu = interaction.isStringSelectMenu() && id?.kind === 'menu';
  const pressed = isMenu ? parse(interaction.values[0] ?? '') : id;
  if (pressed?.kind === 'act') return handleButton(bot, interaction, pressed);
  if (interaction.isButton() && id?.kind === 'refresh') return refresh(bot, interaction, id);
  gone();
}

/** Of an older or a newer version than this. */
function gone(): never {
  throw new Refusal(words.gone);
}
