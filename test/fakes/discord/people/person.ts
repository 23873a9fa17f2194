/** A person at Discord's client: what it does not let them do is an Error here. */
import { PermissionFlagsBits as P, ComponentType as T } from 'discord.js';
import { keepFile, type SentFile } from '../messages/attachments.ts';
import { everyComponent, type Select } from '../messages/components.ts';
import { isLoading, messageJson, userJson } from '../messages/message-json.ts';
import { addMessage, nothing, removeMessage } from '../messages/messages.ts';
import { setReaction } from '../messages/reactions.ts';
import type { Embed, FakeState, Message, User } from '../state.ts';
import { beginExchange, type Exchange, uploadLimitOf, type Who } from './exchange.ts';
import { type ModalValues, modalData } from './modal-answers.ts';
import { autocompleteData, commandData, offered, slashData } from './slash.ts';
import type { SlashValues } from './slash-values.ts';

export type Person = {
  user: User;
  /** `name` with its subcommands, e.g. `credits show`. Files stand among the options or in `attachments`. */
  slash(
    name: string,
    options?: SlashValues,
    more?: { attachments?: Readonly<Record<string, SentFile>> },
  ): Promise<Exchange>;
  /** What is typed so far in `focused`; `others` are filled in already. */
  autocomplete(
    name: string,
    focused: string,
    text: string,
    others?: Readonly<Record<string, string | number | boolean>>,
  ): Promise<Exchange>;
  /** A message or a user command. */
  contextMenu(name: string, target: Message | User): Promise<Exchange>;
  /** A button by its custom id, or by its label. */
  press(message: Message, button: string): Promise<Exchange>;
  /** Values of a select menu by its custom id: its options', or the ids of users, roles and channels. */
  select(message: Message, customId: string, values: readonly string[]): Promise<Exchange>;
  /** Fills in what `exchange` opened; what is not given stays as it was prefilled. A modal is sent once. */
  submitModal(exchange: Exchange, values?: ModalValues): Promise<Exchange>;
  /** An ordinary message. `spoiler`: all of its files; `ping: false`: a reply that does not mention. */
  post(what: Post): Promise<Message>;
  /** Puts an emoji on a message; `off`: takes theirs off. */
  react(message: Message, emoji: string, how?: { off: true }): void;
  /** Deletes a message of their own, or with the permission for it any. */
  remove(message: Message): void;
};
export type Post = {
  content?: string;
  attachments?: readonly SentFile[];
  embeds?: readonly Embed[];
  replyTo?: Message;
  ping?: boolean;
  forward?: Message;
  spoiler?: boolean;
};

