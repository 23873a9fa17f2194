/** Channels and their messages, with the bot's own token. */
import { PermissionFlagsBits as P } from 'discord.js';
import { botPermissionsIn, defaultUploadLimit, visibleChannel, visibleMessage } from '../access.ts';
import { channelJson } from '../guild-json.ts';
import { draftMessage } from '../messages/message-body.ts';
import { isWithheld, messageJson } from '../messages/message-json.ts';
import { addMessage, editMessage, removeMessage } from '../messages/messages.ts';
import type { Channel, FakeState, Message } from '../state.ts';
import { type Buckets, isOld, type Limits } from './buckets.ts';
import { invalid, Refusal, refusal } from './refusals.ts';
import { done, ok, type Route } from './route.ts';

/** A nonce is remembered for "a few minutes". https://docs.discord.com/developers/resources/message#create-message */
const nonceMs = 5 * 60 * 1000;

/** Routes that see and do what the bot's permissions in the channel allow. */
export function messageRoutes(
  state: FakeState,
  { buckets, limits }: { buckets: Buckets; limits: Limits },
): Route[] {
  const blank = (message: Message) => !state.application.messageContent && isWithheld(state, message);
  const json = (message: Message) => messageJson(state, message, { blank });
  const uploadLimitOf = ({ guild }: Channel) => guild?.uploadLimit ?? defaultUploadLimit;
  const demand = (channel: Channel, permission: bigint) => {
    if (!(botPermissionsIn(channel) & permission)) throw refusal('missingPermissions');
  };

  return [
    {
      method: 'GET',
      pattern: '/channels/:channel',
      bot: true,
      answer: ({ part }) => ok(channelJson(state, visibleChannel(state, part('channel')))),
    },
    {
      method: 'GET',
      pattern: '/channels/:channel/messages',
      bot: true,
      answer({ part, query }) {
        const channel = visibleChannel(state, part('channel'));
        const limit = Number(query.get('limit') ?? 50);
        if (!Number.isInteger(limit) || limit < 1 || limit > 100)
          throw invalid([{ path: ['limit'], code: 'NUMBER_TYPE_MAX', message: 'Must be from 1 to 100' }]);
        if (!(botPermissionsIn(channel) & P.ReadMessageHistory)) return ok([]);
        const all = [...state.messages.values()].filter(
          (it) => it.channel === channel && !it.deleted && !it.visibleTo,
        );
        const newer = (id: string) => all.filter((it) => BigInt(it.id) > BigInt(id));
        const older = (id: string) => all.filter((it) => BigInt(it.id) < BigInt(id));
        const { before, after, around } = Object.fromEntries(query);
        const half = Math.floor(limit / 2);
        const found = before
          ? older(before).slice(-limit)
          : after
            ? newer(after).slice(0, limit)
            : around
              ? [
                  ...older(around).slice(-half),
                  ...all.filter(({ id }) => id === around),
                  ...newer(around).slice(0, half),
                ]
              : all.slice(-limit);
        return ok(found.reverse().map(json));
      },
    },
    {
      method: 'POST',
      pattern: '/channels/:channel/messages',
      bot: true,
      async answer({ part, body, uploads }) {
        const channel = visibleChannel(state, part('channel'));
        demand(channel, channel.kind === 'thread' ? P.SendMessagesInThreads : P.SendMessages);
        if (channel.kind === 'dm' && channel.recipients.some((it) => !it.acceptsDirectMessages))
          throw refusal('cannotMessage');
        if (channel.archived) throw refusal('archived');
        if (uploads.length > 0) demand(channel, P.AttachFiles);
        const draft = await draftMessage(state, {
          body,
          uploads,
          place: channel.id,
          uploadLimit: uploadLimitOf(channel),
        });
        if (draft.embeds.length > 0) demand(channel, P.EmbedLinks);
        const { nonce, enforce_nonce, message_reference, allowed_mentions } = draft.body;
        const earlier = [...state.messages.values()].find(
          (it) =>
            nonce !== undefined &&
            nonce !== null &&
            it.nonce === nonce &&
            it.author === state.bot &&
            it.channel === channel &&
            state.clock.now() - it.createdAt < nonceMs,
        );
        if (enforce_nonce && earlier) return ok(json(earlier));
        const reference = referenceOf(channel, message_reference);
        const message = addMessage(state, channel, state.bot, draft, {
          allowed: allowed_mentions,
          nonce: nonce ?? undefined,
          reference,
        });
        return ok(json(message));
      },
    },
    {
      method: 'GET',
      pattern: '/channels/:channel/messages/:message',
      bot: true,
      answer({ part }) {
        demand(visibleChannel(state, part('channel')), P.ReadMessageHistory);
        return ok(json(visibleMessage(state, part('channel'), part('message'))));
      },
    },
    {
      method: 'PATCH',
      pattern: '/channels/:channel/messages/:message',
      bot: true,
      async answer({ part, body, uploads }) {
        const message = visibleMessage(state, part('channel'), part('message'));
        if (message.author !== state.bot) throw refusal('notYours');
        if (message.channel.archived) throw refusal('archived');
        if (uploads.length > 0) demand(message.channel, P.AttachFiles);
        if (isOld(state, message)) takeOld(message.channel);
        const draft = await draftMessage(state, {
          body,
          uploads,
          before: message,
          place: message.channel.id,
          uploadLimit: uploadLimitOf(message.channel),
        });
        editMessage(state, message, draft);
        return ok(json(message));
      },
    },
    {
      method: 'DELETE',
      pattern: '/channels/:channel/messages/:message',
      bot: true,
      answer({ part }) {
        const message = visibleMessage(state, part('channel'), part('message'));
        if (message.author !== state.bot) demand(message.channel, P.ManageMessages);
        removeMessage(state, message);
        return done;
      },
    },
  ];

  function takeOld(channel: Channel): void {
    const { granted, retryAfterMs } = buckets.take('old edits', channel.id, limits.oldEdits);
    if (!granted)
      throw new Refusal(429, {
        code: 30046,
        message: 'Maximum number of edits to messages older than 1 hour reached. Try again later',
        retry_after: Math.ceil(retryAfterMs) / 1000,
        global: false,
      });
  }

  function referenceOf(
    channel: Channel,
    sent:
      | {
          type?: 0 | 1 | undefined;
          message_id: string;
          channel_id?: string | undefined;
          fail_if_not_exists?: boolean | undefined;
        }
      | null
      | undefined,
  ): Message['reference'] {
    if (!sent) return undefined;
    const kind = sent.type === 1 ? 'forward' : 'reply';
    if (kind === 'reply' && !(botPermissionsIn(channel) & P.ReadMessageHistory)) throw refusal('noHistory');
    const message = state.messages.get(sent.message_id);
    const known = message && !message.deleted && !message.visibleTo;
    if (known && (kind === 'forward' || message.channel === channel)) return { kind, message };
    if (sent.fail_if_not_exists === false) return undefined;
    const path = ['message_reference'];
    throw invalid([{ path, code: 'REPLIES_UNKNOWN_MESSAGE', message: 'Unknown message' }]);
  }
}
