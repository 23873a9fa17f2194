/** `/darkroom …`: a request, or a word that is answered at once; without any, the form. */
import type { SlashCommand } from '@slack/bolt';
import { said } from '../../../chat/typed/said.ts';
import { Failure } from '../../../core/domain/failure.ts';
import { readText } from '../../../core/text/request.ts';
import type { About, Conversation, Handle } from '../context.ts';
import { openForm } from '../form/open.ts';
import { written } from '../requests/incoming-text.ts';
import { turnOf } from '../requests/turn.ts';
import { shortcutName, textWords as words } from '../words/commands.ts';

/** Never rejects: what is wrong is said to the person. */
export const handleText: Handle<SlashCommand> = async (bot, command, team) => {
  const { channel_id: channel, user_id: user, trigger_id: triggerId, text } = command;
  const direct = command.channel_name === 'directmessage';
  const conversation: Conversation = { team, channel, direct, responseUrl: command.response_url };
  // The form's trigger lives three seconds, so nothing is asked of Slack before.
  if (text.trim() === '') return openForm(bot, { team, user, triggerId, conversation });
  const turn = turnOf(bot, { key: `trigger:${triggerId}`, conversation, user });
  await said(bot.chat, turn, text, { about: async () => aboutText(text), toLink: (link) => link });
};

/** A command is about nothing but the link that stands in it. */
function aboutText(text: string): About {
  const { model } = readText(written(text));
  const missing = model
    ? `${new Failure('no-source', { medium: model.takes }).message}\n${words.shortcutHint(shortcutName)}`
    : words.noModel;
  return { media: [], unusable: [], nothing: { text: missing } };
}