/** @param who they are, and the channel they sit in; a message they act on is used where it stands. */
export function createPerson(state: FakeState, who: Who): Person {
  const { user, channel } = who;
  const submitted = new Set<Exchange>();

  return {
    user,
    async slash(name, options = {}, { attachments = {} } = {}) {
      const [first = '', ...words] = name.split(' ');
      const command = offered(state, who, 1, first);
      const data = await slashData(state, who, command, words, { ...options, ...attachments });
      return beginExchange(state, who, { type: 2, data, commandType: 1 });
    },
    async autocomplete(name, focused, text, others = {}) {
      const [first = '', ...words] = name.split(' ');
      const command = offered(state, who, 1, first);
      return beginExchange(state, who, {
        type: 4,
        data: autocompleteData(command, words, focused, text, others),
      });
    },
    async contextMenu(name, target) {
      if (!('author' in target)) {
        const data = { target_id: target.id, resolved: { users: { [target.id]: userJson(target) } } };
        const command = offered(state, who, 2, name);
        return beginExchange(state, who, {
          type: 2,
          data: { ...commandData(command), ...data },
          commandType: 2,
        });
      }
      const here = at(target);
      const data = {
        ...commandData(offered(state, here, 3, name)),
        target_id: target.id,
        resolved: { messages: { [target.id]: messageJson(state, target) } },
      };
      return beginExchange(state, here, { type: 2, data, commandType: 3, target });
    },
    async press(message, button) {
      const here = at(message);
      const all = componentsOf(message).flatMap((it) => (it.type === T.Button ? [it] : []));
      const byId = all.filter((it) => it.custom_id === button);
      const found = byId.length > 0 ? byId : all.filter((it) => it.label === button);
      const [one] = found;
      const names = all.map((it) => it.custom_id ?? it.label).join(', ') || 'none';
      if (!one) throw new Error(`The message has no button "${button}"; it has ${names}`);
      if (found.length > 1) throw new Error(`The message has ${found.length} buttons "${button}"`);
      if (one.disabled) throw new Error(`The button "${button}" is disabled`);
      if (!one.custom_id) throw new Error(`The button "${button}" is a link to ${one.url}`);
      const data = { component_type: T.Button, custom_id: one.custom_id, id: idOf(message, one) };
      return beginExchange(state, here, { type: 3, data, source: message });
    },
    async select(message, customId, values) {
      const here = at(message);
      const one = componentsOf(message).find(
        (it): it is Select => it.type !== T.Button && 'custom_id' in it && it.custom_id === customId,
      );
      if (!one) throw new Error(`The message has no select menu "${customId}"`);
      if (one.disabled) throw new Error(`The select menu "${customId}" is disabled`);
      const { min_values = 1, max_values = 1 } = one;
      if (values.length < min_values || values.length > max_values)
        throw new Error(`"${customId}" takes ${min_values} to ${max_values} values`);
      const strange =
        'options' in one && values.find((value) => !one.options.some((it) => it.value === value));
      if (strange) throw new Error(`"${customId}" has no option "${strange}"`);
      const users = values.flatMap((value) => state.users.get(value) ?? []);
      const resolved = { users: Object.fromEntries(users.map((it) => [it.id, userJson(it)])) };
      const data = {
        component_type: one.type,
        custom_id: customId,
        id: idOf(message, one),
        values,
        ...('options' in one ? {} : { resolved }),
      };
      return beginExchange(state, here, { type: 3, data, source: message });
    },
    async submitModal(exchange, values = {}) {
      const { interaction } = exchange;
      const modal = exchange.modal();
      if (!modal) throw new Error('No modal was opened');
      if (interaction.user !== user) throw new Error('The modal is open on the screen of another person');
      if (submitted.has(exchange)) throw new Error('The modal was sent already');
      const here = { ...who, channel: interaction.channel };
      const data = await modalData(state, here, modal, values);
      submitted.add(exchange);
      return beginExchange(state, here, { type: 5, data, source: interaction.source, opener: interaction });
    },
    async post({ content = '', attachments = [], embeds = [], replyTo, ping = true, forward, spoiler }) {
      if (channel.kind !== 'dm' && !(who.permissions & (P.SendMessages | P.Administrator)))
        throw new Error('The person may not post here');
      const large = attachments.find(({ bytes }) => bytes.length > uploadLimitOf(who));
      if (large) throw new Error(`${large.name} is too large for this person`);
      const place = { place: channel.id, ephemeral: false };
      const kept = await Promise.all(
        attachments.map((file) =>
          // The client both names and marks it.
          keepFile(state, spoiler ? { ...file, name: `SPOILER_${file.name}`, spoiler } : file, place),
        ),
      );
      const contents = { ...nothing, content, embeds: [...embeds], attachments: kept };
      const reference = replyTo
        ? ({ kind: 'reply', message: replyTo } as const)
        : forward && ({ kind: 'forward', message: forward } as const);
      const allowed = { parse: ['users' as const, 'roles' as const], replied_user: ping };
      return addMessage(state, channel, user, contents, { allowed, reference });
    },
    react(message, emoji, how) {
      at(message);
      const isNew = (message.reactions.get(emoji)?.size ?? 0) === 0;
      const needed = P.ReadMessageHistory | (isNew ? P.AddReactions : 0n);
      if (message.channel.guild && !(who.permissions & P.Administrator))
        if ((who.permissions & needed) !== needed) throw new Error('The person may not put an emoji here');
      setReaction(state, message, { user, emoji, added: how === undefined });
    },
    remove(message) {
      const moderator = (who.permissions & (P.ManageMessages | P.Administrator)) !== 0n;
      if (message.author !== user && !moderator) throw new Error('The person may not delete this message');
      removeMessage(state, message);
    },
  };

  /** The person in front of a message. */
  function at(message: Message): Who {
    if (message.deleted) throw new Error('The message has been deleted');
    if (message.visibleTo && message.visibleTo !== user)
      throw new Error('The person does not see this message');
    return { ...who, channel: message.channel };
  }

  function componentsOf(message: Message) {
    if (isLoading(message)) throw new Error('The bot is still thinking');
    return everyComponent(message.components).map(({ component }) => component);
  }

  /** The number that Discord gave a component: its place in reading order. */
  function idOf(message: Message, wanted: object): number {
    return everyComponent(message.components).findIndex(({ component }) => component === wanted) + 1;
  }
}
