/** The gateway as the real client and as a bare connection meet it. */
import { once } from 'node:events';
import {
  Events,
  GatewayDispatchEvents,
  GatewayIntentBits,
  type Message as ReceivedMessage,
} from 'discord.js';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { useDiscord } from './client.ts';
import type { Discord } from './discord.ts';

const fixture = useDiscord();
const { Guilds, GuildMessages, DirectMessages, MessageContent } = GatewayIntentBits;
const picture = Buffer.from('not really a picture');

const sockets: WebSocket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.terminate();
});
/** A bare connection: what it has received, and the code it was closed with. */
async function connect(discord: Discord) {
  const socket = new WebSocket(`${discord.cdnUrl.replace('http', 'ws')}/gateway`);
  sockets.push(socket);
  const got: { op: number; t: string | null; d: unknown }[] = [];
  socket.on('message', (data) => got.push(JSON.parse(data.toString())));
  const closed = once(socket, 'close').then(([code]) => code);
  await once(socket, 'open');
  return { got, closed, send: (op: number, d: unknown) => socket.send(JSON.stringify({ op, d })) };
}

describe('the gateway', () => {
  it('a wrong token and an intent that is not allowed end the connection', async () => {
    const { discord } = await fixture.start();
    const intents = [Guilds, GuildMessages, MessageContent];
    await expect(fixture.login(discord, { intents })).rejects.toThrow('disallowed intents');
    discord.allowMessageContent(true);
    await fixture.login(discord, { intents });
    expect(discord.gateway.sessions).toHaveLength(1);
  });

  it('messages come without their contents, unless the bot is mentioned, spoken to directly, or allowed', async () => {
    const { discord } = await fixture.start({ messageContent: true });
    const heard: Record<string, string[]> = { plain: [], allowed: [] };
    const listen = (name: string) => (message: ReceivedMessage) => {
      heard[name]?.push(`${message.content}/${message.attachments.size}`);
    };
    (await fixture.login(discord)).on(Events.MessageCreate, listen('plain'));
    const intents = [Guilds, GuildMessages, DirectMessages, MessageContent];
    (await fixture.login(discord, { intents })).on(Events.MessageCreate, listen('allowed'));
    const ada = discord.person();
    const attachments = [{ name: 'a.png', bytes: picture }];
    await ada.post({ content: 'look', attachments });
    await ada.post({ content: `<@${discord.bot.id}> x4`, attachments });
    await discord.person({ channel: 'dm', user: ada.user }).post({ content: 'hello' });
    const mention = `<@${discord.bot.id}> x4/1`;
    await expect
      .poll(() => heard)
      .toEqual({
        plain: ['/0', mention, 'hello/0'],
        allowed: ['look/1', mention, 'hello/0'],
      });
  });

  it('what happens while the connection is cut comes after it, and the next event can come twice', async () => {
    const { discord } = await fixture.start();
    const client = await fixture.login(discord);
    const heard: string[] = [];
    client.on(Events.MessageCreate, ({ content }) => heard.push(content));
    const ada = discord.person();
    discord.cutGateway(50, 'hold');
    await ada.post({ content: `<@${discord.bot.id}> one` });
    await expect.poll(() => heard).toHaveLength(1);
    expect(discord.gateway.counts).toMatchObject({ identify: 1, resume: 1 });
    discord.duplicateNextDispatch();
    // discord.js itself drops a message that it knows, so this is looked at before it does.
    const raw: unknown[] = [];
    client.ws.on(GatewayDispatchEvents.MessageCreate, ({ content }) => raw.push(content));
    await ada.post({ content: 'two' });
    await ada.post({ content: 'three' });
    await expect.poll(() => raw).toEqual(['', '', '']);
  });

  it('a bare connection is greeted, held to the rules, and known again when it resumes', async () => {
    const { discord } = await fixture.start();
    const identify = { token: discord.token, intents: Guilds | GuildMessages };
    const wrong = await connect(discord);
    wrong.send(2, { ...identify, token: 'wrong' });
    expect(await wrong.closed).toBe(4004);
    const hasty = await connect(discord);
    hasty.send(3, {});
    expect(await hasty.closed).toBe(4003);
    const stranger = await connect(discord);
    stranger.send(6, { token: discord.token, session_id: 'unknown', seq: 1 });
    await expect.poll(() => stranger.got).toContainEqual({ op: 9, d: false, s: null, t: null });

    const first = await connect(discord);
    first.send(1, null);
    first.send(2, identify);
    await expect.poll(() => first.got.map(({ op, t }) => t ?? op)).toEqual([10, 11, 'READY', 'GUILD_CREATE']);
    discord.cutGateway();
    const ada = discord.person();
    await ada.post({ content: 'missed' });
    const again = await connect(discord);
    const session_id = discord.gateway.sessions[0]?.id;
    again.send(6, { token: discord.token, session_id, seq: 2 });
    await expect.poll(() => again.got.map(({ op, t }) => t ?? op)).toEqual([10, 'MESSAGE_CREATE', 'RESUMED']);
    discord.kickBot(discord.home.guild);
    await ada.post({ content: 'not for the bot' });
    discord.reconnectGateway();
    await expect.poll(() => again.got.slice(3).map(({ op, t }) => t ?? op)).toEqual(['GUILD_DELETE', 7]);
  });

  it('the client comes back when it is asked to, and is refused while the gateway is cut', async () => {
    const { discord } = await fixture.start();
    const client = await fixture.login(discord);
    const resumed = new Promise((resolve) => client.once(Events.ShardResume, resolve));
    discord.reconnectGateway();
    await resumed;
    expect(discord.gateway.counts).toMatchObject({ identify: 1, resume: 1 });
    discord.cutGateway(60_000);
    await expect.poll(() => discord.gateway.counts.refused).toBeGreaterThan(0);
  });
});
