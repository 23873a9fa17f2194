/** `/darkroom jobs`: a person's own jobs, and what can be done with them. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buttonsOf, filesOf, messagesIn, textOf } from '../../fakes/slack/people/seen.ts';
import type { Channel } from '../../fakes/slack/state.ts';
import { ask, until } from '../../helpers/requests.ts';
import { finished, type Harness, openHarness } from '../harness/harness.ts';
import { answered, doneJob, privateReply, typed } from '../harness/typed.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness.close());
afterEach(() => {
  expect(harness.slack.violations).toEqual([]);
});

/** A channel of its own with somebody in it. */
function openChannel() {
  const channel = harness.slack.addChannel({ name: 'pictures' });
  return { channel, ada: harness.slack.person({ channel }) };
}
type Somebody = ReturnType<typeof openChannel>['ada'];
const labels = (message: Parameters<typeof buttonsOf>[0]) => buttonsOf(message).map(({ text }) => text.text);
/** What the bot has posted there for all, with a file. */
const sharesIn = (channel: Channel) => messagesIn(channel).filter((it) => it.installation && it.files.length);
const linksIn = (text: string) => [...text.matchAll(/<(https?:[^|]+)\|/g)].map(([, link]) => link);

describe('jobs', () => {
  it('lists one’s own, the newest first, with links and what can be done', async () => {
    const { ada, channel } = openChannel();
    expect(await answered(ada, 'jobs')).toBe(
      'You have asked for nothing here yet. `help` shows how to begin.',
    );
    const [first, second] = [await doneJob(harness, ada), await doneJob(harness, ada)];
    const answer = await typed(ada, 'jobs');
    const text = textOf(answer);
    expect(text.indexOf(second.id)).toBeGreaterThan(0);
    expect(text.indexOf(second.id)).toBeLessThan(text.indexOf(first.id));
    expect(text).toMatch(/^\*Larger picture ×2\*, <http[^|]+\|result>\n\*COMPLETED\* · .* · 0\.5 credits · /);
    expect(linksIn(text)).toHaveLength(2);
    expect(labels(answer)).toEqual(['Run again', 'Run again']);
    expect(await answered(harness.slack.person({ channel }), 'jobs')).not.toContain(first.id);
  });

  it('shows one, by its id alone too', async () => {
    const { ada } = openChannel();
    const job = await doneJob(harness, ada, { scale: '4' });
    const shown = await answered(ada, `jobs show ${job.id}`);
    expect(shown).toContain('*Larger picture ×4*');
    expect(shown).toMatch(/16 × 12.* → 64 × 48/);
    expect(linksIn(shown)).toHaveLength(2);
    expect(await answered(ada, `jobs ${job.id.toUpperCase()}`)).toBe(shown);
  });

  it('runs one again where it is asked for, by word and by button', async () => {
    const { ada } = openChannel();
    const job = await doneJob(harness, ada, { scale: '4' });
    const elsewhere = harness.slack.addChannel({ name: 'elsewhere' });
    const there = harness.slack.person({ user: ada.user, channel: elsewhere });
    await there.slash(`/darkroom jobs again ${job.id}`).acknowledged;
    const [card] = await finished(harness, elsewhere);
    if (!card) throw new Error('no card');
    expect(textOf(card)).toContain('Larger picture ×4');
    const list = await typed(there, `jobs show ${job.id}`);
    await there.press(list, 'Run again').acknowledged;
    await finished(harness, elsewhere, { count: 2 });
    await until(() => sharesIn(elsewhere).length === 2);
  });

  it('sends a result again where it is asked for, and leaves the first where it is', async () => {
    const { ada } = openChannel();
    const job = await doneJob(harness, ada);
    const elsewhere = harness.slack.addChannel({ name: 'elsewhere' });
    const there = harness.slack.person({ user: ada.user, channel: elsewhere });
    expect(linksIn(await answered(there, `jobs resend ${job.id}`))).toHaveLength(1);
    await until(() => sharesIn(elsewhere).length === 1);
    // Until then it is on its way.
    harness.slack.advance(31_000);
    const answer = await typed(there, `jobs show ${job.id}`);
    const pressed = there.press(answer, 'Send again here');
    await privateReply(pressed);
    await until(() => sharesIn(elsewhere).length === 2);
    const [one, two] = sharesIn(elsewhere).flatMap((it) => filesOf(it));
    expect(one?.sha256).toBe(two?.sha256);
    // All that was sent is known by it, to go with it.
    const { asides, ...address } = Object((await harness.fixture.engine.read(job.id))?.address);
    expect(asides).toHaveLength(2);
    expect(address).toEqual(job.address);
  });

  it('sends it directly where the bot is not, and says so', async () => {
    const { ada } = openChannel();
    const job = await doneJob(harness, ada);
    const closed = harness.slack.addChannel({ kind: 'private', bot: false });
    const there = harness.slack.person({ user: ada.user, channel: closed });
    expect(await answered(there, `jobs resend ${job.id}`)).toContain('not in this channel');
    const direct = harness.slack.direct(ada.user);
    await until(() => sharesIn(direct).length === 1);
  });

  it.each([
    ['jobs show', 'Say which job'],
    ['jobs shwo abc2345', 'did you mean `jobs show`?'],
    ['jobs nothing', 'There is no `jobs nothing`'],
    ['jobs show abc2345', 'This job is no longer known.'],
    ['jobs show abc2345 more', 'is one word too many'],
  ])('%s is refused in words', async (words, sentence) => {
    const { ada } = openChannel();
    expect(await answered(ada, words)).toContain(sentence);
  });

  it('of another workspace are not known', async () => {
    const { ada } = openChannel();
    const job = await doneJob(harness, ada);
    const scope = { scope: 'T0ELSEWHERE', requester: ada.user.id, platform: 'slack' };
    const other = await ask(harness.fixture.engine, {
      ...scope,
      settings: job.settings,
      address: job.address,
    });
    await harness.fixture.engine.settled(other.id);
    expect(await answered(ada, `jobs show ${other.id}`)).toContain('no longer known');
  });
});

