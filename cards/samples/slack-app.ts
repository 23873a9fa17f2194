/** A Slack that only listens: what the app posts privately is kept, and what it asks is answered from the samples. */
import type { types, webApi } from '@slack/bolt';
import { z } from 'zod';
import { scopes } from '../../src/bots/slack/connection/scopes.ts';
import type { Access, Body, Bot, Conversation, Team } from '../../src/bots/slack/context.ts';
import { createMemory } from '../../src/bots/slack/context.ts';
import type { Chat } from '../../src/chat/chat.ts';
import { nameOf, slackNames as names, now } from './people.ts';
import { standIn } from './stand-in.ts';

export const team: Team = { id: names.scope, orgWide: false };
export const conversation: Conversation = { team, channel: names.channel, direct: false };
export const command = '/darkroom';
export const permalink = (file: string) => `https://darkroom.slack.com/files/${names.bot}/${file}/result`;

/** What is posted is a body of the adapter's own making, with the place beside it. */
const bodySchema = z.object({ text: z.string(), blocks: z.array(z.custom<types.KnownBlock>()) });

type Client = webApi.WebClient;
const ok = { ok: true } as const;

/** @param options.broken rights are missing, and the app is in no channel */
export function accessWith(sent: Body[], { broken = false } = {}): Access {
  const post = standIn<Client>({
    chat: standIn<Client['chat']>({
      postEphemeral: async (it) => {
        const { text, blocks } = bodySchema.parse(it);
        sent.push({ text, blocks });
        return { ...ok, message_ts: '1' };
      },
    }),
  });
  const read = standIn<Client>({
    auth: standIn<Client['auth']>({ test: async () => ok }),
    chat: standIn<Client['chat']>({
      getPermalink: async () => ({
        ...ok,
        permalink: `https://darkroom.slack.com/archives/${names.channel}/p1`,
      }),
    }),
    conversations: standIn<Client['conversations']>({
      info: async () => ({ ...ok, channel: { is_member: !broken } }),
    }),
    files: standIn<Client['files']>({ info: async () => ({ ...ok, file: { mimetype: 'image/jpeg' } }) }),
    users: standIn<Client['users']>({
      info: async (it) => ({ ...ok, user: { profile: { display_name: nameOf(it?.user ?? '') } } }),
    }),
    usergroups: standIn<Client['usergroups']>({
      users: standIn<Client['usergroups']['users']>({ list: async () => ({ ...ok, users: [] }) }),
    }),
  });
  const granted = Object.keys(scopes).slice(broken ? 2 : 0);
  return { ...standIn<Access>({ team, botUser: names.bot, post, read }), scopes: () => new Set(granted) };
}

export const appWith = (access: Access, chat: Partial<Chat>): Bot =>
  standIn<Bot>({
    command,
    clock: () => now,
    memory: createMemory(() => now),
    accessTo: async () => access,
    teamNamed: async () => team,
    ...(chat.requests ? { requests: chat.requests } : {}),
    chat: standIn<Chat>(chat),
  });
