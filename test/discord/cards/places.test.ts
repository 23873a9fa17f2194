/** Places that go away and time that goes by, with one outcome each: nothing twice, nothing lost, the person told. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { filesOf, textOf } from '../../fakes/discord/people/seen.ts';
import { until } from '../../helpers/requests.ts';
import {
  ask,
  type Conversation,
  directly,
  ended,
  endedLater,
  filesSent,
  jobOf,
  openConversation,
  postIn,
  running,
} from '../harness/conversation.ts';
import {
  cardOf,
  finished,
  type Harness,
  jobIdOf,
  openHarness,
  postsOf,
  privateReply,
  resultOf,
  statesOf,
} from '../harness/harness.ts';

let harness: Harness;
beforeAll(async () => {
  // Long enough for something to happen while a job runs.
  const links = { publicUrl: 'https://pictures.example', secret: Buffer.alloc(32, 1) };
  harness = await openHarness({ processingMs: 900, overrides: { links } });
});
afterAll(() => harness.close());
afterEach(() => {
  expect(harness.discord.violations).toEqual([]);
});
const place = (given?: Parameters<typeof openConversation>[1]) => openConversation(harness, given);

const minutes = 60_000;
/** Attach Files alone: the bot may answer, and sees nothing. */
const unseen = { botPermissions: 32_768n };

describe.concurrent('places that go away', () => {
  it('the card deleted by a moderator: the result comes all the same, once', async () => {
    const here = place();
    const { discord, channel, ada } = here;
    discord.deleteMessage(cardOf(await running(here)));
    await ended(here);
    const [post, ...more] = discord.messages(channel);
    if (!post) throw new Error('nothing was posted');
    expect(more).toEqual([]);
    expect(filesOf(post)).toHaveLength(1);
    expect(post.pinged).toEqual([ada.user.id]);
  });

  it('the bot kicked: what still reaches the card brings the result', async () => {
    const here = place();
    const asked = await running(here);
    here.discord.kickBot(here.guild);
    const card = await finished(asked);
    expect(filesOf(card)).toHaveLength(1);
    expect(postsOf(here.discord, card)).toEqual([]);
  });

  it('the channel deleted: the result comes as a direct message', async () => {
    const here = place();
    await running(here);
    here.discord.deleteChannel(here.channel);
    await ended(here);
    expect(filesSent(here).map(({ alt }) => typeof alt)).toEqual(['string']);
    expect((await jobOf(here))?.state).toBe('done');
  });

  it('an age-restricted channel deleted: nothing of it is sent anywhere', async () => {
    const here = place({ ageRestricted: true });
    await running(here);
    here.discord.deleteChannel(here.channel);
    await ended(here);
    expect(filesSent(here)).toEqual([]);
    expect(await jobOf(here)).toMatchObject({ state: 'failed', failure: { code: 'cannot-deliver' } });
    expect(directly(here).map(textOf)).toEqual([expect.stringContaining('could not be handed over')]);
  });

  it('an age-restricted channel: what was made in it is sent again nowhere else', async () => {
    const here = place({ ageRestricted: true });
    const { discord, ada } = here;
    const post = await resultOf(discord, await finished(await ask(here)));
    // Nor does it have a page that could be opened from anywhere.
    expect(textOf(post)).not.toContain('/view/');
    const id = jobIdOf(post) ?? '';
    const elsewhere = discord.person({ user: ada.user, channel: discord.addChannel({ guild: here.guild }) });
    const stays = 'age-restricted channel and stays there';
    expect(await privateReply(await elsewhere.slash('jobs resend', { id }))).toContain(stays);
    expect(await privateReply(await ada.slash('jobs resend', { id, where: 'dm' }))).toContain(stays);
    expect(await privateReply(await elsewhere.slash('jobs again', { id }))).toContain(stays);
    expect(await privateReply(await ada.slash('jobs show', { id }))).toContain('COMPLETED');
  });

  it('a channel that the bot does not see: the card itself brings the result', async () => {
    const here = place(unseen);
    const card = await finished(await ask(here));
    expect(here.discord.messages(here.channel)).toEqual([card]);
    expect(filesOf(card)).toHaveLength(1);
    expect(textOf(card)).toMatch(/ · \[Open\]\(https:\/\/pictures\.example\/view\/result\/[\w/-]+\/\)/);
    expect(statesOf(card)).toEqual(['QUEUED', 'PROCESSING', 'COMPLETED']);
  });

  it('an answer that only the asking person may see: it brings the result itself', async () => {
    const here = place();
    const ada = here.discord.person({ channel: here.channel, forcedEphemeral: true });
    const card = await finished(await ask({ ada }));
    expect(card.visibleTo).toBe(ada.user);
    expect(filesOf(card)).toHaveLength(1);
    expect(here.discord.messages(here.channel)).toEqual([card]);
  });

  it('the token ends while the result is sent with it: a direct message brings it', async () => {
    const here = place(unseen);
    const asked = await running(here);
    const route = new RegExp(`^PATCH .*${asked.token}`);
    const upload = here.discord.fail({ route, status: 401, code: 50027, times: 99 });
    await ended(here);
    upload.lift();
    expect(filesSent(here)).toHaveLength(1);
    expect(filesOf(cardOf(asked))).toEqual([]);
  });
});

