/** Permissions, rate limits and failures on demand, as the real REST client meets them. */
import { PermissionFlagsBits, RateLimitError, REST, Routes } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { card, refused, useDiscord } from './client.ts';
import type { Discord } from './discord.ts';

const fixture = useDiscord();
const posts = (discord: Discord) => Routes.channelMessages(discord.home.channel.id);
const hello = { body: { content: 'hello' } };
/** An edit that waits for nothing. */
const plainly = (discord: Discord, route: string) =>
  fetch(`${discord.url}/v10${route}`, {
    method: 'PATCH',
    headers: { authorization: `Bot ${discord.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(hello.body),
  });
async function posted() {
  const { discord, rest } = await fixture.start();
  await rest.post(posts(discord), hello);
  const [message] = discord.messages();
  if (!message) throw new Error('not posted');
  return { discord, rest, message, edit: Routes.channelMessage(message.channel.id, message.id) };
}
const files = [{ name: 'a.png', data: Buffer.from('0123456789') }];

describe('what the bot may not do', () => {
  it('is refused by its permissions in the channel', async () => {
    const { discord, rest, edit } = await posted();
    const { channel } = discord.home;
    const { ViewChannel, SendMessages, ReadMessageHistory } = PermissionFlagsBits;
    channel.botPermissions = ViewChannel | SendMessages;
    expect(await refused(rest.post(posts(discord), { ...hello, files }))).toBe('403 50013');
    const message_reference = { message_id: discord.messages()[0]?.id };
    expect(await refused(rest.post(posts(discord), { body: { content: 'a', message_reference } }))).toBe(
      '400 160002',
    );
    channel.botPermissions = ViewChannel | ReadMessageHistory;
    expect(await refused(rest.post(posts(discord), hello))).toBe('403 50013');
    channel.botPermissions = 0n;
    expect(await refused(rest.patch(edit, hello))).toBe('403 50001');
    expect(await refused(rest.get(Routes.channel(channel.id)))).toBe('403 50001');
  });

  it('and by what is gone, closed or of others', async () => {
    const { discord, rest, message, edit } = await posted();
    const { channel, guild } = discord.home;
    const ada = discord.person();
    const { id } = await ada.post({ content: 'mine' });
    expect(await refused(rest.patch(Routes.channelMessage(channel.id, id), hello))).toBe('403 50005');
    expect(await refused(rest.delete(Routes.channelMessage(channel.id, id)))).toBe('403 50013');
    channel.archived = true;
    expect(await refused(rest.patch(edit, hello))).toBe('400 50083');
    channel.archived = false;
    discord.deleteMessage(message);
    expect(await refused(rest.patch(edit, hello))).toBe('404 10008');
    discord.kickBot(guild);
    expect(await refused(rest.post(posts(discord), hello))).toBe('403 50001');
    discord.deleteChannel(channel);
    expect(await refused(rest.post(posts(discord), hello))).toBe('404 10003');
    const shy = discord.addUser({ acceptsDirectMessages: false });
    const direct = await rest.post(Routes.userChannels(), { body: { recipient_id: shy.id } });
    if (typeof direct !== 'object' || !direct || !('id' in direct)) throw new Error('no channel');
    expect(await refused(rest.post(Routes.channelMessages(String(direct.id)), hello))).toBe('403 50007');
    expect(await refused(new REST({ api: discord.url }).setToken('wrong').get(Routes.user()))).toBe('401 0');
    const nowhere = new REST({ api: discord.url, retries: 0 }).setToken(discord.token);
    expect(await refused(nowhere.get('/stickers/1'))).toBe('404 0');
    expect(discord.violations.map(({ path }) => path)).toEqual(['/stickers/1']);
  });

  it('a file over the limit, and a text that moderation refuses', async () => {
    const { discord, rest } = await posted();
    discord.home.guild.uploadLimit = 9;
    expect(await refused(rest.post(posts(discord), { body: {}, files }))).toBe('413 40005');
    discord.home.guild.uploadLimit = 10;
    await rest.post(posts(discord), { body: {}, files });
    discord.refuseText('forbidden');
    expect(await refused(rest.post(posts(discord), { body: card('forbidden words') }))).toBe('400 200000');
  });

  it('an ephemeral answer is nothing to its token, and a deferred one takes the first follow-up', async () => {
    const { discord, rest } = await fixture.start();
    const body = [{ name: 'jobs', description: 'd' }];
    await rest.put(Routes.applicationCommands(discord.applicationId), { body });
    const ada = discord.person({ toldUploadLimit: 500 });
    const asked = await ada.slash('jobs');
    const callback = Routes.interactionCallback(asked.id, asked.token);
    const follow = Routes.webhook(discord.applicationId, asked.token);
    expect(await refused(rest.post(follow, { ...hello, auth: false }))).toBe('404 10015');
    await rest.post(callback, { body: { type: 5, data: { flags: 64 } }, auth: false });
    await rest.post(follow, { ...hello, auth: false });
    await rest.post(follow, { ...hello, auth: false });
    const card = asked.response();
    expect([card?.history, asked.followUps.length]).toEqual([['hello'], 1]);
    expect([card?.visibleTo, asked.followUps[0]?.visibleTo]).toEqual([ada.user, undefined]);
    const edit = Routes.channelMessage(discord.home.channel.id, card?.id ?? '');
    expect(await refused(rest.patch(edit, hello))).toBe('404 10008');
    const original = Routes.webhookMessage(discord.applicationId, asked.token, '@original');
    expect(await rest.get(original, { auth: false })).toMatchObject({ id: card?.id, flags: 64 });
    await rest.delete(original, { auth: false });
    expect(asked.response()).toBeUndefined();
    expect(await refused(rest.patch(original, { ...hello, auth: false }))).toBe('404 10008');
  });
});

describe('rate limits', () => {
  it('the sixth edit in a channel waits, and one sent all the same is refused', async () => {
    const { discord, edit } = await posted();
    const rest = new REST({ api: discord.url, rejectOnRateLimit: () => true }).setToken(discord.token);
    for (let count = 0; count < 5; count += 1) await rest.patch(edit, hello);
    // The client knows by the headers, and asks no more.
    await expect(rest.patch(edit, hello)).rejects.toThrow(RateLimitError);
    expect(discord.rateLimited).toEqual([]);
    expect((await plainly(discord, edit)).status).toBe(429);
    expect(discord.rateLimited).toEqual([{ method: 'PATCH', path: edit, code: undefined }]);
    // Another channel has a bucket of its own.
    const { id } = discord.addChannel({ guild: discord.home.guild });
    await rest.post(Routes.channelMessages(id), hello);
    const other = discord.messages().at(-1)?.id ?? '';
    for (let count = 0; count < 5; count += 1) await plainly(discord, Routes.channelMessage(id, other));
    expect(discord.rateLimited).toHaveLength(1);
  });

  it('a message older than an hour takes three edits in six seconds', async () => {
    const { discord, rest, edit } = await posted();
    discord.advance(60 * 60 * 1000 + 1);
    for (let count = 0; count < 3; count += 1) await rest.patch(edit, hello);
    const fourth = await plainly(discord, edit);
    expect(fourth.status).toBe(429);
    expect(Number(fourth.headers.get('retry-after'))).toBeGreaterThan(5);
    expect(discord.rateLimited).toMatchObject([{ code: 30046 }]);
  });
});

describe('failures on demand', () => {
  it('an error before or after the effect, and a connection that is cut', async () => {
    const { discord, rest } = await fixture.start();
    const fault = discord.fail({ route: /^POST .*messages$/, status: 503 });
    await expect(rest.post(posts(discord), hello)).rejects.toThrow();
    expect([fault.met(), discord.messages().length]).toEqual([1, 0]);
    discord.fail({ route: 'POST /channels', status: 403, code: 50013, afterEffect: true });
    expect(await refused(rest.post(posts(discord), hello))).toBe('403 50013');
    expect(discord.messages()).toHaveLength(1);
    discord.fail({ route: 'POST /channels', cut: true, afterEffect: true });
    await expect(rest.post(posts(discord), hello)).rejects.toThrow();
    expect(discord.messages()).toHaveLength(2);
    await rest.post(posts(discord), hello);
    expect(discord.log.map(({ status }) => status)).toEqual([503, 403, undefined, 200]);
    expect(discord.log.at(-1)).toMatchObject({ auth: 'bot', body: hello.body, files: 0, bytes: 0 });
  });

  it('an answer that says wait, and one that is late', async () => {
    const { discord, rest } = await fixture.start();
    discord.fail({ route: 'POST', status: 429, retryAfter: 0.05, global: true });
    await rest.post(posts(discord), hello);
    expect(discord.log.map(({ status }) => status)).toEqual([429, 200]);
    expect(discord.rateLimited).toHaveLength(1);
    discord.fail({ route: 'POST', delayMs: 60_000 });
    const late = rest.post(posts(discord), hello);
    await expect.poll(() => discord.log.length).toBe(3);
    expect(discord.messages()).toHaveLength(1);
    discord.advance(60_000);
    await late;
    expect(discord.messages()).toHaveLength(2);
  });

  it('a nonce that is enforced posts once', async () => {
    const { discord, rest } = await fixture.start();
    const body = { content: 'hello', nonce: 'job-1', enforce_nonce: true };
    const first = await rest.post(posts(discord), { body });
    expect(await rest.post(posts(discord), { body })).toEqual(first);
    discord.advance(10 * 60 * 1000);
    await rest.post(posts(discord), { body });
    expect(discord.messages()).toHaveLength(2);
  });

  it('a file is served where it is signed for, and for a day', async () => {
    const { discord, rest } = await fixture.start();
    const answer = await rest.post(posts(discord), { body: {}, files });
    const url = /"url":"([^"]+)"/.exec(JSON.stringify(answer))?.[1] ?? '';
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/attachments\/\d+\/\d+\/a\.png\?ex=\w+&is=\w+&hm=\w+&$/);
    const got = await fetch(url);
    expect([await got.text(), got.headers.get('content-type')]).toEqual(['0123456789', 'image/png']);
    expect((await fetch(url.replace(/\?.*/, ''))).status).toBe(404);
    discord.fail({ route: 'GET /attachments', status: 503 });
    discord.fail({ route: 'GET /attachments', cut: true });
    expect((await fetch(url)).status).toBe(503);
    await expect(fetch(url)).rejects.toThrow();
    expect(discord.downloads.map(({ status }) => status)).toEqual([200, 404, 503, undefined]);
    discord.advance(25 * 60 * 60 * 1000);
    expect((await fetch(url)).status).toBe(404);
  });
});
