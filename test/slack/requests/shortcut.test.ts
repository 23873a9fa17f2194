/** *Enhance…* in the menu of a message: from a picture over the form to a result. */
import { describe, expect, it } from 'vitest';
import { shortcutName } from '../../../src/bots/slack/words/commands.ts';
import { models } from '../../../src/models/index.ts';
import { messagesIn, textOf } from '../../fakes/slack/people/seen.ts';
import type { Message } from '../../fakes/slack/state.ts';
import {
  allStates,
  delivered,
  entries,
  eventually,
  jobOf,
  modelsOver,
  openChannel,
  opened,
  optionsOf,
  picture,
  sampleOf,
  transports,
  video,
  withOwnHarness,
} from '../harness/client.ts';
import { cardsIn, finished, type Harness, resultOf, statesOf } from '../harness/harness.ts';

// A workspace for each: its messages can be edited fifty times a minute.
let harness: Harness;
const enter = (it: Harness) => {
  harness = it;
};

type OpenChannel = ReturnType<typeof openChannel>;
const small = { 'field:output_format': 'png' };
const enhance = (ada: OpenChannel['ada'], message: Message) => ada.shortcut(message, shortcutName);
const pictures = models.filter(({ takes }) => takes === 'image').map(({ name }) => name);
const videos = models.filter(({ takes }) => takes === 'video').map(({ name }) => name);

describe.each(transports)('over %s, the menu of a message with a picture or video', (transport) => {
  withOwnHarness(enter, { transport });

  it.concurrent.each(modelsOver(transport, ['animate']))(
    'runs $command on its file, in the message’s thread',
    async (model) => {
      const { channel, ada } = openChannel(harness);
      const source = await ada.postFile(await sampleOf(harness, model.takes));
      const form = await opened(enhance(ada, source));
      expect(optionsOf(form, 'model')).toEqual(model.takes === 'image' ? pictures : videos);
      expect(textOf(form)).toContain(
        model.takes === 'image' ? 'cat.jpg (picture, 32 × 24' : 'cat.mp4 (video',
      );
      await (await ada.choose(form, 'model', model.name))?.acknowledged;
      await eventually(() =>
        expect(entries(form)).toHaveProperty([
          `field:${model.fields[0]?.kind === 'media' ? model.fields[1]?.name : model.fields[0]?.name}`,
        ]),
      );
      await ada.submit(form);
      const card = await delivered(harness, channel);
      expect(statesOf(card)).toEqual(allStates);
      expect(card.thread).toBe(source.ts);
      expect((await jobOf(harness, card)).model).toBe(model.name);
      expect((await resultOf(card)).message.thread).toBe(source.ts);
    },
  );
});

