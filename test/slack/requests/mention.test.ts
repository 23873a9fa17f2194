/** Messages that name the bot: in the thread of a picture, or together with one. */
import { describe, expect, it } from 'vitest';
import { shortcutName } from '../../../src/bots/slack/words/commands.ts';
import { models } from '../../../src/models/index.ts';
import { messagesIn, picturesOf, textOf } from '../../fakes/slack/people/seen.ts';
import type { Channel, Message } from '../../fakes/slack/state.ts';
import {
  answerTo,
  delivered,
  entries,
  eventually,
  jobOf,
  labels,
  modelsOver,
  openChannel,
  opened,
  optionsOf,
  picture,
  requests,
  sampleOf,
  sentFor,
  transports,
  video,
  withOwnHarness,
} from '../harness/client.ts';
import { cardsIn, finished, type Harness, openHarness, resultOf } from '../harness/harness.ts';

// A workspace for each: its messages can be edited fifty times a minute.
let harness: Harness;
const enter = (it: Harness) => {
  harness = it;
};

const quiet = (channel: Channel) => expect(cardsIn(harness, channel)).toEqual([]);

describe.each(transports)('over %s, a mention in the thread of a picture or video', (transport) => {
  withOwnHarness(enter, { transport });

  it.concurrent.each(modelsOver(transport, ['clarity', 'upscale-video']))(
    'runs $command on it, in that thread',
    async (model) => {
      const { channel, ada } = openChannel(harness);
      const source = await harness.slack.person({ channel }).postFile(await sampleOf(harness, model.takes));
      const { text = '', sent = {} } = requests[model.command] ?? {};
      await ada.mention(text, { thread: source });
      const card = await delivered(harness, channel);
      const job = await jobOf(harness, card);
      expect(job).toMatchObject({ model: model.name, requester: ada.user.id });
      expect(sentFor(harness, job)).toMatchObject(sent);
      expect([card.thread, (await resultOf(card)).message.thread]).toEqual([source.ts, source.ts]);
    },
  );
});

