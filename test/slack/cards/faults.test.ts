import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { filesOf, textOf } from '../../fakes/slack/people/seen.ts';
import { picture, until } from '../../helpers/requests.ts';
import {
  ask,
  directly,
  ended,
  endedOverPauses,
  filesSent,
  jobOf,
  only,
  openConversation,
  over,
  running,
} from '../harness/conversation.ts';
import {
  cardsIn,
  type Harness,
  linkTo,
  openHarness,
  postsOf,
  resultOf,
  saidIn,
  statesOf,
  withHarness,
} from '../harness/harness.ts';

let harness: Harness;
beforeAll(async () => {
  // Long enough for something to happen while a job runs.
  harness = await openHarness({ processingMs: 900, platform: { answerMs: { post: 3_000, read: 3_000 } } });
});
afterAll(() => harness.close());
afterEach(() => {
  expect(harness.slack.violations).toEqual([]);
});

const complete = 'files.completeUploadExternal';
const begin = 'files.getUploadURLExternal';

describe.concurrent('edits that go wrong', () => {
  it('429 with Retry-After: the card waits and is right in the end', async () => {
    const here = openConversation(harness);
    const { channel, slack } = here;
    const when = { channel: channel.id };
    const fault = slack.fail({ method: 'chat.update', when, status: 429, retryAfter: 1, times: 2 });
    await ask(here);
    await resultOf(await over(here));
    expect(fault.met()).toBe(2);
  });

  it('a 5xx: the card is right in the end', async () => {
    const here = openConversation(harness);
    const card = await running(here);
    const when = { ts: card.ts };
    const fault = here.slack.fail({ method: 'chat.update', when, status: 503, times: 2 });
    await resultOf(await over(here));
    expect(fault.met()).toBe(2);
  });

  it('no answer: the job goes on and the card is right in the end', async () => {
    const here = openConversation(harness);
    const card = await running(here);
    const fault = here.slack.fail({ method: 'chat.update', when: { ts: card.ts }, hang: true });
    await resultOf(await over(here));
    expect(fault.met()).toBe(1);
    expect(cardsIn(here, here.channel)).toHaveLength(1);
  });

  it('the card was deleted: there is a new one, and it goes on there', async () => {
    const here = openConversation(harness);
    const first = await running(here);
    here.slack.deleteMessage(first);
    await ended(here);
    const card = only(saidIn(here, here.channel).filter((it) => statesOf(it).at(-1) === 'COMPLETED'));
    expect(card).not.toBe(first);
    // In the thread of one or the other, by when it was noticed.
    await until(() => saidIn(here, here.channel).flatMap((it) => filesOf(it)).length === 1);
  });

  it('the thread that it stands in has lost its beginning: the result comes all the same', async () => {
    const here = openConversation(harness);
    const card = await running(here);
    const when = { channel_id: here.channel.id };
    here.slack.fail({ method: complete, when, error: 'thread_not_found' });
    await over(here);
    await until(() => saidIn(here, here.channel).flatMap((it) => filesOf(it)).length === 1);
    expect(card.deleted).toBe(false);
  });
});

describe.concurrent('posts that go wrong', () => {
  it('429 on the card: it is posted when Slack takes it', async () => {
    const here = openConversation(harness);
    const when = { channel: here.channel.id };
    const fault = here.slack.fail({ method: 'chat.postMessage', when, status: 429, retryAfter: 1 });
    await ask(here);
    await resultOf(await over(here));
    expect(fault.met()).toBe(1);
  });

  it('a 5xx after the card was posted: it is found, and there is one', async () => {
    const here = openConversation(harness);
    const when = { channel: here.channel.id };
    const fault = here.slack.fail({ method: 'chat.postMessage', when, status: 502, afterEffect: true });
    await ask(here);
    await resultOf(await over(here));
    expect(fault.met()).toBe(1);
    expect(saidIn(here, here.channel).filter((it) => it.files.length === 0)).toHaveLength(1);
  });

  it('no answer after the card was posted: it is found, and there is one', async () => {
    const here = openConversation(harness);
    const when = { channel: here.channel.id };
    here.slack.fail({ method: 'chat.postMessage', when, hang: true, afterEffect: true });
    await ask(here);
    await resultOf(await over(here));
    expect(saidIn(here, here.channel).filter((it) => it.files.length === 0)).toHaveLength(1);
  });

  it.each([
    { what: 'a 5xx before', fault: { status: 500 } },
    { what: 'a 5xx after', fault: { status: 500, afterEffect: true } },
    { what: 'a connection cut after', fault: { cut: true, afterEffect: true } },
    { what: '429 before', fault: { status: 429, retryAfter: 1 } },
  ])('$what the result was posted: it is there once', async ({ fault }) => {
    const here = openConversation(harness);
    const set = here.slack.fail({ method: complete, when: { channel_id: here.channel.id }, ...fault });
    await ask(here);
    const card = await over(here);
    await resultOf(card);
    expect(set.met()).toBe(1);
    expect(postsOf(card)).toHaveLength(1);
  });

  it('a 5xx after an album was posted: it is there once, with each result', async () => {
    const here = openConversation(harness);
    const when = { channel_id: here.channel.id };
    const set = here.slack.fail({ method: complete, when, status: 500, afterEffect: true });
    const files = [
      { name: 'a.jpg', bytes: await picture() },
      { name: 'b.jpg', bytes: await picture() },
    ];
    const source = await here.ada.post('', { files });
    await here.ada.mention('upscale x2 png all', { thread: source });
    const card = await over(here);
    await until(() => postsOf(card).length === 2);
    expect(set.met()).toBe(1);
    expect(new Set(postsOf(card).map(({ message }) => message)).size).toBe(1);
    expect(textOf(card)).toContain('2 of 2 done');
  });

  it('an upload that breaks off is begun anew', async () => {
    const here = openConversation(harness);
    const fault = here.slack.fail({ method: 'upload', cut: true });
    await ask(here);
    await resultOf(await over(here));
    expect(fault.met()).toBe(1);
  });
});

