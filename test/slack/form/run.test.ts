/** The form as it is filled in: prices, what is kept, what is wrong, and where its job goes. */
import { describe, expect, it } from 'vitest';
import { clientOf } from '../../fakes/slack/client.ts';
import { messagesIn, textOf } from '../../fakes/slack/people/seen.ts';
import type { View } from '../../fakes/slack/state.ts';
import {
  chooseModel,
  delivered,
  entries,
  eventually,
  jobOf,
  openChannel,
  opened,
  optionsOf,
  picture,
  priceIn,
  withOwnHarness,
} from '../harness/client.ts';
import { cardsIn, type Harness } from '../harness/harness.ts';

let harness: Harness;
const enter = (it: Harness) => {
  harness = it;
};
// A run at the third scale costs more than people want to pay without being asked.
const prices = [
  { model: 'esrgan', price: 500 },
  { model: 'esrgan', price: 1_200, field: 'scale', value: '4' },
  { model: 'esrgan', price: 250_000, field: 'scale', value: '8' },
  { model: 'clarityai-flux-upscaler', price: 400_000, field: 'scale_factor', value: '16' },
];
const limits = { monthly: 10_000_000, jobs_per_person: null, confirm_above: 200_000 };

const admin = () => ({
  ...{ platform: 'slack', scope: harness.slack.home.workspace.id, requester: 'U0ADMIN', admin: true },
});

const submitOf = ({ body }: View) => (body.type === 'modal' ? body.submit?.text : undefined);

const small = { 'field:output_format': 'png' };