// Each in a channel of its own.
describe('the menu of a message', () => {
  withOwnHarness(enter);

  it.concurrent('lets one of several be chosen, or all of a kind, and offers the models for it', async () => {
    const { channel, ada } = openChannel(harness);
    const source = await ada.post('three', {
      files: [picture('one.jpg'), video('two.mp4'), picture('three.png')],
    });
    const form = await opened(enhance(ada, source));
    expect(optionsOf(form, 'which')).toEqual(['m0', 'm1', 'm2', 'g0']);
    expect(optionsOf(form, 'model')).toEqual(pictures);
    await ada.choose(form, 'which', 'm1');
    await eventually(() => expect(optionsOf(form, 'model')).toEqual(videos));
    await ada.choose(form, 'which', 'g0');
    await eventually(() => expect(optionsOf(form, 'model')).toEqual(pictures));
    expect(textOf(form)).toMatch(/at most 0.5 credits.*for each of the 2/);
    await ada.submit(form, small);
    const cards = await finished(harness, channel, { count: 1 });
    expect(cards.map(({ thread }) => thread)).toEqual([source.ts]);
    expect(cardsIn(harness, channel)).toHaveLength(1);
  });

  it.concurrent('works inside a thread, and the job stays in it', async () => {
    const { channel, ada } = openChannel(harness);
    const top = await ada.post('look');
    const source = await ada.postFile(picture(), { thread: top });
    await ada.submit(await opened(enhance(ada, source)), small);
    const card = await delivered(harness, channel);
    expect(card.thread).toBe(top.ts);
  });

  it.concurrent('takes the result of a job from the job’s own message, and from the message with the file', async () => {
    const { channel, ada } = openChannel(harness);
    await ada.submit(await opened(ada.slash('/darkroom')), { ...small, file: picture() });
    const first = await delivered(harness, channel);
    const { message } = await resultOf(first);
    const again = await opened(enhance(ada, first));
    expect(textOf(again)).toContain('The result of the earlier job');
    await ada.submit(again, small);
    const [, second] = await finished(harness, channel, { count: 2 });
    expect((await jobOf(harness, second)).sourceFile).toMatchObject({ width: 64, height: 48 });
    const third = await opened(enhance(ada, message));
    expect(textOf(third)).toContain('(picture, 64 × 48');
  });

  it.concurrent('says why there is nothing to take', async () => {
    const { ada } = openChannel(harness);
    const said = async (message: Message) => {
      const asked = enhance(ada, message);
      await eventually(() => expect(asked.replies).toHaveLength(1));
      expect(asked.replies[0]?.visibleTo).toBe(ada.user);
      expect(asked.view()).toBeUndefined();
      return textOf(asked.replies[0] ?? message);
    };
    expect(await said(await ada.post('just words'))).toContain(
      'There is no picture or video in this message.',
    );
    expect(await said(await ada.postFile({ name: 'notes.pdf', bytes: Buffer.from('%PDF') }))).toContain(
      'notes.pdf is no picture or video.',
    );
    expect(await said(await ada.postFile(picture('far.jpg', { mode: 'external' })))).toContain(
      'far.jpg is kept outside Slack',
    );
    expect(await said(await ada.postFile(picture('old.jpg', { mode: 'hidden_by_limit' })))).toContain(
      'old.jpg is hidden by the limits',
    );
    const gone = await ada.postFile(picture('gone.jpg'));
    for (const file of gone.files) file.deleted = true;
    expect(await said(gone)).toContain('was deleted');
  });

  it.concurrent('takes files of another organisation as soon as Slack tells of them', async () => {
    const { channel, ada } = openChannel(harness, { shared: true });
    const source = await ada.postFile(picture('theirs.jpg', { checkInfo: true }));
    const form = await opened(enhance(ada, source));
    expect(textOf(form)).toContain('theirs.jpg (picture, 32 × 24');
    await ada.submit(form, small);
    await delivered(harness, channel);
  });

  it.concurrent('takes a link to a picture, and the picture that another app shows', async () => {
    const { channel, ada } = openChannel(harness);
    const source = await ada.post(
      'see <https://example.org/a/cat.png?size=2&amp;v=1|this> and <https://example.org/page>',
    );
    const form = await opened(enhance(ada, source));
    expect(entries(form)).toMatchObject({ link: 'https://example.org/a/cat.png?size=2&v=1' });
    expect(cardsIn(harness, channel)).toEqual([]);
  });

  it.concurrent('where the bot is no member says how to invite it, and answers directly', async () => {
    const { channel, ada } = openChannel(harness, { kind: 'private', bot: false });
    const source = await ada.postFile(picture());
    const form = await opened(enhance(ada, source));
    await ada.submit(form, small);
    await eventually(() => expect(messagesIn(channel, ada.user).map(textOf).join('\n')).toContain('/invite'));
    expect(messagesIn(channel).filter((it) => it.installation && !it.visibleTo)).toEqual([]);
  });

  it.concurrent('that is told of twice opens one form', async () => {
    const { ada } = openChannel(harness);
    const source = await ada.postFile(picture());
    harness.slack.duplicateNext();
    const asked = enhance(ada, source);
    const form = await opened(asked);
    expect(form.open).toBe(true);
    expect(asked.replies).toEqual([]);
    expect(statesOf(source)).toEqual([]);
  });
});
