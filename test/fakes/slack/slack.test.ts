/** The loopback Slack with the real Bolt: ways in, the form, the live message, the file in the thread. */
import type { App } from '@slack/bolt';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { buttons, card, plain, refused, useSlack } from './client.ts';
import { buttonsOf, messagesIn, textOf, threadOf } from './people/seen.ts';

const fixture = useSlack();
const picture = await sharp({ create: { width: 4, height: 3, channels: 3, background: 'grey' } })
  .png()
  .toBuffer();
const photo = { name: 'old photo.png', bytes: picture };

const field = (name: string, element: object, more: object = {}) => ({
  type: 'input',
  block_id: `field:${name}`,
  label: plain(name),
  element: { action_id: name, ...element },
  ...more,
});
const option = (value: string) => ({ text: plain(value.toUpperCase()), value });
const form = (title = 'Enhance') => ({
  type: 'modal' as const,
  callback_id: 'form',
  title: plain(title),
  submit: plain('Run'),
  notify_on_close: true,
  blocks: [
    field(
      'model',
      { type: 'static_select', options: [option('esrgan'), option('gfpgan')] },
      { dispatch_action: true },
    ),
    field('scale', {
      type: 'number_input',
      is_decimal_allowed: false,
      min_value: '1',
      max_value: '4',
      initial_value: '2',
    }),
    field('prompt', { type: 'plain_text_input', max_length: 9 }, { optional: true }),
    field('file', { type: 'file_input', filetypes: ['png'], max_files: 1 }, { optional: true }),
  ],
});
const must = <T>(it: T | undefined): T => {
  if (it === undefined) throw new Error('not there');
  return it;
};