// Each in a channel of its own.
describe('the form', () => {
  withOwnHarness(enter, { platform: { prices }, overrides: { prices }, limits });

  it.concurrent('shows the price, and anew when a setting changes it', async () => {
    const { ada } = openChannel(harness);
    const form = await opened(ada.slash('/darkroom'));
    expect(priceIn(form)).toBe('It costs at most 0.5 credits; you have 10000 credits.');
    expect(await ada.choose(form, 'field:output_format', 'png')).toBeUndefined();
    await ada.choose(form, 'field:scale', '4');
    await eventually(() => expect(priceIn(form)).toContain('at most 1.2 credits'));
    expect(entries(form)).toMatchObject({ 'field:output_format': 'png', 'field:scale': '4' });
    expect(priceIn(form)).not.toContain('once more');
    expect(submitOf(form)).toBe('Run for 1.2 credits');
    // The newest choice counts, however fast one follows the other.
    await Promise.all(['2', '4', '8'].map((scale) => ada.choose(form, 'field:scale', scale)));
    await eventually(() => expect(priceIn(form)).toContain('at most 250 credits'));
    expect(priceIn(form)).toContain('You will be shown this price once more');
    expect(submitOf(form)).toBe('Run');
    await chooseModel(ada, form, 'clarityai-flux-upscaler');
    await ada.choose(form, 'field:scale_factor', 16);
    await eventually(() => expect(priceIn(form)).toContain('at most 400 credits'));
  });

  it.concurrent('keeps what was entered when another model has the same setting, as far as that takes it', async () => {
    const { channel, ada } = openChannel(harness);
    const form = await opened(ada.slash('/darkroom'));
    await ada.choose(form, 'link', 'https://example.org/cat.mp4');
    await ada.choose(form, 'field:scale', '4');
    await chooseModel(ada, form, 'flashvsr');
    expect(entries(form)).toMatchObject({ 'field:scale': '4', link: 'https://example.org/cat.mp4' });
    expect(priceIn(form)).toContain('It costs at most 470.48 credits');
    await ada.choose(form, 'field:seed', 7);
    await chooseModel(ada, form, 'svd');
    expect(entries(form)).toMatchObject({ 'field:seed': '7', 'field:frames': '14' });
    await chooseModel(ada, form, 'esrgan');
    await ada.choose(form, 'field:scale', '8');
    await chooseModel(ada, form, 'flashvsr');
    expect(entries(form)).toMatchObject({ 'field:scale': '2', 'field:seed': '42' });
    expect(cardsIn(harness, channel)).toEqual([]);
  });

  it.concurrent('is filled in by a preset that is chosen, with its model, and stays so when it is drawn again', async () => {
    const { channel, ada } = openChannel(harness);
    const { presets } = harness.fixture.engine;
    const own = { place: harness.slack.home.workspace.id, person: ada.user.id };
    const crisp = { model: 'esrgan', settings: { scale: 2, output_format: 'png' } };
    const glow = { model: 'clarityai-flux-upscaler', settings: { prompt: 'soft light' } };
    await presets.save(own, 'crisp', crisp, { replace: false });
    await presets.save(own, 'glow', glow, { replace: false });
    const form = await opened(ada.slash('/darkroom'));
    expect(optionsOf(form, 'preset')).toEqual(['own.crisp', 'own.glow']);
    await ada.choose(form, 'field:quality', '50');
    await ada.choose(form, 'preset', 'own.glow');
    await eventually(() => expect(entries(form)).toMatchObject({ 'field:prompt': 'soft light' }));
    expect(entries(form)).toMatchObject({ model: glow.model });
    await ada.choose(form, 'preset', 'own.crisp');
    await eventually(() => expect(entries(form)).toMatchObject({ 'field:output_format': 'png' }));
    expect(entries(form)).toMatchObject({ model: 'esrgan', 'field:scale': '2', 'field:quality': '95' });
    // What is changed after it counts before it.
    await ada.choose(form, 'field:scale', '4');
    await eventually(() => expect(priceIn(form)).toContain('at most 1.2 credits'));
    expect(entries(form)).toMatchObject({ preset: 'own.crisp', 'field:output_format': 'png' });
    await (await ada.submit(form, { file: picture() })).acknowledged;
    const card = await delivered(harness, channel);
    expect((await jobOf(harness, card)).settings).toMatchObject({ scale: 4, output_format: 'png' });
  });

  it.concurrent('says at the field what is wrong, stays open, and runs once it is corrected', async () => {
    const { channel, ada } = openChannel(harness);
    const form = await opened(ada.slash('/darkroom'));
    const wrong = async (values: Parameters<typeof ada.submit>[1]) => {
      const sent = await ada.submit(form, { file: null, link: null, ...values });
      await sent.acknowledged;
      return sent.errors();
    };
    const link = 'https://example.org/cat.png';
    expect(await wrong({})).toEqual({ file: 'This needs a picture. Add a file or a link.' });
    expect(await wrong({ file: picture(), link })).toEqual({ link: 'Give a file or a link, not both.' });
    expect(await wrong({ link: 'ftp://example.org/cat.png' })).toEqual({
      link: expect.stringContaining('Use one that starts with https://.'),
    });
    expect(await wrong({ file: picture('cat.png', { type: 'video/mp4' }) })).toEqual({
      file: 'This needs a picture, but the file is a video. Choose a picture.',
    });
    expect(await wrong({ file: picture('cat.png', { mode: 'external' }) })).toEqual({
      file: expect.stringContaining('is kept outside Slack'),
    });
    expect(await wrong({ 'field:quality': null, file: picture(), ...small })).toBeUndefined();
    const card = await delivered(harness, channel);
    // What is emptied has its default again.
    expect((await jobOf(harness, card)).settings).toMatchObject({ quality: 95, output_format: 'png' });
  });

  it.concurrent('says at the model what an admin does not allow', async () => {
    const { channel, ada } = openChannel(harness);
    await harness.fixture.engine.credits.setRule(admin(), { model: 'esrgan', channel: channel.id }, 'deny');
    const form = await opened(ada.slash('/darkroom'));
    expect(priceIn(form)).toContain('is switched off here.');
    const sent = await ada.submit(form, { file: picture() });
    await sent.acknowledged;
    expect(sent.errors()).toEqual({ model: expect.stringContaining('is switched off here') });
  });

  it.concurrent('that costs more than its person wants to be asked about runs when they agree', async () => {
    const { channel, ada } = openChannel(harness);
    const form = await opened(ada.slash('/darkroom'));
    await ada.submit(form, { ...small, 'field:scale': '8', file: picture() });
    const told = () => messagesIn(channel, ada.user).filter((it) => it.visibleTo);
    await eventually(() =>
      expect(told().map(textOf)).toEqual([expect.stringContaining('at most 250 credits')]),
    );
    expect(cardsIn(harness, channel)).toEqual([]);
    const [quote] = told();
    if (!quote) throw new Error('no quote');
    await ada.press(quote, 'Run for 250 credits').acknowledged;
    const card = await delivered(harness, channel);
    expect((await jobOf(harness, card)).settings).toMatchObject({ scale: 8 });
  });

  it.concurrent('that is sent twice is one job', async () => {
    const { channel, ada } = openChannel(harness);
    const form = await opened(ada.slash('/darkroom'));
    harness.slack.duplicateNext(2);
    await ada.submit(form, { ...small, file: picture() });
    await delivered(harness, channel);
    expect(cardsIn(harness, channel)).toHaveLength(1);
  });

  it.concurrent('asks where to, and goes to the person’s direct messages when that is left open', async () => {
    const { channel, ada } = openChannel(harness);
    const first = await opened(ada.globalShortcut());
    await ada.submit(first, { ...small, file: picture(), place: channel.id });
    await delivered(harness, channel);
    const second = await opened(ada.globalShortcut());
    expect(entries(second)).toHaveProperty('place');
    await ada.submit(second, { ...small, file: picture() });
    const direct = harness.slack.direct(ada.user);
    await delivered(harness, direct);
    expect(cardsIn(harness, channel)).toHaveLength(1);
  });

  it.concurrent('of another version is answered with a sentence', async () => {
    const { channel, ada } = openChannel(harness);
    const web = clientOf(harness.slack, harness.slack.token());
    const old = {
      type: 'button',
      action_id: 'v1:form',
      text: { type: 'plain_text', text: 'Open' },
      value: '{}',
    };
    const blocks = [{ type: 'actions', elements: [old] } as const];
    const { ts } = await web.chat.postMessage({ channel: channel.id, text: 'Open', blocks });
    const message = harness.slack.messages(channel).find((it) => it.ts === ts);
    if (!message) throw new Error('no message');
    const pressed = ada.press(message, 'Open');
    await eventually(() =>
      expect(pressed.replies.map(textOf)).toEqual([expect.stringContaining('older version')]),
    );
    expect(pressed.replies[0]?.visibleTo).toBe(ada.user);
  });
});
