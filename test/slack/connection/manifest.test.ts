/** The manifests that people paste into Slack, held against what the source registers, calls and asks for. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { installPath } from '../../../src/bots/slack/connection/oauth-pages.ts';
import { neededScopes, scopes, wantedScopes } from '../../../src/bots/slack/connection/scopes.ts';
import { events, shortcuts } from '../../../src/bots/slack/listeners/index.ts';
import { slackSettings } from '../../../src/bots/slack/settings.ts';

const host = 'https://darkroom.example.com';
const folder = new URL('../../../slack/', import.meta.url);
const read = (file: string): unknown => parse(readFileSync(new URL(file, folder), 'utf8'));

/** Slack's limits. https://docs.slack.dev/reference/app-manifest */
const schema = z.strictObject({
  _metadata: z.strictObject({ major_version: z.literal(2), minor_version: z.literal(1) }),
  display_information: z.strictObject({
    name: z.string().max(35),
    description: z.string().max(140),
    background_color: z.string().regex(/^#[\da-f]{6}$/),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.literal(true),
      messages_tab_enabled: z.literal(true),
      // Otherwise nobody could send it a file.
      messages_tab_read_only_enabled: z.literal(false),
    }),
    bot_user: z.strictObject({ display_name: z.string().max(80), always_online: z.boolean() }),
    shortcuts: z
      .array(
        z.strictObject({
          name: z.string().max(24),
          type: z.enum(['message', 'global']),
          callback_id: z.string().max(255),
          description: z.string().max(150),
        }),
      )
      .max(10),
    slash_commands: z.array(
      z.strictObject({
        command: z.string().max(32),
        url: z.literal(`${host}/slack/events`).optional(),
        description: z.string().max(2000),
        usage_hint: z.string().max(1000),
        should_escape: z.boolean(),
      }),
    ),
  }),
  oauth_config: z.strictObject({
    redirect_urls: z.array(z.string()).optional(),
    scopes: z.strictObject({ bot: z.array(z.string()), bot_optional: z.array(z.string()) }),
  }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({
      request_url: z.literal(`${host}/slack/events`).optional(),
      bot_events: z.array(z.string()),
    }),
    interactivity: z.strictObject({
      is_enabled: z.literal(true),
      request_url: z.literal(`${host}/slack/events`).optional(),
    }),
    org_deploy_enabled: z.literal(true),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.literal(false),
  }),
});

const http = schema.parse(read('manifest.yaml'));
const socket = schema.parse(read('manifest.socket.yaml'));

it.each([
  ['over HTTP', http],
  ['over a socket', socket],
])('%s: the ways in, the events and the scopes are those of the source', (_, manifest) => {
  const { features, settings, oauth_config: oauth } = manifest;
  expect(Object.fromEntries(features.shortcuts.map(({ type, callback_id }) => [type, callback_id]))).toEqual(
    shortcuts,
  );
  expect(features.shortcuts).toHaveLength(2);
  expect(settings.event_subscriptions.bot_events).toEqual(events);
  expect(oauth.scopes).toEqual({ bot: neededScopes, bot_optional: wantedScopes });
  const set = { SLACK_BOT_TOKEN: 'xoxb-not-real', SLACK_APP_TOKEN: 'xapp-not-real' };
  const { made: slack } = slackSettings.read(set, true);
  expect(features.slash_commands).toMatchObject([{ command: slack?.command, should_escape: true }]);
});

it('they differ only in how Slack reaches the app', () => {
  const bare = ({ features, settings, oauth_config, ...rest }: typeof http) => {
    const { event_subscriptions, socket_mode_enabled: _one, interactivity: _two, ...others } = settings;
    const { request_url: _three, ...subscriptions } = event_subscriptions;
    const commands = features.slash_commands.map(({ url: _four, ...command }) => command);
    const { scopes: asked } = oauth_config;
    return { ...rest, subscriptions, others, asked, features: { ...features, slash_commands: commands } };
  };
  expect(bare(socket)).toEqual(bare(http));
  expect([http.settings.socket_mode_enabled, socket.settings.socket_mode_enabled]).toEqual([false, true]);
  const addresses = [
    http.features.slash_commands[0]?.url,
    http.settings.event_subscriptions.request_url,
    http.settings.interactivity.request_url,
  ];
  expect(new Set(addresses)).toEqual(new Set([`${host}/slack/events`]));
  expect(http.oauth_config.redirect_urls).toEqual([`${host}/slack/oauth_redirect`]);
  expect(installPath).toBe('/slack/install');
  expect(JSON.stringify(socket)).not.toContain('http');
});

/** What a method of Slack's asks for: any of the scopes of one of these. https://docs.slack.dev/reference/methods */
const methods: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'chat.delete': ['chat:write'],
  'chat.getPermalink': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history', 'mpim:history'],
  'conversations.info': ['channels:read', 'groups:read', 'im:read', 'mpim:read'],
  'conversations.join': ['channels:join'],
  'conversations.open': ['im:write'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history', 'mpim:history'],
  'files.completeUploadExternal': ['files:write'],
  'files.delete': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'files.info': ['files:read'],
  'usergroups.users.list': ['usergroups:read'],
  'users.info': ['users:read'],
  'pins.add': ['pins:write'],
  'views.open': [],
  'views.publish': [],
  'views.push': [],
  'views.update': [],
};

/** What has no method: it comes with events, commands, or with posting where the bot is not. */
const withoutMethod = ['app_mentions:read', 'chat:write.public', 'commands', 'reactions:read'];

it('every method that the source calls is covered by the scopes, and no scope is asked for without use', () => {
  const source = readdirSync(new URL('../../../src/bots/slack/', import.meta.url), {
    recursive: true,
    encoding: 'utf8',
  })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(new URL(`../../../src/bots/slack/${file}`, import.meta.url), 'utf8'))
    .join('\n');
  const families = 'auth|chat|conversations|files|users|usergroups|views|team|reactions|pins';
  const direct = source.matchAll(new RegExp(`\\.((?:${families})(?:\\.\\w+){1,2})\\(`, 'g'));
  const byName = source.matchAll(/apiCall\(\s*'([\w.]+)'/g);
  // `bot.chat` is the conversation.
  const notSlacks = /\.(?:map|flatMap|filter|find|some|every|at|slice|entries|apiCall|once)$/;
  const named = [...direct, ...byName].map(([, name = '']) => name).filter((it) => !notSlacks.test(it));
  const called = new Set(named);
  expect(named.filter((it) => !(it in methods))).toEqual([]);
  expect(called.size).toBeGreaterThan(8);
  const asked: readonly string[] = Object.keys(scopes);
  for (const name of called)
    for (const scope of methods[name] ?? []) expect(asked, `${name} needs ${scope}`).toContain(scope);
  const used = new Set([...[...called].flatMap((name) => methods[name] ?? []), ...withoutMethod]);
  expect(asked.filter((scope) => !used.has(scope))).toEqual([]);
});
