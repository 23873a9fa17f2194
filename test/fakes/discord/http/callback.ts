/** The first answer to an interaction. https://docs.discord.com/developers/interactions/receiving-and-responding */
import { PermissionFlagsBits as P } from 'discord.js';
import { z } from 'zod';
import { botPermissionsIn } from '../access.ts';
import { type Draft, draftMessage } from '../messages/message-body.ts';
import { isLoading, messageJson } from '../messages/message-json.ts';
import { addMessage, editMessage, nothing } from '../messages/messages.ts';
import { modalSchema } from '../messages/modal.ts';
import { type FakeState, type Interaction, type Message, MessageFlag } from '../state.ts';
import { invalid, parse, refusal } from './refusals.ts';
import type { Call } from './route.ts';

/** ms in which the first answer must come. */
export const answerMs = 3000;
/** Callback types by the interaction's type. */
const allowed: Record<number, readonly number[]> = { 2: [4, 5, 9], 3: [4, 5, 6, 7, 9], 4: [8], 5: [4, 5] };
const callbackSchema = z.object({ type: z.int(), data: z.unknown().optional() });
const deferredSchema = z.object({ flags: z.int().optional() }).optional();
const choicesSchema = z.object({
  choices: z
    .array(
      z.object({
        name: z.string().min(1).max(100),
        value: z.union([z.string().min(1).max(100), z.number()]),
      }),
    )
    .max(25),
});

/**
 * Applies a callback's body; what it may change is not changed when it is refused.
 * @returns the body of the answer with `with_response`
 * @throws Refusal 10062, 40060, 50035 and those of messages
 */
export async function applyCallback(
  state: FakeState,
  interaction: Interaction,
  { body, uploads }: Pick<Call, 'body' | 'uploads'>,
): Promise<object> {
  const { source } = interaction;
  const late = state.clock.now() - interaction.createdAt > answerMs;
  if (interaction.callback !== undefined) throw refusal('acknowledged');
  if (late) throw refusal('unknownInteraction');
  const { type, data } = parse(callbackSchema, body);
  const fromMessage = interaction.type === 5 && source && (type === 6 || type === 7);
  if (!allowed[interaction.type]?.includes(type) && !fromMessage) {
    const message = `Not an answer to an interaction of type ${interaction.type}`;
    throw invalid([{ path: ['type'], code: 'INTERACTION_CALLBACK_TYPE', message }]);
  }
  const apply = await prepared();
  // Another answer may have been read meanwhile.
  if (interaction.callback !== undefined) throw refusal('acknowledged');
  interaction.callback = type;
  apply();
  interaction.acknowledge(type);
  return callbackJson(state, interaction, type);

  async function prepared(): Promise<() => void> {
    if (type === 4) {
      const contents = await draftAnswer(state, interaction, { body: data, uploads });
      return () => {
        interaction.original = postAnswer(state, interaction, contents);
      };
    }
    if (type === 5) {
      // Of the flags only EPHEMERAL is read; IS_COMPONENTS_V2 belongs on the edit.
      const ephemeral = (parse(deferredSchema, data)?.flags ?? 0) & MessageFlag.ephemeral;
      const contents = { ...nothing, flags: ephemeral | MessageFlag.loading, body: {} };
      return () => {
        interaction.original = postAnswer(state, interaction, contents);
      };
    }
    if (type === 6)
      return () => {
        interaction.original = source;
      };
    if (type === 7) {
      if (!source || source.deleted) throw refusal('unknownMessage');
      const contents = await draftAnswer(state, interaction, { body: data, uploads }, source);
      return () => {
        interaction.original = source;
        editMessage(state, source, contents);
      };
    }
    if (type === 8) {
      const { choices } = parse(choicesSchema, data);
      return () => {
        interaction.choices = choices;
      };
    }
    const modal = parse(modalSchema, data);
    return () => {
      interaction.modal = modal;
    };
  }
}

/** Reads what is sent through an interaction. @throws Refusal 10003, 50013, 50083 and those of `draftMessage` */
export function draftAnswer(
  state: FakeState,
  { channel, uploadLimit }: Interaction,
  { body, uploads }: Pick<Call, 'body' | 'uploads'>,
  before?: Message,
): Promise<Draft> {
  if (channel.deleted) throw refusal('unknownChannel');
  if (channel.archived) throw refusal('archived');
  // By Discord's change log of 2023-11-01: where the bot is a member, its own permissions count here too.
  const may = channel.guild?.botIsMember ? botPermissionsIn(channel) : P.AttachFiles;
  if (uploads.length > 0 && !(may & P.AttachFiles)) throw refusal('missingPermissions');
  return draftMessage(state, {
    body,
    uploads,
    uploadLimit,
    place: channel.id,
    ...(before ? { before } : {}),
  });
}

/** A message of the bot that answers the interaction. */
export function postAnswer(state: FakeState, interaction: Interaction, contents: Draft): Message {
  const { channel, user, forcedEphemeral, original, target, source } = interaction;
  const ephemeral = forcedEphemeral || (contents.flags & MessageFlag.ephemeral) !== 0;
  const replied = original ?? target ?? source;
  return addMessage(state, channel, state.bot, contents, {
    allowed: contents.body.allowed_mentions,
    interaction,
    visibleTo: ephemeral ? user : undefined,
    reference: replied && { kind: 'reply', message: replied },
  });
}

/** A deferred answer is told by its id alone. */
function callbackJson(state: FakeState, { id, type: interactionType, original }: Interaction, type: number) {
  const told = original
    ? {
        response_message_id: original.id,
        response_message_loading: isLoading(original),
        response_message_ephemeral: original.visibleTo !== undefined,
      }
    : {};
  const resource =
    original && (type === 4 || type === 7)
      ? { resource: { type, message: messageJson(state, original) } }
      : {};
  return { interaction: { id, type: interactionType, ...told }, ...resource };
}
