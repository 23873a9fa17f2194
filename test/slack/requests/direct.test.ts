/** What is written or sent to the bot itself. */
import { describe, expect, it } from 'vitest';
import { models } from '../../../src/models/index.ts';
import { textOf } from '../../fakes/slack/people/seen.ts';
import type { Message } from '../../fakes/slack/state.ts';
import {
  allStates,
  answerTo,
  delivered,
  eventually,
  jobOf,
  labels,
  opened,
  picture,
  requests,
  sampleOf,
  sentFor,
  withOwnHarness,
} from '../harness/client.ts';
import { finished, type Harness, statesOf } from '../harness/harness.ts';

let harness: Harness;
const enter = (it: Harness) => {
  harness = it;
};

describe('direct messages', () => {
  withOwnHarness(enter);

  const alone = () => {
    const ada = harness.slack.person({ user: harness.slack.addUser(), channel: 'dm' });
    return { ada, channel: ada.channel };
  };

  it.concurrent.each(models)(
    'with a file and its words run $command, in the file’s thread',
    async (model) => {
      const { ada, channel } = alone();
      const { text = '', sent = {} } = requests[model.command] ?? {};
      const source = await ada.postFile(await sampleOf(harness, model.takes), { text });
      const card = await delivered(harness, channel);
      expect(statesOf(card)).toEqual(allStates);
      expect(card.thread).toBe(source.ts);
      expect(sentFor(harness, await jobOf(harness, card))).toMatchObject(sent);
    },
  );

  it.concurrent('with a file alone offer what can be done; an answer below it runs on it', async () => {
    const { ada, channel } = alone();
    let source: Message | undefined;
    const answer = await answerTo(harness, ada, async () => {
      source = await ada.postFile(picture());
    });
    expect(labels(answer)).toEqual(models.filter((it) => it.takes === 'image').map(({ title }) => title));
    if (!source) throw new Error('no source');
    await ada.post('upscale png x2', { thread: source });
    await delivered(harness, channel);
    await ada.submit(await opened(ada.press(answer, 'Larger picture (ESRGAN)')), {
      'field:output_format': 'png',
    });
    const cards = await finished(harness, channel, { count: 2 });
    expect(cards.map(({ thread }) => thread)).toEqual([source.ts, source.ts]);
  });

  it.concurrent('with words alone are answered, with a link run on what it leads to', async () => {
    const said = async (text: string) => {
      const { ada } = alone();
      return textOf(await answerTo(harness, ada, () => ada.post(text)));
    };
    expect(await said('hello there')).toMatch(/^Hello\. I make pictures and videos larger/);
    expect(await said('jobs')).toContain('nothing here yet');
    expect(await said('upscale x4')).toContain('Send me a picture or video');
    const { ada, channel } = alone();
    // Also one that is sent from a thread to the conversation as well.
    const posted: Message[] = [];
    await answerTo(harness, ada, async () => posted.push(await ada.post('good morning')));
    const [thread] = posted;
    if (!thread) throw new Error('nothing was posted');
    const below = await answerTo(harness, ada, () => ada.post('flurble', { thread, broadcast: true }));
    expect(textOf(below)).toContain('Send me a picture or video');
    await ada.post('upscale <http://127.0.0.1:9/cat.png>');
    await eventually(() =>
      expect(harness.slack.messages(channel).map(textOf).join('\n')).toContain(
        'a private or reserved address',
      ),
    );
  });
});
