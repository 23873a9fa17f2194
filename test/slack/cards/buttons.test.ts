/** The buttons of cards and prices: who may press them, what comes of it, and that they outlive a restart. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { keepAddress, readAddress } from '../../../src/bots/slack/address.ts';
import type { Person } from '../../fakes/slack/people/person.ts';
import { buttonsOf, picturesOf, textOf } from '../../fakes/slack/people/seen.ts';
import type { Message } from '../../fakes/slack/state.ts';
import { until } from '../../helpers/requests.ts';
import { ask, jobOf, link, only, openConversation, over, running } from '../harness/conversation.ts';
import {
  cardsIn,
  finished,
  type Harness,
  jobIdOf,
  openHarness,
  postsOf,
  privateRepliesIn,
  resultOf,
  statesOf,
  withHarness,
} from '../harness/harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await openHarness({ processingMs: 300 });
});
afterAll(() => harness.close());
afterEach(() => {
  expect(harness.slack.violations).toEqual([]);
});

/** What has no button of its own. */
const choose = (person: Person, message: Message, option: string) =>
  person.choose(message, 'v1:overflow', option);
const labels = (message: Parameters<typeof buttonsOf>[0]) => buttonsOf(message).map(({ text }) => text.text);

describe('a running job', () => {
  it('is cancelled by whoever asked, who is told beforehand what that costs', () =>
    withHarness({ processingMs: 600_000 }, async (own) => {
      const here = openConversation(own);
      const card = await running(here);
      await until(() => buttonsOf(card).some(({ confirm }) => confirm));
      // Which picture it is of is seen beside it.
      expect(picturesOf(card)).toHaveLength(1);
      const [cancel] = buttonsOf(card);
      expect(cancel?.confirm?.text.text).toContain('it still costs up to');
      const eve = own.slack.person({ channel: here.channel });
      const refused = eve.press(card, 'v1:cancel:sure');
      await until(() => refused.replies.length > 0);
      expect(textOf(only(refused.replies))).toContain('Only the person who asked, or an admin');
      expect(refused.replies[0]?.visibleTo).toBe(eve.user);
      here.ada.press(card, 'v1:cancel:sure');
      await over(here, 'CANCELLED');
      expect(labels(card)).toEqual(['Run again', 'Run again with changes…']);
      expect(postsOf(card)).toEqual([]);
    }));

  it('that was cancelled is run again in the thread of its card', () =>
    withHarness({ processingMs: 600_000 }, async (own) => {
      const here = openConversation(own);
      const card = await running(here);
      await until(() => buttonsOf(card).some(({ confirm }) => confirm));
      here.ada.press(card, 'v1:cancel:sure');
      await over(here, 'CANCELLED');
      own.fixture.lab.behave({ processingMs: 200 });
      here.ada.press(card, 'Run again');
      const again = only(await finished(own, here.channel));
      expect(again.thread).toBe(card.ts);
      await resultOf(again);
    }));
});