describe('a failure', () => {
  it('the card of a job that fails deleted: the person is told in a new message', async () => {
    const here = place();
    // It is first asked about after some 800 ms, and is to be seen at work then.
    harness.fixture.lab.behave({ processingMs: 1_400, fail: 'CUDA out of memory' });
    here.discord.deleteMessage(cardOf(await running(here)));
    await ended(here);
    const [told, ...more] = here.discord.messages(here.channel);
    expect(more).toEqual([]);
    expect(told && textOf(told)).toContain('CUDA out of memory');
    expect(told?.pinged).toEqual([here.ada.user.id]);
  });
});

describe('when a quarter of an hour goes by while a job runs', () => {
  const started = async (here: Conversation) => ({ here, asked: await running(here) });
  let seen: Awaited<ReturnType<typeof started>>;
  let direct: typeof seen;
  let closed: typeof seen;
  let kicked: typeof seen;
  let unanswered: typeof seen;
  beforeAll(async () => {
    const places = [place(), place(unseen), place(unseen), place(), place()] as const;
    places[2].ada.user.acceptsDirectMessages = false;
    // None may be over before the last of them runs, on however slow a machine.
    for (const _ of places) harness.fixture.lab.behave({ processingMs: 2_000 });
    [seen, direct, closed, kicked, unanswered] = await Promise.all([
      started(places[0]),
      started(places[1]),
      started(places[2]),
      started(places[3]),
      started(places[4]),
    ]);
    kicked.here.discord.kickBot(kicked.here.guild);
    const { discord, channel } = unanswered.here;
    // The post is made and its answer lost; until the nonce is forgotten nobody can look for it.
    discord.fail({ route: postIn(channel), cut: true, afterEffect: true });
    discord.fail({ route: `GET /channels/${channel.id}/messages`, status: 503, times: 2 });
    discord.advance(40 * minutes);
    for (const { here } of [seen, direct, closed, kicked]) await endedLater(here);
    await until(() => discord.messages(channel).length === 2);
    discord.advance(10 * minutes);
    await endedLater(unanswered.here);
  });

  it('the card goes on with the bot’s own token', async () => {
    const card = await finished(seen.asked);
    await resultOf(harness.discord, card);
    const edits = harness.discord.log.filter(({ path }) => path.endsWith(`/messages/${card.id}`));
    expect(edits.at(-1)).toMatchObject({ auth: 'bot', status: 200 });
  });

  it('a result for a channel that the bot does not see comes as a direct message', async () => {
    const { here, asked } = direct;
    expect(filesSent(here)).toHaveLength(1);
    await here.ada.press(cardOf(asked), 'Refresh');
    await expect.poll(() => textOf(cardOf(asked)), { interval: 20 }).toContain('as a direct message');
  });

  it('who takes no direct messages gets it with a press of Refresh', async () => {
    const { here, asked } = closed;
    expect((await jobOf(here))?.state).toBe('failed');
    await here.ada.press(cardOf(asked), 'Refresh');
    await until(() => filesOf(cardOf(asked)).length === 1 && !textOf(cardOf(asked)).includes('FAILED'));
    expect(textOf(cardOf(asked))).toContain('16 × 12');
    expect(textOf(cardOf(asked))).not.toContain('could not be handed over');
    expect(statesOf(cardOf(asked)).at(-1)).toBe('COMPLETED');
  });

  it('a bot that was kicked sends it directly', () => {
    expect(filesSent(kicked.here)).toHaveLength(1);
  });

  it('a post whose answer never came is found again, although its nonce is forgotten', async () => {
    const card = await finished(unanswered.asked);
    expect(postsOf(harness.discord, card).map((it) => filesOf(it).length)).toEqual([1]);
  });
});
