/** A person at Slack's client: what it does not let them do is an Error here. */
import { randomUUID } from 'node:crypto';
import { emit } from '../http/events.ts';
import { keepFile, process, type SentFile } from '../methods/files.ts';
import { addMessage, editMessage, messageJson, removeMessage, rootOf } from '../methods/messages.ts';
import { setReaction } from '../methods/reactions.ts';
import type { Channel, FakeState, Message, User, View } from '../state.ts';
import { beginExchange, type Exchange, installedFor, interactionBase, type Who } from './exchange.ts';
import { type Screen, screenOf } from './screen.ts';
import { homeOf, viewJson } from './views.ts';

/**
 * `broadcast`: also to the channel that the thread is in. `untold`: the event that names the bot leaves the files out, as
 * Slack's does at times (slackapi/bolt-python#925).
 */
export type Posted = { files?: readonly SentFile[]; thread?: Message; broadcast?: boolean; untold?: boolean };
export type Person = Screen & {
  user: User;
  channel: Channel;
  /** The whole line, e.g. `/darkroom upscale scale=4`. Commands cannot be used in threads. */
  slash(line: string): Exchange;
  /** A message in the channel. */
  post(text: string, more?: Posted): Promise<Message>;
  /** A message with one file. */
  postFile(file: SentFile, more?: { text?: string; thread?: Message }): Promise<Message>;
  /** A message that begins by naming the bot. */
  mention(text: string, more?: Posted): Promise<Message>;
  /** Changes a message of their own; one that names the bot is told to it again. */
  edit(message: Message, text: string): void;
  /** Puts an emoji on a message by its name, e.g. `mag`; `off`: takes theirs off. */
  react(message: Message, name: string, how?: { off: true }): void;
  /** Deletes a message of their own, or any as an administrator. */
  remove(message: Message): void;
  /** A message shortcut by its name or its callback id; the only one when left out. */
  shortcut(message: Message, name?: string): Exchange;
  globalShortcut(name?: string): Exchange;
  /** Opens the app's Home tab; answers with what is published there so far. */
  openHome(): View | undefined;
  home(): View | undefined;
};

/** @param who they are, and the channel they sit in; a message they act on is used where it stands. */
export function createPerson(state: FakeState, who: Who): Person {
  const { user, workspace, channel } = who;
  const home = () => homeOf(state, user, workspace);

  return {
    user,
    channel,
    ...screenOf(state, who),
    slash(line) {
      const [command = '', ...words] = line.split(' ');
      const known = state.manifest.features.slash_commands?.some((it) => it.command === command);
      if (!known) throw new Error(`${command} is not a command of the app`);
      if (channel.archived || channel.deleted) throw new Error('Nothing can be typed here');
      const org = installedFor(who).workspace === undefined;
      const { enterprise } = workspace;
      return beginExchange(state, who, {
        kind: 'command',
        name: command,
        replyTo: channel,
        payload: {
          token: 'verification-token',
          team_id: workspace.id,
          team_domain: workspace.domain,
          ...(enterprise ? { enterprise_id: enterprise.id, enterprise_name: enterprise.name } : {}),
          channel_id: channel.id,
          channel_name:
            channel.kind === 'im'
              ? 'directmessage'
              : channel.kind === 'private'
                ? 'privategroup'
                : channel.name,
          user_id: user.id,
          user_name: user.name,
          command,
          text: words.join(' '),
          api_app_id: state.appId,
          is_enterprise_install: String(org),
        },
      });
    },
    post,
    postFile: (file, { text = '', thread } = {}) =>
      post(text, { files: [file], ...(thread ? { thread } : {}) }),
    mention: (text, more) => post(`<@${installedFor(who).bot.id}> ${text}`, more),
    edit(message, text) {
      if (message.author !== user) throw new Error('The person may not edit this message');
      if (message.deleted) throw new Error('The message has been deleted');
      editMessage(state, message, { text, blocks: [] });
      tellMention(message);
    },
    react(message, name, how) {
      if (message.deleted || message.visibleTo) throw new Error('The message takes no emoji');
      if (!message.channel.members.has(user)) throw new Error('The person is not in the channel');
      setReaction(state, message, { user, name, added: how === undefined });
    },
    remove(message) {
      if (message.author !== user && !user.admin) throw new Error('The person may not delete this message');
      removeMessage(state, message);
    },
    shortcut(message, name) {
      if (message.deleted) throw new Error('The message has been deleted');
      if (message.visibleTo) throw new Error('An ephemeral message has no shortcuts');
      const { channel: where } = message;
      return beginExchange(state, who, {
        kind: 'interaction',
        name: 'message_action',
        replyTo: where,
        payload: {
          type: 'message_action',
          ...interactionBase(state, who),
          channel: { id: where.id, name: where.kind === 'im' ? 'directmessage' : where.name },
          callback_id: offered('message', name),
          action_ts: state.ids.ts(),
          message_ts: message.ts,
          message: messageJson(state, message),
        },
      });
    },
    globalShortcut: (name) =>
      beginExchange(state, who, {
        kind: 'interaction',
        name: 'shortcut',
        payload: {
          type: 'shortcut',
          ...interactionBase(state, who),
          callback_id: offered('global', name),
          action_ts: state.ids.ts(),
        },
      }),
    openHome() {
      installedFor(who);
      const view = home();
      emit(state, workspace, 'app_home_opened', {
        user: user.id,
        channel: channel.kind === 'im' ? channel.id : state.ids.next('D'),
        tab: 'home',
        ...(view ? { view: viewJson(state, view) } : {}),
      });
      return view;
    },
    home,
  };

  async function post(
    text: string,
    { files = [], thread, broadcast, untold = false }: Posted = {},
  ): Promise<Message> {
    const where = thread?.channel ?? channel;
    if (where.archived || where.deleted) throw new Error('Nothing can be typed here');
    if (!where.members.has(user)) throw new Error(`${user.name} is not in ${where.name}`);
    const kept = files.map((file) => keepFile(state, file, who));
    for (const file of kept) await process(file);
    const message = addMessage(state, where, {
      author: user,
      text,
      files: kept,
      clientMsgId: randomUUID(),
      ...(broadcast && { broadcast }),
      thread: thread && (rootOf(where, thread.ts)?.ts ?? thread.ts),
    });
    for (const file of kept)
      emit(state, workspace, 'file_shared', {
        file_id: file.id,
        file: { id: file.id },
        user_id: user.id,
        channel_id: where.id,
      });
    tellMention(message, untold);
    return message;
  }

  /** `app_mention`: only where the bot is, and never in direct messages. */
  function tellMention(message: Message, untold = false): void {
    const { channel: where } = message;
    const { bot } = installedFor(who);
    if (where.kind === 'im' || !where.members.has(bot) || !message.text.includes(`<@${bot.id}>`)) return;
    const { subtype: _, files, ...json } = messageJson(state, message);
    emit(state, workspace, 'app_mention', {
      ...json,
      ...(files !== undefined && !untold ? { files } : {}),
      type: 'app_mention',
      channel: where.id,
      event_ts: message.ts,
    });
  }

  function offered(type: string, name: string | undefined): string {
    const all = (state.manifest.features.shortcuts ?? []).filter((it) => it.type === type);
    const found = all.filter((it) => name === undefined || it.name === name || it.callback_id === name);
    if (found.length !== 1 || !found[0])
      throw new Error(`The app has ${found.length} ${type} shortcuts ${name ?? ''}`.trim());
    return found[0].callback_id;
  }
}