describe('a result', () => {
  it('goes on to the next model, also after a restart, once for a finger that presses twice', () =>
    withHarness({ processingMs: 300 }, async (own) => {
      const here = openConversation(own);
      await ask(here);
      const card = await over(here);
      const { message } = await resultOf(card);
      expect(labels(card)).toEqual([]);
      expect(labels(message)).toEqual([
        'Larger ×4',
        'Larger ×2',
        'New detail 168.4 credits',
        'To video 16.59 credits',
        'Compare',
        'Compare as a clip',
      ]);
      await own.restart();
      own.slack.duplicateNext(2);
      here.ada.press(message, 'Larger ×4');
      here.ada.press(message, 'Larger ×4');
      await finished(own, here.channel, { count: 2 });
      await until(() => postsOf(card).length === 2);
      expect(cardsIn(own, here.channel).map(({ thread }) => thread)).toEqual([undefined, card.ts]);
      expect(own.fixture.lab.submits()).toHaveLength(2);
      const scope = own.slack.home.workspace.id;
      const jobs = await own.fixture.engine.jobs(
        { platform: 'slack', scope, requester: here.ada.user.id },
        5,
      );
      expect(jobs.map((it) => [it.sourceFile?.width, it.result?.width])).toEqual([
        [32, 128],
        [16, 32],
      ]);
    }));

  it('runs again with changes: the form comes with what was chosen', async () => {
    const here = openConversation(harness);
    await ask(here);
    const card = await over(here);
    const { message } = await resultOf(card);
    const chosen = await choose(here.ada, message, 'Run again with changes…');
    await until(() => chosen?.view() !== undefined);
    const view = chosen?.view();
    if (!view) throw new Error('no form');
    expect(JSON.stringify(view.body.blocks)).toContain('output_format');
  });

  it('opens its form while Slack takes its time to say who somebody is', () =>
    withHarness({}, async (own) => {
      const here = openConversation(own);
      await ask(here);
      const card = await over(here);
      const { message } = await resultOf(card);
      here.ada.openHome();
      await until(() => here.ada.home() !== undefined);
      // What was known of them is not any more.
      own.slack.advance(6 * 60_000);
      const method = /^(users|usergroups|conversations)\./;
      const slow = own.slack.fail({ method, delayMs: 3_500, times: Number.POSITIVE_INFINITY });
      const tab = here.ada.home();
      if (!tab) throw new Error('no tab');
      const ways = [
        () => choose(here.ada, message, 'Run again with changes…'),
        () => here.ada.press(tab, 'Run again'),
        () => here.ada.press(tab, 'New enhancement'),
        () => here.ada.shortcut(card),
        () => here.ada.globalShortcut(),
        () => here.ada.slash('/darkroom'),
      ];
      for (const open of ways) {
        const opened = await open();
        await until(() => opened?.view() !== undefined);
        expect(opened?.view()?.body.type).toBe('modal');
      }
      slow.lift();
    }));

  it('is removed with its message when that is agreed to, and its card says so', async () => {
    const here = openConversation(harness);
    await ask(here);
    const card = await over(here);
    const { message } = await resultOf(card);
    const chosen = await choose(here.ada, message, 'Remove…');
    await until(() => chosen?.replies.length === 1);
    expect(message.deleted).toBe(false);
    here.ada.press(only(chosen?.replies ?? []), 'Remove');
    await until(() => textOf(card).endsWith(' · removed'));
    expect(message.deleted).toBe(true);
    expect(labels(card)).toEqual([]);
  });

  it('that an older version removed is nobody else’s, although its record does not say so', async () => {
    const here = openConversation(harness);
    await ask(here);
    const card = await over(here);
    const { message } = await resultOf(card);
    const id = jobIdOf(card) ?? '';
    const { engine } = harness.fixture;
    await engine.move(id, (now) => {
      const address = readAddress(now);
      if (!address.result) throw new Error('no result');
      return keepAddress({ ...address, result: { ...address.result, removed: true } });
    });
    const eve = harness.slack.person({ channel: here.channel });
    const pressed = eve.press(message, 'Larger ×4');
    await until(() => pressed.replies.length > 0);
    expect(textOf(only(pressed.replies))).toMatch(/^This job is no longer known\. /);
    const job = await engine.read(id);
    if (!job) throw new Error('no job');
    await harness.platform.show(job.address, await engine.view(job));
    expect(labels(card)).toEqual([]);
  });

  it('with its button of an older version answers with a sentence', async () => {
    const here = openConversation(harness);
    await ask(here);
    const { message } = await resultOf(await over(here));
    const strange = { ...message, blocks: structuredClone(message.blocks) };
    for (const button of buttonsOf(strange)) button.action_id = `v9:${button.action_id}`;
    Object.assign(message, { blocks: strange.blocks });
    const pressed = here.ada.press(message, 'Larger ×4');
    await until(() => pressed.replies.length > 0);
    expect(textOf(only(pressed.replies))).toBe('This job is no longer known. `jobs` lists yours.');
  });
});