describe('a job on its way', () => {
  let slow: Harness;
  beforeAll(async () => {
    slow = await openHarness({ processingMs: 20_000 });
  });
  afterAll(() => slow.close());

  const running = async (somebody: Somebody) => {
    const { channel, user } = somebody;
    const { workspace } = channel;
    const address = {
      team: { id: workspace.id, orgWide: false },
      channel: channel.id,
      anew: 0,
      requester: user.id,
      askedAt: slow.slack.now(),
      direct: false,
    };
    const who = { platform: 'slack', scope: workspace.id, requester: user.id };
    const job = await ask(slow.fixture.engine, { ...who, address });
    await until(async () => (await slow.fixture.engine.read(job.id))?.phase === 'processing');
    return job;
  };

  it('is cancelled by word and by button, and has no result to send yet', async () => {
    const ada = slow.slack.person();
    const [one, two] = [await running(ada), await running(ada)];
    expect(await answered(ada, `jobs resend ${one.id}`)).toContain('It is not done yet');
    const asked = await typed(ada, `jobs cancel ${one.id}`);
    expect(textOf(asked)).toContain('it still costs up to');
    expect(textOf(await privateReply(ada.press(asked, 'Cancel all the same')))).toContain(
      'It is being cancelled.',
    );
    const list = await typed(ada, `jobs show ${two.id}`);
    expect(labels(list)).toEqual(['Cancel…']);
    expect(textOf(await privateReply(ada.press(list, 'Cancel…')))).toContain('It is being cancelled.');
    for (const { id } of [one, two])
      expect(await slow.fixture.engine.read(id)).toMatchObject({ cancelRequested: true });
    expect(slow.slack.violations).toEqual([]);
  });
});
