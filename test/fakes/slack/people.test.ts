/** What people see and do beside the main ways: the Home tab, modals on modals, histories, who they are. */
import { expect, it } from 'vitest';
import { buttons, card, plain, refused, section, useSlack } from './client.ts';
import { messagesIn, textOf } from './people/seen.ts';

const fixture = useSlack();
const modal = (title: string, more: object = {}) => ({
  type: 'modal' as const,
  title: plain(title),
  blocks: [section(title), buttons('Next')],
  ...more,
});

it('the Home tab is published when it is opened, its buttons work, and an old hash is refused', async () => {
  const { slack, web } = await fixture.start();
  await fixture.overHttp(slack, (app) => {
    app.event('app_home_opened', async ({ event, client }) => {
      if ('view' in event && event.view) return;
      await client.views.publish({
        user_id: event.user,
        view: { type: 'home', blocks: [section('Hello'), buttons('Open')] },
      });
    });
    app.action('id:Open', async ({ ack, body, client }) => {
      await ack();
      if ('trigger_id' in body) await client.views.open({ trigger_id: body.trigger_id, view: modal('One') });
    });
  });
  const ada = slack.person({ channel: 'dm' });
  expect(ada.openHome()).toBeUndefined();
  await expect.poll(() => ada.home()).toBeDefined();
  const home = ada.home();
  if (!home) throw new Error('no home');
  expect(textOf(home)).toBe('Hello');
  const old = home.hash;
  const publish = (hash?: string) =>
    web.views.publish({
      user_id: ada.user.id,
      view: { type: 'home', blocks: [section('Later')] },
      ...(hash ? { hash } : {}),
    });
  const pressed = ada.press(home, 'Open');
  await expect.poll(() => pressed.view()).toBeDefined();
  expect(pressed.responseUrl).toBeUndefined();
  await publish(old);
  expect(await refused(publish(old))).toBe('hash_conflict');
  expect([ada.home() === home, textOf(home), slack.person().home()]).toEqual([true, 'Later', undefined]);
  expect(slack.violations).toEqual([]);
});

it('three modals lie on each other; the lower ones wait; closing is told where it was asked for', async () => {
  const { slack, web } = await fixture.start();
  const closed: string[] = [];
  await fixture.overHttp(slack, (app) => {
    app.shortcut('enhance_global', async ({ ack }) => ack());
    app.action('id:Next', async ({ ack }) => ack());
    app.view({ callback_id: 'third', type: 'view_closed' }, async ({ ack, body }) => {
      closed.push(`${body.view.callback_id} ${'is_cleared' in body && body.is_cleared}`);
      await ack();
    });
    app.view('third', async ({ ack }) =>
      ack({ response_action: 'update', view: modal('Changed', { submit: plain('S') }) }),
    );
  });
  const ada = slack.person();
  const asked = ada.globalShortcut();
  await web.views.open({ trigger_id: asked.triggerId, view: modal('One') });
  const one = asked.view();
  if (!one) throw new Error('no view');
  const push = async (from: typeof one, view: ReturnType<typeof modal>) => {
    const pressed = ada.press(from, 'Next');
    await web.views.push({ trigger_id: pressed.triggerId, view });
    return pressed.view() ?? from;
  };
  const two = await push(one, modal('Two'));
  expect(() => ada.press(one, 'Next')).toThrow('Another view lies');
  const three = await push(
    two,
    modal('Three', { callback_id: 'third', notify_on_close: true, submit: plain('S') }),
  );
  expect([three.previous, three.root]).toEqual([two, one]);
  await expect(push(three, modal('Four'))).rejects.toThrow('push_limit_reached');
  await (await ada.submit(three)).acknowledged;
  expect([textOf(three), three.open]).toEqual(['Changed', true]);
  ada.closeView(three);
  ada.press(two, 'Next');
  const again = await push(two, modal('Again', { callback_id: 'third', notify_on_close: true }));
  await ada.closeView(again, { all: true })?.acknowledged;
  expect([closed, one.open, two.open]).toEqual([['third true'], false, false]);
  expect(slack.violations).toEqual([]);
});