// Each in a channel of its own.
describe('a mention', () => {
  withOwnHarness(enter);

  it.concurrent('together with a picture runs on that, wherever it is', async () => {
    const { channel, ada } = openChannel(harness);
    const other = await ada.postFile(video());
    const own = await ada.mention('upscale png', { files: [picture()] });
    expect((await delivered(harness, channel)).thread).toBe(own.ts);
    await ada.mention('upscale png', { files: [picture()], thread: other });
    const [, second] = await finished(harness, channel, { count: 2 });
    expect(second?.thread).toBe(other.ts);
  });

  it.concurrent('in the thread of a job’s message runs on its result', async () => {
    const { channel, ada } = openChannel(harness);
    await ada.submit(await opened(ada.slash('/darkroom')), { 'field:output_format': 'png', file: picture() });
    const first = await delivered(harness, channel);
    expect(first.thread).toBeUndefined();
    await ada.mention('upscale png', { thread: first });
    const cards = await finished(harness, channel, { count: 2 });
    expect((await jobOf(harness, cards[1])).sourceFile).toMatchObject({ width: 64, height: 48 });
    // Of somebody else, who is in the channel, too.
    await harness.slack.person({ channel }).mention('upscale png', { thread: first });
    const [, , third] = await finished(harness, channel, { count: 3 });
    expect((await jobOf(harness, third)).sourceFile).toMatchObject({ width: 64, height: 48 });
  });

  it.concurrent('finds a picture further down where the first message has none', async () => {
    const { channel, ada } = openChannel(harness);
    const top = await ada.post('what do you think?');
    await ada.mention('upscale', { thread: top }).then(() => undefined);
    await eventually(() =>
      expect(messagesIn(channel, ada.user).map(textOf).join('\n')).toContain(shortcutName),
    );
    await ada.postFile(picture('one.jpg'), { thread: top });
    await ada.mention('upscale png', { thread: top });
    await delivered(harness, channel);
  });

  it.concurrent('where the bot may not read the thread teaches the menu, and remembers a picture it has used', async () => {
    const blind = await openHarness();
    const { channel, ada } = openChannel(blind);
    blind.slack.home.workspace.installation?.scopes.delete('channels:history');
    const source = await ada.postFile(picture());
    const told = () =>
      messagesIn(channel, ada.user)
        .filter((it) => it.visibleTo)
        .map(textOf);
    await ada.mention('upscale png', { thread: source });
    await eventually(() => expect(told()).toEqual([expect.stringContaining(`choose *${shortcutName}*`)]));
    const form = await opened(ada.shortcut(source));
    await ada.submit(form, { 'field:output_format': 'png' });
    await delivered(blind, channel);
    await ada.mention('upscale x4 png', { thread: source });
    const cards = await finished(blind, channel, { count: 2 });
    expect((await jobOf(blind, cards[1])).sourceFile).toMatchObject({ width: 32, height: 24 });
    expect(blind.slack.violations).toEqual([]);
    await blind.close();
  });

  it.concurrent('asks once for the first message of a thread, however often it is spoken of', async () => {
    const { channel, ada } = openChannel(harness);
    const source = await ada.postFile(picture());
    for (const count of [1, 2]) {
      await ada.mention('upscale png', { thread: source });
      await finished(harness, channel, { count });
    }
    const asked = harness.slack.log.filter(
      // Each mention itself is looked up besides: its event may have left out its files.
      ({ method, args }) =>
        method === 'conversations.replies' && args.channel === channel.id && args.latest === undefined,
    );
    expect(asked).toHaveLength(1);
  });

  it.concurrent('that says nothing offers what can be done, each with its form', async () => {
    const { channel, ada } = openChannel(harness);
    const source = await ada.postFile(video());
    const answer = await answerTo(harness, ada, () => ada.mention('', { thread: source }));
    expect(answer.visibleTo).toBe(ada.user);
    const able = models.filter(({ takes }) => takes === 'video');
    expect(labels(answer)).toEqual(able.map(({ title }) => title));
    const form = await opened(ada.press(answer, able[0]?.title ?? ''));
    expect(textOf(form)).toContain('cat.mp4 (video');
    expect(picturesOf(form)).toEqual([]);
    expect(entries(form)).toMatchObject({ model: able[0]?.name });
    quiet(channel);
  });

  it.concurrent('that is not understood is answered with the nearest word, and a form with all the rest', async () => {
    const { channel, ada } = openChannel(harness);
    const source = await ada.postFile(picture());
    const answer = await answerTo(harness, ada, () =>
      ada.mention('upscale x4 qualty=50 png', { thread: source }),
    );
    expect(textOf(answer)).toContain('did you mean quality?');
    const form = await opened(ada.press(answer, 'Open the form'));
    expect(picturesOf(form)).toEqual(source.files.map(({ id }) => id));
    expect(entries(form)).toMatchObject({
      model: 'esrgan',
      'field:scale': '4',
      'field:output_format': 'png',
      'field:quality': '95',
    });
    await ada.submit(form, { 'field:quality': 50 });
    const card = await delivered(harness, channel);
    expect(card.thread).toBe(source.ts);
    expect((await jobOf(harness, card)).settings).toEqual({ scale: 4, output_format: 'png', quality: 50 });
  });

  it.concurrent('asks which of several is meant, unless it says all', async () => {
    const { channel, ada } = openChannel(harness);
    const source = await ada.post('two', { files: [picture('one.jpg'), picture('two.jpg'), video()] });
    const answer = await answerTo(harness, ada, () => ada.mention('upscale png', { thread: source }));
    expect(textOf(answer)).toContain('There are 2 to choose from.');
    const form = await opened(ada.press(answer, 'Choose'));
    expect(optionsOf(form, 'which')).toEqual(['m0', 'm1', 'g0']);
    const anything = await answerTo(harness, ada, () => ada.mention('', { thread: source }));
    expect(labels(anything)).toEqual(models.map(({ title }) => title));
    quiet(channel);
    await ada.mention('upscale png all', { thread: source });
    const cards = await finished(harness, channel, { count: 1 });
    expect(cards.map(textOf)).toEqual([expect.stringContaining('2 of 2 done')]);
  });

  it.concurrent('says what does not fit, what is wrong, and what is missing', async () => {
    const { channel, ada } = openChannel(harness);
    const source = await ada.postFile(picture());
    const said = async (text: string, thread: Message | undefined = source) =>
      answerTo(harness, ada, () => ada.mention(text, thread ? { thread } : {}));
    const misfit = await said('smooth 60fps');
    expect(textOf(misfit)).toContain('This needs a video, but the file is a picture.');
    expect(textOf(misfit)).toContain('For a picture there is upscale, clarity or animate.');
    expect(labels(misfit)).toHaveLength(3);
    expect(textOf(await said('upscale quality=400'))).toContain(
      'quality must be a whole number from 10 to 100, not 400.',
    );
    const nothing = await answerTo(harness, ada, () => ada.mention('upscale x4'));
    expect(textOf(nothing)).toContain(`choose *${shortcutName}*`);
    expect(entries(await opened(ada.press(nothing, 'Open the form')))).toMatchObject({
      'field:scale': '4',
      file: [],
    });
    const notes = await ada.postFile({ name: 'notes.pdf', bytes: Buffer.from('%PDF') });
    expect(textOf(await said('upscale', notes))).toContain('notes.pdf is no picture or video.');
    expect(textOf(await said('credits'))).toMatch(/credit/i);
    expect(textOf(await said('help'))).toContain('ESRGAN');
    quiet(channel);
  });

  it.concurrent('that is edited, or told of twice, is one job', async () => {
    const { channel, ada } = openChannel(harness);
    const { bot } = harness.slack.home.workspace.installation ?? {};
    const source = await ada.postFile(picture());
    harness.slack.duplicateNext(3, { asRetry: true });
    const asked = await ada.mention('upscale png', { thread: source });
    await delivered(harness, channel);
    ada.edit(asked, `<@${bot?.id}> upscale x4 png`);
    await ada.mention('help', { thread: source });
    await eventually(() => expect(messagesIn(channel, ada.user).map(textOf).join('\n')).toContain('ESRGAN'));
    expect(cardsIn(harness, channel)).toHaveLength(1);
  });
});