describe('a price', () => {
  it('is dropped without a trace', () =>
    withHarness({ limits: { monthly: null, jobs_per_person: null, confirm_above: 1 } }, async (own) => {
      const here = openConversation(own);
      await ask(here);
      await until(() => privateRepliesIn(own, here.channel).length > 0);
      const quote = only(privateRepliesIn(own, here.channel));
      const names = buttonsOf(quote).map(({ action_id }) => action_id);
      expect(names.at(-1)).toBe('v1:drop');
      expect(picturesOf(quote)).toHaveLength(1);
      here.ada.press(quote, 'v1:drop');
      await until(() => textOf(quote) === 'Not run. Nothing was charged.');
      expect(cardsIn(own, here.channel)).toEqual([]);
      expect(await jobOf(here)).toBeUndefined();
    }));

  it('has a button for each cheaper way', () =>
    withHarness({ limits: { monthly: null, jobs_per_person: null, confirm_above: 1 } }, async (own) => {
      const here = openConversation(own);
      here.ada.slash(`/darkroom clarity scale_factor=4 ${await link(here)}`);
      await until(() => privateRepliesIn(own, here.channel).length > 0);
      const quote = only(privateRepliesIn(own, here.channel));
      expect(labels(quote)[1]).toMatch(/ for [\d.]+ credits$/);
      here.ada.press(quote, 'v1:run:0');
      await resultOf(await over(here));
      expect(textOf(quote)).toBe('It is on its way.');
      const job = await jobOf(here);
      expect([job?.model, job?.settings.scale_factor]).not.toEqual(['clarityai-flux-upscaler', 4]);
    }));

  it('of a taste test and what stands under its picture outlive restarts', () =>
    withHarness({ processingMs: 300 }, async (own) => {
      const here = openConversation(own);
      here.ada.slash(`/darkroom try upper left ${await link(here)}`);
      await until(() => privateRepliesIn(own, here.channel).length > 0);
      const quote = only(privateRepliesIn(own, here.channel));
      expect(textOf(quote)).toContain('prices are by the run');
      await own.restart();
      // The cheapest alone, pressed twice.
      here.ada.press(quote, 'v1:run:1');
      here.ada.press(quote, 'v1:run:1');
      const card = await over(here);
      const { message } = await resultOf(card);
      expect(labels(message)).toEqual([
        'Run the whole with 2: Larger ×4, 0.5 credits',
        'Vote for 1',
        'Vote for 2',
      ]);
      expect(own.fixture.lab.submits()).toHaveLength(1);
      const tile = await jobOf(here);
      await own.restart();
      here.ada.press(message, 'v1:whole:1');
      here.ada.press(message, 'v1:whole:1');
      await until(() => own.fixture.lab.submits().length > 1);
      await until(async () => (await jobOf(here))?.state === 'done');
      expect(await jobOf(here)).toMatchObject({ model: tile?.model, settings: tile?.settings });
      expect(own.fixture.lab.submits()).toHaveLength(2);
      here.ada.press(message, 'v1:vote:0');
      await until(() => textOf(card).includes('Votes: 1 for 1. Plain enlargement'));
    }));

  it('that is no longer known says so in place of its buttons', () =>
    withHarness({ limits: { monthly: null, jobs_per_person: null, confirm_above: 1 } }, async (own) => {
      const here = openConversation(own);
      await ask(here);
      await until(() => privateRepliesIn(own, here.channel).length > 0);
      const quote = only(privateRepliesIn(own, here.channel));
      const [run] = buttonsOf(quote);
      await own.fixture.engine.drop(run?.value ?? '', {
        platform: 'slack',
        scope: own.slack.home.workspace.id,
        requester: here.ada.user.id,
      });
      here.ada.press(quote, 'v1:run');
      await until(() => textOf(quote).includes('This price was for ten minutes'));
      expect(statesOf(quote)).toEqual([]);
    }));
});