it('histories go in pages, show the metadata when asked, and nothing ephemeral', async () => {
  const { slack, web } = await fixture.start({
    limits: { 'chat.postMessage': { requests: 9, windowMs: 1 } },
  });
  const { channel } = slack.home;
  const ada = slack.person();
  const root = await ada.post('root');
  const metadata = { event_type: 'job', event_payload: { id: '7' } };
  const client_msg_id = '1f0d7a80-58f4-4c3e-9d0a-0f5b3a0e7a11';
  const reply = { channel: channel.id, thread_ts: root.ts, ...card('reply'), metadata, client_msg_id };
  await web.apiCall('chat.postMessage', reply);
  await web.chat.postMessage({ channel: channel.id, ...card('two') });
  await web.chat.postEphemeral({ channel: channel.id, user: ada.user.id, text: 'psst' });
  const first = await web.conversations.history({ channel: channel.id, limit: 1 });
  expect(first).toMatchObject({ has_more: true, messages: [{ text: 'two' }] });
  const cursor = first.response_metadata?.next_cursor ?? '';
  const next = await web.conversations.history({ channel: channel.id, limit: 1, cursor });
  expect(next).toMatchObject({ has_more: false, messages: [{ text: 'root', reply_count: 1 }] });
  const thread = { channel: channel.id, ts: root.ts };
  const told = await web.conversations.replies({ ...thread, include_all_metadata: true });
  expect(told.messages).toMatchObject([{ text: 'root' }, { text: 'reply', metadata, client_msg_id }]);
  expect((await web.conversations.replies(thread)).messages?.[1]).not.toHaveProperty('metadata');
  expect((await web.conversations.replies({ ...thread, limit: 1, inclusive: true })).messages).toHaveLength(
    1,
  );
  ada.remove(root);
  expect((await web.conversations.replies(thread)).messages?.[0]).toMatchObject({ subtype: 'tombstone' });
  expect(await refused(web.conversations.replies({ ...thread, ts: '1000000000.000000' }))).toBe(
    'thread_not_found',
  );
  expect(messagesIn(channel, ada.user).map(textOf)).toEqual(['reply', 'two', 'psst']);
  expect(messagesIn(channel).map(textOf)).toEqual(['reply', 'two']);
  slack.home.workspace.installation?.scopes.delete('channels:history');
  expect(await refused(web.conversations.replies(thread))).toBe('missing_scope');
});

it('the API tells of people, groups, members and the team', async () => {
  const { slack, web } = await fixture.start();
  const [ada, ben] = [slack.person({ admin: true }), slack.person()];
  const group = slack.addUserGroup({ users: [ben.user] });
  expect((await web.users.info({ user: ada.user.id })).user).toMatchObject({ is_admin: true, is_bot: false });
  expect((await web.usergroups.users.list({ usergroup: group.id })).users).toEqual([ben.user.id]);
  const { members = [] } = await web.conversations.members({ channel: slack.home.channel.id });
  expect(members).toEqual(expect.arrayContaining([ada.user.id, ben.user.id]));
  const opened = await web.conversations.open({ users: ada.user.id });
  expect(opened.channel?.id).toBe(slack.direct(ada.user).id);
  expect((await web.conversations.info({ channel: opened.channel?.id ?? '' })).channel).toMatchObject({
    is_im: true,
  });
  expect((await web.team.info()).team).toMatchObject({ id: slack.home.workspace.id, name: 'Studio' });
  expect(
    slack.log.every(({ token, team }) => token === slack.token() && team === slack.home.workspace.id),
  ).toBe(true);
});

it('a menu of a message tells what was chosen in it; a person of another organisation is met in a shared channel', async () => {
  const { slack, web } = await fixture.start();
  const seen: unknown[] = [];
  await fixture.overHttp(slack, (app) => {
    app.action(/.*/, async ({ ack, body }) => {
      await ack();
      if (body.type === 'block_actions')
        seen.push(body.user.team_id, body.state?.values.row?.model?.selected_option?.value);
    });
  });
  const channel = slack.addChannel({ shared: true });
  const stranger = slack.person({ user: slack.addUser({ workspace: slack.addWorkspace() }), channel });
  const options = ['a', 'b'].map((value) => ({ text: plain(value), value }));
  const menu = { type: 'static_select' as const, action_id: 'model', options };
  const blocks = [{ type: 'actions' as const, block_id: 'row', elements: [menu] }, buttons('Run')];
  await web.chat.postMessage({ channel: channel.id, text: 'Choose', blocks });
  const [message] = slack.messages(channel);
  if (!message) throw new Error('not posted');
  await (await stranger.choose(message, 'model', 'b'))?.acknowledged;
  await stranger.press(message, 'Run').acknowledged;
  const team = stranger.user.workspace?.id;
  await expect.poll(() => seen).toEqual([team, 'b', team, 'b']);
  expect((await web.users.info({ user: stranger.user.id })).user).toMatchObject({ team_id: team });
  expect(slack.violations).toEqual([]);
});

it('what a command answers with is checked, too', async () => {
  const { slack } = await fixture.start();
  await fixture.overHttp(slack, (app) => {
    app.command('/darkroom', async ({ ack }) => ack({ text: 'x', blocks: [section('')] }));
  });
  const asked = slack.person().slash('/darkroom');
  await asked.acknowledged;
  expect(asked.replies).toEqual([]);
  expect(slack.violations).toMatchObject([{ method: 'response_url' }]);
});