describe.concurrent('places that close while a job runs', () => {
  it('the channel is archived: the result comes directly, once', async () => {
    const here = openConversation(harness);
    const card = await running(here);
    here.slack.archive(here.channel);
    await ended(here);
    await until(() => filesSent(here).length === 1);
    expect(postsOf(card)).toEqual([]);
    expect((await jobOf(here))?.state).toBe('done');
  });

  it('the bot is removed from a private channel: the result comes directly, once', async () => {
    const here = openConversation(harness, { kind: 'private' });
    const card = await running(here);
    here.slack.kickBot(here.channel);
    await ended(here);
    await until(() => filesSent(here).length === 1);
    expect(postsOf(card)).toEqual([]);
    expect((await jobOf(here))?.state).toBe('done');
  });
});

describe('a post that is refused again and again', () => {
  it('comes without people’s words; then the file alone', () =>
    withHarness({ processingMs: 100 }, async (own) => {
      // Each of our tries asks four times, since an answer may be lost.
      for (const [tries, alone] of [
        [3, false],
        [4, true],
      ] as const) {
        const here = openConversation(own);
        const when = { channel_id: here.channel.id };
        const fault = own.slack.fail({ method: complete, when, error: 'internal_error', times: 4 * tries });
        const sent = await here.ada.postFile({ name: 'a.jpg', bytes: await picture() });
        await here.ada.slash(`/darkroom upscale scale=4 ${linkTo(own, sent)}`);
        await endedOverPauses(here);
        expect(fault.met()).toBe(4 * tries);
        const card = only(cardsIn(own, here.channel));
        const { message, alt } = await resultOf(card);
        expect(textOf(message).includes('is ready')).toBe(!alone);
        expect(alt).toMatch(alone ? /^$/ : /^Result, larger picture ×4/);
        expect(textOf(card)).not.toContain('a.jpg');
        expect(statesOf(card).at(-1)).toBe('COMPLETED');
      }
      expect(own.slack.violations).toEqual([]);
    }));
});

describe('each in a Slack of its own', () => {
  it('a failure is told directly where its card can no longer say it', () =>
    withHarness({ processingMs: 900 }, async (own) => {
      const here = openConversation(own);
      await running(here);
      here.slack.archive(here.channel);
      const fault = here.slack.fail({ method: begin, error: 'storage_limit_reached', times: 2 });
      await ended(here);
      expect(fault.met()).toBe(2);
      await until(() => directly(here).length === 1);
      expect(textOf(only(directly(here)))).toContain('about your Larger picture ×2');
      expect(textOf(only(directly(here)))).toContain('the file storage of this workspace is full');
    }));

  it('nobody may edit: there are two cards more at most, and the last one says how it ended', () =>
    withHarness({ processingMs: 500 }, async (own) => {
      const here = openConversation(own);
      own.slack.home.workspace.allowsEdits = false;
      await ask(here);
      await ended(here);
      const cards = saidIn(own, here.channel).filter((it) => it.files.length === 0);
      expect(cards.length).toBeLessThanOrEqual(4);
      expect(statesOf(cards.at(-1) ?? only([])).at(-1)).toBe('COMPLETED');
      await until(() => saidIn(own, here.channel).flatMap((it) => filesOf(it)).length === 1);
    }));

  it('a file that Slack works on for a minute holds nothing up', () =>
    withHarness({ slack: { processingMs: 60_000 } }, async (own) => {
      const here = openConversation(own);
      await ask(here);
      const card = await over(here);
      expect(postsOf(card)).toEqual([]);
      expect((await jobOf(here))?.state).toBe('done');
      expect(textOf(card)).toContain(`${own.slack.origin}/files/`);
      own.slack.advance(60_000);
      await resultOf(card);
    }));

  it('the token is revoked: the job is cancelled, and Slack hears nothing more of it', () =>
    withHarness({ processingMs: 1_500 }, async (own) => {
      const here = openConversation(own);
      await running(here);
      own.slack.revokeToken(own.slack.home.workspace);
      await ended(here);
      expect((await jobOf(here))?.state).toBe('cancelled');
      expect(own.slack.files().filter(({ user }) => user.bot)).toEqual([]);
      expect(own.slack.log.filter(({ method }) => method.startsWith('files.'))).not.toEqual([]);
      expect(own.slack.log.filter(({ method }) => method === complete)).toEqual([]);
    }));
});
