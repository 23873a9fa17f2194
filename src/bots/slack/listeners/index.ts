/** Every way in: what people do in Slack, to whom it concerns. Nothing that happens in here ends the program. */
import type { App, BlockAction, GlobalShortcut, MessageShortcut, ViewSubmitAction } from '@slack/bolt';
import { noticeOf } from '../../../chat/chat.ts';
import { replyPrivately } from '../cards/reply-privately.ts';
import { teamOf } from '../connection/team.ts';
import type { Bot, Conversation, Handle, Team } from '../context.ts';
import { handleFormAction, handleFormSubmit, runForm } from '../form/open.ts';
import { handleAnswer } from '../form/question.ts';
import { handleHomeSubmit, handleTabButton, showHome } from '../home/actions.ts';
import { ids, parse, tabFormIn } from '../ids.ts';
import { actionKeyOf, handleButton } from './actions.ts';
import { handleText } from './commands.ts';
import { hearDeletions } from './deletions.ts';
import { handleDirect, handleMention, isSaidDirectly } from './messages.ts';
import { handlePicture, hearReactions, isPicture } from './pictures.ts';
import { handleEnhance, handleNew } from './shortcuts.ts';

/** The manifest's shortcuts, by their callback ids. */
export const shortcuts = { message: 'enhance_message', global: 'enhance_global' } as const;

/** By the manifest's names; each is said without what it is of, e.g. `message` for `message.im`. */
export const events =
  'app_home_opened app_mention app_uninstalled file_deleted message.channels message.groups message.im message.mpim reaction_added reaction_removed tokens_revoked'.split(
    ' ',
  );

/** Registers all of it. Whatever is of no concern to anybody is acknowledged, too: a person would see an error. */
export function listen(app: App, bot: Bot): void {
  /** What was delivered twice is handled once; what goes wrong is said to whoever did it, if there is a way. */
  async function handleOnce(
    key: string,
    who: { conversation: Conversation; user: string } | undefined,
    work: () => Promise<void>,
  ) {
    try {
      if (await bot.isFirst(`heard ${key}`)) await work();
    } catch (error) {
      const sentence = noticeOf(bot.chat, error).text;
      if (who) await replyPrivately(bot, who.conversation, who.user, sentence);
    }
  }

  app.command(/^\//, async ({ ack, command }) => {
    await ack();
    const team = teamOf(command);
    const { channel_id: channel, user_id: user, response_url: responseUrl, trigger_id: trigger } = command;
    const conversation = { team, channel, direct: command.channel_name === 'directmessage', responseUrl };
    await handleOnce(`trigger:${trigger}`, { conversation, user }, () => handleText(bot, command, team));
  });

  app.shortcut(/^/, async ({ ack, body }) => {
    await ack();
    const team = teamOf(body);
    await handleOnce(`trigger:${body.trigger_id}`, whoIn(team, body), async () => {
      if (body.type === 'message_action' && body.callback_id === shortcuts.message)
        return handleEnhance(bot, body, team);
      if (body.type === 'shortcut' && body.callback_id === shortcuts.global)
        return handleNew(bot, body, team);
    });
  });

  app.action({ type: 'block_actions' }, async ({ ack, body }) => {
    await ack();
    const [action] = body.actions;
    if (!action) return;
    const handle = handlerOf(action.action_id);
    const team = teamOf(body);
    await handleOnce(actionKeyOf(body, action), whoIn(team, body), () => handle(bot, body, team));
  });

  app.view(/^/, async ({ ack, body }) => {
    // The type of a view's listener has closed views in it.
    if (body.type !== 'view_submission') return ack();
    const { id, callback_id: callback } = body.view;
    const isForm = callback === ids.formCallback;
    const check = isForm ? handleFormSubmit : tabFormIn(callback) ? handleHomeSubmit : undefined;
    const errors = await check?.(bot, body);
    if (errors) return ack({ response_action: 'errors', errors });
    const handle = isForm ? runForm : callback === ids.questionCallback ? handleAnswer : undefined;
    if (!handle) return ack();
    await ack({ response_action: 'clear' });
    const team = teamOf(body);
    await handleOnce(`view:${id}`, whoIn(team, body), () => handle(bot, body, team));
  });

  app.event('app_mention', async ({ event, body }) => {
    const team = teamOf(body);
    const { user, channel, thread_ts: thread } = event;
    const conversation = { team, channel, direct: false, ...(thread === undefined ? {} : { thread }) };
    const who = user === undefined ? undefined : { conversation, user };
    await handleOnce(`event:${body.event_id}`, who, () => handleMention(bot, event, team));
  });

  app.event('message', async ({ event, body }) => {
    const team = teamOf(body);
    if (isPicture(event))
      return handleOnce(`event:${body.event_id}`, undefined, () => handlePicture(bot, event, team));
    if (!isSaidDirectly(event)) return;
    const who = { conversation: { team, channel: event.channel, direct: true }, user: event.user };
    await handleOnce(`event:${body.event_id}`, who, () => handleDirect(bot, event, team));
  });

  app.event('app_home_opened', async ({ event, body }) => {
    if (event.tab !== 'home') return;
    const team = teamOf(body);
    await handleOnce(`event:${body.event_id}`, undefined, () => showHome(bot, team, event.user));
  });

  hearReactions(app, bot, (key, work) => handleOnce(key, undefined, work));
  hearDeletions(app, bot);
  app.event('app_uninstalled', async ({ body }) => bot.forget(teamOf(body)));
  app.event('tokens_revoked', async ({ event, body }) => {
    // People's own tokens are none of ours.
    if (event.tokens.bot?.length) await bot.forget(teamOf(body));
  });
}

function handlerOf(id: string): Handle<BlockAction> {
  switch (parse(id)?.kind) {
    case 'form':
      return handleFormAction;
    case 'tab':
      return handleTabButton;
    default:
      return handleButton;
  }
}

/** Where an interaction was done: with no channel, in the direct messages of whoever did it. */
function whoIn(
  team: Team,
  body: BlockAction | GlobalShortcut | MessageShortcut | ViewSubmitAction,
): { conversation: Conversation; user: string } {
  const channel = 'channel' in body ? body.channel?.id : undefined;
  const responseUrl = 'response_url' in body ? body.response_url : undefined;
  const { id: user } = body.user;
  return {
    user,
    conversation: {
      team,
      channel: channel ?? user,
      direct: channel === undefined || channel.startsWith('D'),
      ...(typeof responseUrl === 'string' ? { responseUrl } : {}),
    },
  };
}
