/** Between a request and its job: what is refused, what is asked first, and how fast cards are posted. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { textOf } from '../../fakes/slack/people/seen.ts';
import { picture, until } from '../../helpers/requests.ts';
import {
  cardsIn,
  finished,
  type Harness,
  linkTo,
  openHarness,
  privateRepliesIn,
  resultOf,
  withHarness,
} from '../harness/harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness.close());
afterEach(() => {
  expect(harness.slack.violations).toEqual([]);
  expect(harness.slack.rateLimited).toEqual([]);
});

const small = 'scale=2 output_format=png';

describe.concurrent('a request', () => {
  it('takes no link to a file that the person could not see', async () => {
    const { slack, fixture } = harness;
    const hidden = slack.addChannel({ kind: 'private' });
    const eve = slack.person();
    hidden.members.delete(eve.user);
    const sent = await slack.person({ channel: hidden }).postFile({ name: 'a.jpg', bytes: await picture() });
    const asked = eve.slash(`/darkroom upscale ${linkTo(harness, sent)}`);
    await until(() => asked.replies.length > 0);
    expect(asked.replies.map(textOf).join()).toContain('I cannot use the file behind this link');
    expect(asked.replies[0]?.visibleTo).toBe(eve.user);
    const scope = slack.home.workspace.id;
    expect(await fixture.engine.jobs({ platform: 'slack', scope, requester: eve.user.id }, 1)).toEqual([]);
  });

  it('is refused in private before anything is spent, and leaves nothing in the channel', async () => {
    const { slack } = harness;
    const channel = slack.addChannel();
    const ada = slack.person({ channel });
    const sent = await ada.postFile({ name: 'a.jpg', bytes: Buffer.from('no picture at all, by no means') });
    const asked = ada.slash(`/darkroom upscale ${small} ${linkTo(harness, sent)}`);
    await until(() => asked.replies.length > 0);
    expect(asked.replies.map(textOf).join()).toContain('not a picture or video');
    expect(asked.replies[0]?.visibleTo).toBe(ada.user);
    expect(slack.messages(channel).filter((it) => it.installation && !it.visibleTo)).toEqual([]);
  });

  it('above the threshold shows its price in private, and runs when that is agreed to', () =>
    withHarness({ limits: { monthly: null, jobs_per_person: null, confirm_above: 1 } }, async (own) => {
      const { slack } = own;
      const channel = slack.addChannel();
      const ada = slack.person({ channel });
      const sent = await ada.postFile({ name: 'a.jpg', bytes: await picture() });
      ada.slash(`/darkroom upscale ${small} ${linkTo(own, sent)}`);
      await until(() => privateRepliesIn(own, channel).length > 0);
      const [quote] = privateRepliesIn(own, channel);
      if (!quote) throw new Error('no price');
      expect(quote.visibleTo).toBe(ada.user);
      expect(textOf(quote)).toMatch(/It costs at most/);
      expect(cardsIn(own, channel)).toEqual([]);
      const run = /v1:run/.exec(JSON.stringify(quote.blocks)) ? 'v1:run' : '';
      // Twice, as a finger does.
      ada.press(quote, run);
      ada.press(quote, run);
      const [card, ...more] = await finished(own, channel);
      expect(more).toEqual([]);
      expect(cardsIn(own, channel)).toHaveLength(1);
      if (!card) throw new Error('no card');
      await resultOf(card);
      expect(textOf(quote)).toBe('It is on its way.');
      expect(own.fixture.lab.submits()).toHaveLength(1);
      expect(slack.violations).toEqual([]);
    }));

  it('asked for several times at once in one channel posts no faster than Slack takes it', async () => {
    const { slack } = harness;
    const channel = slack.addChannel();
    const people = Array.from({ length: 3 }, () => slack.person({ channel }));
    const [ada] = people;
    if (!ada) throw new Error('nobody');
    const link = linkTo(harness, await ada.postFile({ name: 'a.jpg', bytes: await picture() }));
    for (const person of people) person.slash(`/darkroom upscale ${small} ${link}`);
    const cards = await finished(harness, channel, { count: 3 });
    await Promise.all(cards.map((card) => resultOf(card)));
  });
});

describe('admins', () => {
  it('are told what the ledger has to say, in the channel they named', async () => {
    const { slack, platform } = harness;
    const channel = slack.addChannel();
    await platform.notify?.(slack.home.workspace.id, channel.id, 'The budget is *nearly* used <up>.');
    expect(slack.messages(channel).map(textOf)).toEqual(['The budget is *nearly* used <up>.']);
    const [notice] = slack.messages(channel);
    expect(notice?.blocks[0]).toMatchObject({ text: { type: 'plain_text' } });
  });
});
