/** Slack on a bad day: what is asked of it again, how often and when, and what people are told of it. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { textOf } from '../../fakes/slack/people/seen.ts';
import { until } from '../../helpers/requests.ts';
import { photo } from '../../helpers/sample-media.ts';
import { useSlackApp } from '../harness/app.ts';
import { answerTo, delivered, picture } from '../harness/client.ts';
import {
  ask,
  ended,
  filesSent,
  jobOf,
  link,
  openConversation,
  over,
  running,
} from '../harness/conversation.ts';
import { type Harness, openHarness, quickly, resultOf, saidIn } from '../harness/harness.ts';

let harness: Harness;
let waits: number[] = [];
beforeAll(async () => {
  const pause: typeof quickly = (ms, signal) => {
    waits.push(ms);
    return quickly(ms, signal);
  };
  harness = await openHarness({ processingMs: 300, platform: { pause } });
});
afterAll(() => harness.close());
beforeEach(() => {
  waits = [];
});
afterEach(() => {
  expect(harness.slack.violations).toEqual([]);
});

const larger = async () => ({ name: 'own.jpg', bytes: await photo({ width: 48, height: 36 }) });

it('a download that fails and then breaks off is asked for again, when Slack wants it', async () => {
  const here = openConversation(harness);
  here.slack.fail({ method: 'download', status: 503, headers: { 'retry-after': '3' } });
  here.slack.fail({ method: 'download', cut: true });
  await ask(here);
  await resultOf(await over(here));
  expect(waits).toEqual([3_000, 2_000]);
});

it('a download that never comes is said in words that are true of Slack', async () => {
  const here = openConversation(harness);
  const fault = here.slack.fail({ method: 'download', status: 503, times: 4 });
  const asked = await ask(here);
  await until(() => asked.replies.length > 0);
  expect(fault.met()).toBe(4);
  expect(asked.replies.map(textOf).join()).toContain('Slack did not hand over this file');
  expect(saidIn(here, here.channel)).toEqual([]);
});

it('a card whose post fails, and whose next answer is lost, stands there once', async () => {
  const here = openConversation(harness);
  const when = { channel: here.channel.id };
  here.slack.fail({ method: 'chat.postMessage', when, status: 500 });
  here.slack.fail({ method: 'chat.postMessage', when, cut: true, afterEffect: true });
  // Nor is it posted again while it cannot be seen whether it stands.
  here.slack.fail({ method: 'conversations.history', when, status: 500 });
  await ask(here);
  await resultOf(await over(here));
  expect(saidIn(here, here.channel).filter((it) => it.files.length === 0)).toHaveLength(1);
  expect(waits).toEqual([1_000, 1_000, 2_000]);
});

it('a card whose process is gone before its job was made is taken back, and its person told', async () => {
  const [posted, unknown] = [openConversation(harness), openConversation(harness)];
  const { slack, fixture } = harness;
  // Longer than this test: as if nobody were there any more.
  const gone = { delayMs: 86_400_000, cut: true, afterEffect: true };
  slack.fail({ method: 'download', ...gone });
  await ask(posted);
  slack.fail({ method: 'chat.postMessage', when: { channel: unknown.channel.id }, ...gone });
  await ask(unknown);
  const cards = () => [posted, unknown].map(({ channel }) => saidIn(harness, channel).length);
  await until(() => cards().join() === '1,1');
  await until(async () => {
    slack.advance(61_000);
    await fixture.maintain();
    return cards().join() === '0,0';
  });
  const told = ({ channel, ada }: typeof posted) =>
    slack.messages(channel).filter(({ visibleTo }) => visibleTo === ada.user);
  await until(() => told(posted).length + told(unknown).length === 2);
  for (const here of [posted, unknown])
    expect(told(here).map(textOf).join()).toContain('was interrupted before it');
});

it('a burst of files is looked up at Slack’s pace, and none is lost', async () => {
  const here = openConversation(harness);
  const files = Array.from({ length: 8 }, (_, at) => picture(`${at}.jpg`, { checkInfo: true }));
  const source = await here.ada.post('eight', { files });
  here.slack.fail({ method: 'files.info', status: 429, retryAfter: 5, times: 3 });
  const answer = await answerTo(harness, here.ada, () => here.ada.mention('upscale', { thread: source }));
  expect(textOf(answer)).toContain('There are 8 to choose from.');
  expect(waits).toContain(5_000);
});

it('a form is opened as long as its trigger lives; else that is said', async () => {
  const here = openConversation(harness);
  here.slack.fail({ method: 'views.open', status: 500 });
  const opened = here.ada.slash('/darkroom');
  await until(() => opened.view() !== undefined);
  const never = here.slack.fail({ method: 'views.open', status: 500, times: 9 });
  const asked = here.ada.slash('/darkroom');
  await until(() => asked.replies.length > 0);
  expect(never.met()).toBe(4);
  never.lift();
  expect(asked.replies.map(textOf).join()).toContain('Slack did not open the form');
});

it('a token that is not accepted for a while: the chat is deaf so long, and the card is right in the end', async () => {
  const here = openConversation(harness);
  const card = await running(here);
  const doubt = here.slack.fail({ method: 'auth.test', error: 'invalid_auth', times: 3 });
  // More often than one edit is tried.
  const edits = here.slack.fail({
    method: 'chat.update',
    when: { ts: card.ts },
    error: 'invalid_auth',
    times: 6,
  });
  await until(() => harness.platform.hearing?.()?.heard === 'nowhere');
  await over(here);
  await until(() => harness.platform.hearing?.()?.heard === 'here');
  expect([doubt.met(), edits.met()]).toEqual([3, 6]);
  const asked = here.ada.slash('/darkroom help');
  await until(() => asked.replies.length > 0);
});

it('a mention whose event leaves out its file runs on that file, not on what its thread is about', async () => {
  const alone = openConversation(harness);
  await alone.ada.mention('upscale png', { files: [picture()], untold: true });
  await delivered(harness, alone.channel);
  const here = openConversation(harness);
  const root = await here.ada.postFile(picture());
  await here.ada.mention('upscale png', { files: [await larger()], thread: root, untold: true });
  // Its person is told after the card is over: what is asked next shall not take that for its answer.
  await ended(here);
  expect((await jobOf(here))?.sourceFile).toMatchObject({ width: 48, height: 36 });
  // Where Slack does not say now, nothing is taken.
  const when = { channel: here.channel.id };
  here.slack.fail({ method: 'conversations.replies', when, status: 500, times: 4 });
  const told = await answerTo(harness, here.ada, () => here.ada.mention('upscale', { thread: root }));
  expect(textOf(told)).toContain('Slack did not do what I asked');
});

it('a command in the direct messages of two people: the result comes directly, and why is said', async () => {
  const { slack } = harness;
  const here = openConversation(harness);
  const ben = slack.person();
  const file = await link({ slack, ada: here.ada });
  const channel = slack.between(here.ada.user, ben.user);
  const two = slack.person({ user: here.ada.user, channel });
  const asked = two.slash(`/darkroom upscale scale=2 output_format=png ${file}`);
  await until(() => filesSent(here).length === 1);
  expect(asked.replies.map(textOf)).toEqual([expect.stringContaining('two people’s direct messages')]);
  expect(saidIn(harness, channel).filter((it) => !it.visibleTo)).toEqual([]);
  slack.home.workspace.installation?.scopes.delete('im:write');
  const refused = two.slash(`/darkroom upscale scale=2 output_format=png ${file}`);
  await until(() => refused.replies.length > 0);
  slack.home.workspace.installation?.scopes.add('im:write');
  expect(refused.replies.map(textOf)).toEqual([expect.stringContaining('Ask in a channel')]);
});

const app = useSlackApp();
it('a token of one’s own that Slack has let go of is asked about until it is good again', async () => {
  const { slack, platform, lines } = await app.open();
  const { installation } = slack.home.workspace;
  if (!installation) throw new Error('not installed');
  installation.state = 'revoked';
  const { workspace, channel } = slack.home;
  await expect(platform.notify?.(workspace.id, channel.id, 'a notice')).rejects.toThrow('token_revoked');
  await expect.poll(() => lines.join('')).toContain('Slack no longer accepts SLACK_BOT_TOKEN');
  expect(platform.hearing?.()).toMatchObject({ heard: 'nowhere' });
  installation.state = 'live';
  await expect.poll(() => platform.hearing?.()).toEqual({ heard: 'here' });
  const asked = slack.person().slash('/darkroom help');
  await expect.poll(() => asked.replies.map(textOf).join()).toContain('ESRGAN');
});
