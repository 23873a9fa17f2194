/** Answering interactions: the callback, and the webhook that the interaction's token is good for. */

import { isLoading, messageJson } from '../messages/message-json.ts';
import { editMessage, removeMessage } from '../messages/messages.ts';
import type { FakeState, Interaction, Message } from '../state.ts';
import { applyCallback, draftAnswer, postAnswer } from './callback.ts';
import { refusal } from './refusals.ts';
import { type Call, done, ok, type Route } from './route.ts';

/** How long a token is good for after its interaction. */
const tokenMs = 15 * 60 * 1000;
/** Where people, not the guild, installed the application. */
const mostFollowUps = 5;

/** Routes that need no token of the bot: the one in the path is enough. */
export function interactionRoutes(state: FakeState): Route[] {
  const webhook = '/webhooks/:application/:token';
  const json = (message: Message) => ok(messageJson(state, message));
  const route = (method: string, pattern: string, answer: Route['answer']): Route => ({
    method,
    pattern,
    bot: false,
    answer,
  });

  return [
    route('POST', '/interactions/:id/:token/callback', async (call) => {
      const interaction = state.interactions.get(call.part('token'));
      if (!interaction || interaction.id !== call.part('id')) throw refusal('unknownInteraction');
      const body = await applyCallback(state, interaction, call);
      return call.query.get('with_response') === 'true' ? ok(body) : done;
    }),
    route('POST', webhook, async (call) => {
      const interaction = answered(call);
      const { original, owners, followUps } = interaction;
      // The first follow-up of a bare deferred answer becomes that answer.
      if (original && isLoading(original)) {
        editMessage(state, original, await draftAnswer(state, interaction, call, original));
        return json(original);
      }
      if (owners['0'] === undefined && followUps.length >= mostFollowUps) throw refusal('tooManyFollowUps');
      const message = postAnswer(state, interaction, await draftAnswer(state, interaction, call));
      followUps.push(message);
      return json(message);
    }),
    route('GET', `${webhook}/messages/:message`, (call) => json(messageOf(call).message)),
    route('PATCH', `${webhook}/messages/:message`, async (call) => {
      const { interaction, message } = messageOf(call);
      editMessage(state, message, await draftAnswer(state, interaction, call, message));
      return json(message);
    }),
    route('DELETE', `${webhook}/messages/:message`, (call) => {
      removeMessage(state, messageOf(call).message);
      return done;
    }),
  ];

  /** @throws Refusal 10015, 50027 */
  function answered({ part }: Call): Interaction {
    const interaction = state.interactions.get(part('token'));
    if (!interaction || part('application') !== state.application.id) throw refusal('unknownWebhook');
    if (state.clock.now() - interaction.createdAt > tokenMs) throw refusal('invalidToken');
    // Before the first answer, and for autocomplete ever, there is no webhook.
    if (interaction.callback === undefined || interaction.callback === 8) throw refusal('unknownWebhook');
    return interaction;
  }

  /** @throws Refusal 10008, 10015, 50027 */
  function messageOf(call: Call): { interaction: Interaction; message: Message } {
    const interaction = answered(call);
    const { original, source, followUps } = interaction;
    const id = call.part('message');
    const message =
      id === '@original' ? original : [original, source, ...followUps].find((it) => it?.id === id);
    if (!message || message.deleted) throw refusal('unknownMessage');
    return { interaction, message };
  }
}
