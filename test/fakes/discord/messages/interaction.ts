/** What of an interaction can be read on the messages that answer it. */
import type { Interaction, Message, User } from '../state.ts';

/** https://docs.discord.com/developers/resources/message#message-object-message-types */
export function messageTypeOf({ reference, interaction, id }: Message): number {
  const first = interaction && (interaction.original ?? { id }).id === id;
  if (first && interaction.commandType !== undefined) return interaction.commandType === 1 ? 20 : 23;
  return reference?.kind === 'reply' ? 19 : 0;
}

/** https://docs.discord.com/developers/resources/message#message-interaction-metadata-object */
export function interactionMetadata(
  interaction: Interaction,
  message: Message,
  userJson: (user: User) => object,
): Record<string, unknown> {
  const { id, type, user, owners, target, source, opener, original } = interaction;
  return {
    id,
    type,
    user: userJson(user),
    authorizing_integration_owners: owners,
    ...(original && original.id !== message.id ? { original_response_message_id: original.id } : {}),
    ...(target ? { target_message_id: target.id } : {}),
    ...(source && type === 3 ? { interacted_message_id: source.id } : {}),
    ...(opener ? { triggering_interaction_metadata: interactionMetadata(opener, message, userJson) } : {}),
  };
}