describe.each(['http', 'socket'] as const)('over %s', (over) => {
  const connect = async (
    slack: Awaited<ReturnType<typeof fixture.start>>['slack'],
    listen: (app: App) => void,
  ) => (over === 'http' ? (await fixture.overHttp(slack, listen)).app : fixture.overSocket(slack, listen));

  it('a message shortcut opens a form, whose answers the client checks and the app refuses and takes', async () => {
    const { slack } = await fixture.start();
    const seen: unknown[] = [];
    await connect(slack, (app) => {
      app.shortcut('enhance_message', async ({ ack, shortcut, client }) => {
        await ack();
        if (shortcut.type === 'message_action') seen.push(shortcut.message.files);
        await client.views.open({ trigger_id: shortcut.trigger_id, view: form() });
      });
      app.action('model', async ({ ack, body, client }) => {
        await ack();
        if (body.type !== 'block_actions' || !body.view) return;
        await client.views.update({
          view_id: body.view.id,
          hash: body.view.hash,
          view: form('Enhance again'),
        });
      });
      app.view('form', async ({ ack, view }) => {
        const { values } = view.state;
        const errors = { 'field:scale': 'Three is not possible' };
        if (values['field:scale']?.scale?.value === '3') return ack({ response_action: 'errors', errors });
        seen.push(
          values['field:model']?.model?.selected_option?.value,
          values['field:file']?.file?.files?.length,
        );
        await ack();
      });
    });
    const [ada, ben] = [slack.person(), slack.person()];
    const posted = await ada.postFile(photo);
    const asked = ben.shortcut(posted);
    expect((await asked.acknowledged).tookMs).toBeLessThan(3000);
    await expect.poll(() => asked.view()).toBeDefined();
    const view = must(asked.view());
    expect(seen[0]).toMatchObject([{ name: 'old photo.png', mimetype: 'image/png', original_w: 4 }]);

    await ben.choose(view, 'scale', 3);
    const chosen = await ben.choose(view, 'model', 'gfpgan');
    await must(chosen).acknowledged;
    await expect.poll(() => view.history.length).toBe(2);
    await expect(ben.submit(view, { scale: 9 })).rejects.toThrow('greater than 4');
    await expect(ben.submit(view, { scale: 1.5 })).rejects.toThrow('not an integer');
    await expect(ben.submit(view, { scale: '' })).rejects.toThrow('required');
    await expect(ben.submit(view, { prompt: '1234567890' })).rejects.toThrow('longer than 9');
    await expect(ben.submit(view, { model: 'other' })).rejects.toThrow('no option');
    await expect(ben.submit(view, { file: { ...photo, name: 'a.txt' } })).rejects.toThrow('none of png');
    await expect(ada.submit(view)).rejects.toThrow('another person');
    const refusedOnce = await ben.submit(view, { scale: 3 });
    await refusedOnce.acknowledged;
    expect(refusedOnce.errors()).toEqual({ 'field:scale': 'Three is not possible' });
    expect(view.open).toBe(true);
    const taken = await ben.submit(view, { scale: 4, file: photo });
    await taken.acknowledged;
    expect([taken.errors(), view.open]).toEqual([undefined, false]);
    expect(seen.slice(1)).toEqual(['gfpgan', 1]);
    expect(slack.violations).toEqual([]);
  });

  it('a command is answered in private, a mention in its thread, a button in place', async () => {
    const { slack, web } = await fixture.start();
    const seen: unknown[] = [];
    await connect(slack, (app) => {
      app.command('/darkroom', async ({ ack, command, respond }) => {
        await ack({ text: `You said ${command.text}` });
        await respond({ text: 'For all', response_type: 'in_channel' });
      });
      app.event('app_mention', async ({ event, say }) => {
        seen.push(event.text, event.thread_ts);
        await say({ ...card('QUEUED', buttons('Cancel')), thread_ts: event.thread_ts ?? event.ts });
      });
      app.action('id:Cancel', async ({ ack, respond }) => {
        await ack();
        await respond({ ...card('CANCELLED'), replace_original: true });
      });
      app.event('message', async ({ event }) => {
        if (event.channel_type === 'im') seen.push('dm', 'files' in event && event.files?.length);
      });
    });
    const [ada, ben] = [slack.person(), slack.person()];
    const typed = ada.slash('/darkroom credits');
    await typed.acknowledged;
    await expect.poll(() => typed.replies.map(textOf)).toEqual(['You said credits', 'For all']);
    expect(messagesIn(slack.home.channel, ben.user).map(textOf)).toEqual(['For all']);
    expect(() => ada.slash('/other')).toThrow('not a command');

    const root = await ada.postFile(photo);
    await ben.mention('upscale', { thread: root });
    await expect.poll(() => threadOf(root).length).toBe(3);
    const status = must(threadOf(root)[2]);
    expect(seen).toEqual([`<@${must(status.author.id)}> upscale`, root.ts]);
    expect(buttonsOf(status).map(({ text }) => text.text)).toEqual(['Cancel']);
    expect(() => ada.press(status, 'Gone')).toThrow('no button');
    await ada.press(status, 'Cancel').acknowledged;
    await expect.poll(() => status.history).toEqual(['QUEUED', 'CANCELLED']);
    expect(await refused(web.chat.update({ channel: 'C0', ts: status.ts, text: 'x' }))).toBe(
      'channel_not_found',
    );

    await slack.person({ user: ada.user, channel: 'dm' }).postFile(photo);
    await expect.poll(() => seen.slice(2)).toEqual(['dm', 1]);
    expect(slack.violations).toEqual([]);
  });

  it('an event that is sent again, and a button that is pressed twice, arrive as often as Slack sends them', async () => {
    const { slack } = await fixture.start();
    const seen: string[] = [];
    await connect(slack, (app) => {
      app.event('app_mention', async ({ body, context }) => {
        seen.push(`${body.event_id} ${context.retryNum ?? 0}`);
      });
      app.command('/darkroom', async ({ ack, body }) => {
        seen.push(body.trigger_id);
        await ack();
      });
    });
    const ada = slack.person();
    slack.duplicateNext(3, { asRetry: true });
    await ada.mention('once');
    await expect.poll(() => seen.length).toBe(4);
    expect(new Set(seen.map((it) => it.split(' ')[0])).size).toBe(1);
    expect(seen.map((it) => it.split(' ')[1]).sort()).toEqual(['0', '1', '2', '3']);
    slack.duplicateNext();
    const asked = ada.slash('/darkroom');
    await asked.acknowledged;
    await expect.poll(() => seen.slice(4)).toEqual([asked.triggerId, asked.triggerId]);
  });
});
