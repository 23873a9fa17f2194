/** What goes wrong: limits, failures on demand, and what becomes of channels and messages. */
import { describe, expect, it } from 'vitest';
import { buttons, card, clientOf, refused, useSlack } from './client.ts';

const fixture = useSlack();

describe('limits', () => {
  it('a second post in a channel in one second, and the 51st edit in a minute, are refused with Retry-After', async () => {
    const { slack, web } = await fixture.start();
    const { channel } = slack.home;
    const other = slack.addChannel();
    const { ts = '' } = await web.chat.postMessage({ channel: channel.id, ...card('one') });
    expect(await refused(web.chat.postMessage({ channel: channel.id, ...card('two') }))).toBe('429 1');
    await web.chat.postMessage({ channel: other.id, ...card('elsewhere') });
    const edit = (text: string) => web.chat.update({ channel: channel.id, ts, ...card(text) });
    for (let count = 1; count <= 50; count += 1) await edit(String(count));
    const said = Number((await refused(edit('51'))).split(' ')[1]);
    expect(said).toBeGreaterThan(55);
    expect(slack.rateLimited.map(({ method }) => method)).toEqual(['chat.postMessage', 'chat.update']);
    expect(slack.busiest('chat.update')).toBe(50);
    slack.advance(said * 1000);
    await edit('52');
    expect(slack.busiest('chat.update')).toBe(50);
    expect(slack.messages(channel).map(({ text }) => text)).toEqual(['52']);
  });

  it('each workspace has limits of its own', async () => {
    const { slack, web } = await fixture.start({
      limits: { 'users.info': { requests: 1, windowMs: 60_000 } },
    });
    const [ada, ben] = [slack.person(), slack.addUser({ workspace: slack.addWorkspace() })];
    await web.users.info({ user: ada.user.id });
    expect(await refused(web.users.info({ user: ada.user.id }))).toMatch(/^429/);
    await clientOf(slack, ben.workspace?.installation?.token).users.info({ user: ben.id });
  });
});

describe('failures on demand', () => {
  it('a call fails before or after its effect, is late, is cut, or is never answered', async () => {
    const { slack, web } = await fixture.start({
      limits: { 'chat.postMessage': { requests: 99, windowMs: 1 } },
    });
    const { id: channel } = slack.home.channel;
    const post = (text: string, by = web) => by.chat.postMessage({ channel, ...card(text) });
    const texts = () => slack.messages().map(({ text }) => text);
    const method = 'chat.postMessage';
    slack.fail({ method, error: 'fatal_error' });
    expect(await refused(post('a'))).toBe('fatal_error');
    slack.fail({ method, status: 503, afterEffect: true });
    expect(await refused(post('b'))).toBe('503');
    slack.fail({ method, status: 429, retryAfter: 7 });
    expect(await refused(post('c'))).toBe('429 7');
    slack.fail({ method, cut: true, afterEffect: true });
    await expect(post('d')).rejects.toThrow('request error');
    const slow = slack.fail({ method, delayMs: 60_000, when: { channel } });
    const late = post('e');
    await expect.poll(slow.met).toBe(1);
    slack.advance(60_000);
    await late;
    expect(texts()).toEqual(['b', 'd', 'e']);
    const held = slack.fail({ method, hang: true, times: 9 });
    const hasty = clientOf(slack, slack.token(), 50);
    await expect(post('f', hasty)).rejects.toThrow('request error');
    held.lift();
    await post('g');
    expect([texts().at(-1), held.met()]).toEqual(['g', 1]);
    expect(slack.rateLimited).toMatchObject([{ method, retryAfter: 7 }]);
  });

  it('an unanswered trigger expires, works once, and is nobody else’s', async () => {
    const { slack, web } = await fixture.start();
    const { url } = await fixture.overHttp(slack, (app) => {
      app.shortcut('enhance_global', async ({ ack }) => ack());
    });
    expect(url).toContain('127.0.0.1');
    const view = { type: 'modal' as const, title: { type: 'plain_text' as const, text: 'T' }, blocks: [] };
    const open = (trigger_id: string, by = web) => by.views.open({ trigger_id, view });
    const ada = slack.person();
    const asked = ada.globalShortcut();
    const stranger = clientOf(slack, slack.token(slack.addWorkspace()));
    expect(await refused(open(asked.triggerId, stranger))).toBe('invalid_trigger_id');
    await open(asked.triggerId);
    expect(await refused(open(asked.triggerId))).toBe('exchanged_trigger_id');
    const late = ada.globalShortcut();
    await late.acknowledged;
    slack.advance(3001);
    expect(await refused(open(late.triggerId))).toBe('expired_trigger_id');
    const shown = asked.view();
    const update = (hash: string) => web.views.update({ view_id: shown?.id ?? '', hash, view });
    const old = shown?.hash ?? '';
    await update(old);
    expect(await refused(update(old))).toBe('hash_conflict');
    if (shown) ada.closeView(shown);
    expect(await refused(update(shown?.hash ?? ''))).toBe('not_found');
  });
});

it('messages that were deleted, archived channels, and a bot that was removed', async () => {
  const { slack, web } = await fixture.start({
    limits: { 'chat.postMessage': { requests: 99, windowMs: 1 } },
  });
  const { channel, workspace } = slack.home;
  const secret = slack.addChannel({ kind: 'private' });
  const post = (to = channel.id) => web.chat.postMessage({ channel: to, ...card('x', buttons('A')) });
  const { ts = '' } = await post();
  const edit = () => web.chat.update({ channel: channel.id, ts, ...card('y') });
  const foreign = await slack.person().post('mine');
  const others = { channel: channel.id, ts: foreign.ts };
  expect(await refused(web.chat.update({ ...others, ...card('y') }))).toBe('cant_update_message');
  expect(await refused(web.chat.delete(others))).toBe('cant_delete_message');
  workspace.allowsEdits = false;
  expect(await refused(edit())).toBe('edit_window_closed');
  workspace.allowsEdits = true;
  slack.kickBot(channel);
  slack.kickBot(secret);
  await post();
  workspace.installation?.scopes.delete('chat:write.public');
  expect(await refused(post())).toBe('not_in_channel');
  expect(await refused(post(secret.id))).toBe('channel_not_found');
  await web.conversations.join({ channel: channel.id });
  await edit();
  for (const message of slack.messages(channel)) slack.deleteMessage(message);
  expect(await refused(edit())).toBe('message_not_found');
  slack.archive(channel);
  expect(await refused(post())).toBe('is_archived');
  expect(slack.violations).toEqual([]);
});

it('an address to respond to works five times, and for half an hour', async () => {
  const { slack } = await fixture.start();
  await fixture.overHttp(slack, (app) => {
    app.command('/darkroom', async ({ ack }) => ack());
  });
  const ada = slack.person();
  const asked = ada.slash('/darkroom');
  await asked.acknowledged;
  const respond = async (url = asked.responseUrl ?? '', body: object = { text: 'x' }) =>
    (
      await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    ).status;
  for (let count = 1; count <= 5; count += 1) expect(await respond()).toBe(200);
  expect(await respond()).toBe(404);
  expect(asked.replies).toHaveLength(5);
  const other = ada.slash('/darkroom');
  await other.acknowledged;
  slack.advance(30 * 60_000 + 1);
  expect(await respond(other.responseUrl)).toBe(404);
});
