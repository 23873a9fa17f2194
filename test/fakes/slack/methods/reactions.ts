/** Emoji that people put on messages, and take off. https://docs.slack.dev/reference/events/reaction_added */
import { emit } from '../http/events.ts';
import { type FakeState, installationIn, type Message, type User } from '../state.ts';

/** By its name, such as `mag` or `+1::skin-tone-2`. Told where the bot is, and may read them. */
export function setReaction(
  state: FakeState,
  message: Message,
  { user, name, added }: { user: User; name: string; added: boolean },
): void {
  const { channel, reactions } = message;
  const people = reactions.get(name) ?? new Set();
  reactions.set(name, people);
  if (people.has(user) === added) throw new Error(added ? 'already_reacted' : 'no_reaction');
  if (added) people.add(user);
  else people.delete(user);
  const installation = installationIn(channel.workspace);
  if (!installation?.scopes.has('reactions:read') || !channel.members.has(installation.bot)) return;
  emit(state, channel.workspace, added ? 'reaction_added' : 'reaction_removed', {
    user: user.id,
    reaction: name,
    item_user: message.author.id,
    item: { type: 'message', channel: channel.id, ts: message.ts },
  });
}
