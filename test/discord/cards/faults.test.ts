/** Requests to Discord that go wrong, with one outcome each: nothing twice, nothing lost, the person told. */
import { join } from 'node:path';
import { REST, Routes } from 'discord.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { commandsFor } from '../../../src/bots/discord/commands/definitions.ts';
import { createDiscord } from '../../../src/bots/discord/index.ts';
import { createLog } from '../../../src/core/log.ts';
import { startLab } from '../../../src/lab/server/server.ts';
import { type Discord, startDiscord } from '../../fakes/discord/discord.ts';
import { filesOf, textOf } from '../../fakes/discord/people/seen.ts';
import { openEngine } from '../../helpers/engine-fixture.ts';
import { temporaryFolder, testRedis } from '../../helpers/fixture.ts';
import { picture, until } from '../../helpers/requests.ts';
import { ask, endedOverPauses, jobOf, openConversation, postIn, running } from '../harness/conversation.ts';
import {
  cardOf,
  finished,
  type Harness,
  openHarness,
  postsOf,
  resultOf,
  statesOf,
} from '../harness/harness.ts';

const links = { publicUrl: 'https://pictures.example', secret: Buffer.alloc(32, 1) };
let harness: Harness;
/** The owner has named an address for links. */
let isPublic = false;
beforeAll(async () => {
  // Long enough for something to happen while a job runs.
  harness = await openHarness({
    processingMs: 900,
    overrides: { links },
    requests: (engine) => ({
      ...engine,
      links: { ...engine.links, to: async (job) => (isPublic ? engine.links.to(job) : undefined) },
    }),
  });
});
afterAll(() => harness.close());
afterEach(() => {
  expect(harness.discord.violations).toEqual([]);
});
const place = (given?: Parameters<typeof openConversation>[1]) => openConversation(harness, given);

describe.concurrent('requests that go wrong', () => {
  it('429 on an edit: the card waits and is right in the end', async () => {
    const here = place();
    const asked = await ask(here);
    const route = new RegExp(`^PATCH .*${asked.token}`);
    const fault = here.discord.fail({ route, status: 429, retryAfter: 0.2, times: 2 });
    const card = await finished(asked);
    expect(fault.met()).toBe(2);
    await resultOf(here.discord, card);
  });

  it('a 5xx after the post was made: it is not made again', async () => {
    const here = place();
    const fault = here.discord.fail({ route: postIn(here.channel), status: 502, afterEffect: true });
    const card = await finished(await ask(here));
    expect(fault.met()).toBe(1);
    expect(filesOf(await resultOf(here.discord, card))).toHaveLength(1);
  });

  it('a file that Discord does not hand over at first, and a first post that fails: both are asked for again', async () => {
    const { channel, ada, discord } = place();
    const lost = discord.fail({ route: new RegExp(`^GET /attachments/${channel.id}/`), status: 503 });
    const cut = discord.fail({ route: new RegExp(`^GET /attachments/${channel.id}/`), cut: true });
    // More often than the library tries by itself, and the last one was posted.
    const posts = discord.fail({ route: postIn(channel), status: 502, times: 3 });
    const answered = discord.fail({ route: postIn(channel), status: 502, afterEffect: true });
    const bytes = await picture();
    const file = { name: 'a.jpg', bytes };
    await ada.post({ content: `<@${discord.bot.id}> upscale x2`, attachments: [file] });
    const said = () => discord.messages(channel).filter((it) => it.author === discord.bot);
    await until(() => said().some((it) => filesOf(it).length > 0));
    expect([lost, cut, posts, answered].map((it) => it.met())).toEqual([1, 1, 3, 1]);
    expect(said()).toHaveLength(2);
  });

  it('413 on an upload: it is said, that size is not tried again, the original is a press away, by a link at the least', async () => {
    const here = place();
    const { guild, channel, ada, discord } = here;
    // Discord says ten mebibytes and takes less.
    guild.uploadLimit = 100;
    const post = await resultOf(discord, await finished(await ask(here)));
    expect(filesOf(post)).toEqual([]);
    expect(textOf(post)).toMatch(/The result has \d+ bytes, more than the \d+ bytes that can be posted here/);
    const refused = () =>
      discord.log.filter((it) => it.status === 413 && it.path.includes(channel.id)).length;
    expect(refused()).toBe(1);
    await finished(await ask({ ada: discord.person({ channel }) }));
    expect(refused()).toBe(1);
    const original = async (told?: { toldUploadLimit: number }) => {
      // Two people: pressed twice by one, it might be a double press.
      const bob = discord.person({ channel, ...told });
      bob.user.uploadLimit = 100;
      const pressed = await bob.press(post, 'Get original');
      await until(() => pressed.response() !== undefined && textOf(cardOf(pressed)) !== '');
      return textOf(cardOf(pressed));
    };
    expect(await original()).toMatch(/^The original has .* has not set `PUBLIC_URL`/);
    isPublic = true;
    // Where Discord takes less than it says, too.
    expect(await original({ toldUploadLimit: 10_000_000 })).toMatch(
      /^The original has .*\n.*\[a-2x\.png, .*\]\(https:\/\/pictures\.example\/files\/[\w/-]+\/a-2x\.png\)\. It works until <t:\d+:f>/,
    );
    guild.uploadLimit = 10_000_000;
    const pressed = await ada.press(post, 'Get original');
    await until(() => pressed.response() !== undefined && filesOf(cardOf(pressed)).length === 1);
    expect(cardOf(pressed).visibleTo).toBe(ada.user);
  });

  it.each([
    { what: 'a 5xx after an album was posted', fault: { status: 502, afterEffect: true }, messages: 1 },
    // Discord takes less than it says: none is made smaller, so they go in several messages.
    { what: '413 on an album', fault: { status: 413 }, messages: 3 },
  ])('$what: each result is there once, and its person is told once', async ({ fault, messages }) => {
    const { channel, ada, discord } = place();
    const set = discord.fail({ route: postIn(channel), uploads: true, ...fault });
    const bytes = await picture();
    const [image, b] = [
      { name: 'a.jpg', bytes },
      { name: 'b.jpg', bytes },
    ];
    await ada.slash('upscale', { image, image2: b, image3: b, scale: 2, output_format: 'png' });
    const posts = () => discord.messages(channel).filter((it) => filesOf(it).length > 0);
    await until(() => posts().flatMap(filesOf).length === 3 && posts().length === messages);
    expect(set.met()).toBe(1);
    const names = posts().flatMap((it) => filesOf(it).map(({ name }) => name));
    expect(names).toEqual(
      messages === 1 ? ['a-2x.png', 'b-2x.png', 'b-2x-2.png'] : ['a-2x.png', 'b-2x.png', 'b-2x.png'],
    );
    expect(posts().flatMap(({ pinged }) => pinged)).toEqual([ada.user.id]);
    expect(posts().map(textOf).join()).toContain('b-2x.png, of b.jpg');
    const [card, ...more] = discord.messages(channel).filter((it) => filesOf(it).length === 0);
    if (!card || more.length > 0) throw new Error(`there are ${1 + more.length} cards`);
    await until(() => statesOf(card).at(-1) === 'COMPLETED');
  });

  it('AutoMod refuses the card and the result: both come without what people wrote', async () => {
    const here = place();
    here.discord.refuseText('plan');
    here.ada.user.acceptsDirectMessages = false;
    const asked = await withWords(here);
    const card = await finished(asked);
    const post = await resultOf(here.discord, card);
    expect(filesOf(post)).toMatchObject([{ alt: expect.not.stringContaining('plan') }]);
    for (const said of [post, card]) expect(textOf(said)).not.toMatch(/plan|Creativity/);
  });
});

describe.concurrent('each in a Discord of its own, but the first', () => {
  it('a gateway that is cut stops no job, and afterwards people are heard again', async () => {
    const here = place();
    const asked = await running(here);
    here.discord.cutGateway(700, 'hold');
    await resultOf(here.discord, await finished(asked));
    await resultOf(here.discord, await finished(await ask(here)));
  });

  it('a restart in the middle of a job goes on with the same card; a process without the gateway brings the results, be it alone or beside one that only hears people', async ({
    onTestFinished,
  }) => {
    const discord = await startDiscord();
    const folder = await temporaryFolder();
    const redis = await testRedis();
    const lab = await startLab({ dataDir: join(folder.path, 'lab'), queuedMs: 20, processingMs: 1_000 });
    const processes = new Set<() => Promise<void>>();
    onTestFinished(async () => {
      for (const stop of processes) await stop();
      for (const each of [lab, redis, discord]) await each.close();
      await folder.remove();
    });
    const rest = new REST({ api: discord.url }).setToken(discord.token);
    await rest.put(Routes.applicationCommands(discord.applicationId), { body: commandsFor() });
    /** One process; `stop` ends it as SIGTERM would. */
    const begin = async ({ gateway, work }: { gateway: boolean; work: boolean }) => {
      const platform = createDiscord({
        token: discord.token,
        apiUrl: discord.url,
        log: createLog({ level: 'silent', human: false }),
        clock: discord.now,
        filePath: (name) => join(folder.path, 'files', name),
        maxFileBytes: 1_000_000,
        prices: [],
        dedupe: async () => true,
        gateway,
      });
      const labUrl = lab.url;
      const overrides = { clock: discord.now };
      const options = { redisUrl: redis.url, labUrl, folder: folder.path, platforms: [platform] };
      const { engine, close } = await openEngine({ ...options, prefix: 'restart', overrides, work });
      await platform.start(engine);
      const stop = async () => {
        processes.delete(stop);
        await platform.stop();
        await close();
      };
      processes.add(stop);
      return { stop };
    };

    const first = await begin({ gateway: true, work: true });
    const here = { discord, ada: discord.person() };
    const asked = await running(here);
    await first.stop();
    const before = discord.log.length;
    await begin({ gateway: false, work: true });
    const card = await finished(asked);
    const post = await resultOf(discord, card);
    expect(filesOf(post)).toHaveLength(1);
    expect(statesOf(card)).toEqual(['QUEUED', 'PROCESSING', 'COMPLETED']);
    expect(discord.log.slice(before).some(({ path }) => path.includes('/gateway'))).toBe(false);

    // One hears people, the other works.
    await begin({ gateway: true, work: false });
    const next = await finished(await ask(here));
    expect(statesOf(next)).toEqual(['QUEUED', 'PROCESSING', 'COMPLETED']);
    expect(filesOf(await resultOf(discord, next))).toHaveLength(1);
    expect(discord.violations).toEqual([]);
  });

  it('a card that only its token reaches says before that ends, until when, and goes on by Refresh', async ({
    onTestFinished,
  }) => {
    const own = await openHarness({ processingMs: 600_000 });
    onTestFinished(() => own.close());
    const { discord } = own;
    const here = openConversation(own, { botPermissions: 32_768n });
    const asked = await running(here);
    const card = cardOf(asked);
    expect(textOf(card)).not.toContain('press Refresh');
    discord.advance(12.5 * 60_000);
    await until(() => textOf(card).includes('press Refresh'));
    expect(textOf(card)).toMatch(/I cannot change this message after <t:\d+:R>: then press Refresh/);
    discord.advance(10 * 60_000);
    await here.ada.press(card, 'Refresh');
    await until(() => !textOf(card).includes('press Refresh'));
    const { followUps } = await here.ada.press(card, 'Cancel…');
    await until(() => followUps.length > 0);
    await Promise.all(followUps.map((question) => here.ada.press(question, 'Cancel all the same')));
    await finished(asked, 'CANCELLED');
    expect(discord.violations).toEqual([]);
  });
});

/** A picture with a name and settings, which are words of the person's, while Discord refuses what is posted. */
async function withWords({ ada }: Pick<ReturnType<typeof openConversation>, 'ada'>) {
  const image = { name: 'plan.jpg', bytes: await picture() };
  return ada.slash('clarity', { image, scale_factor: 2, creativity: 5 });
}

describe('a post that is refused again and again', () => {
  it('comes without people’s words, and so does its card; then the file alone, once', async ({
    onTestFinished,
  }) => {
    const own = await openHarness({ processingMs: 100, overrides: { links } });
    onTestFinished(() => own.close());
    const { discord } = own;
    const here = openConversation(own);
    const route = postIn(here.channel);
    const refusals = discord.fail({ route, status: 500, times: 3 });
    const asked = await withWords(here);
    await endedOverPauses(here);
    expect(refusals.met()).toBe(3);
    const neutral = await resultOf(discord, await finished(asked));
    expect(filesOf(neutral)).toHaveLength(1);
    // Nor with a link, which may be what is refused.
    for (const said of [neutral, cardOf(asked)]) expect(textOf(said)).not.toMatch(/plan|Creativity|\/view\//);

    const there = openConversation(own);
    const again = { route: postIn(there.channel) };
    const more = discord.fail({ ...again, status: 400, code: 50_109, times: 4 });
    // Its answer is lost: what was posted alone is known again by its name.
    const lost = discord.fail({ ...again, status: 502, afterEffect: true });
    const next = await withWords(there);
    await endedOverPauses(there);
    expect([more.met(), lost.met()]).toEqual([4, 1]);
    const bare = postsOf(discord, await finished(next));
    expect(bare.map((post) => [filesOf(post).length, textOf(post)])).toEqual([[1, '']]);
    expect((await jobOf(there))?.state).toBe('done');
    expect(discord.violations).toEqual([]);
  });

  it('is a card, too: its end is said without people’s words', async ({ onTestFinished }) => {
    const own = await openHarness({ processingMs: 100 });
    onTestFinished(() => own.close());
    const { discord } = own;
    const here = openConversation(own);
    const asked = await withWords(here);
    const card = await finished(asked, 'PROCESSING');
    const refusals = discord.fail({ route: /^PATCH /, status: 500, times: Number.POSITIVE_INFINITY });
    const ending = endedOverPauses(here);
    await until(async () => ((await jobOf(here))?.refusals ?? 0) >= 3);
    refusals.lift();
    await ending;
    expect(statesOf(card).at(-1)).toBe('COMPLETED');
    expect(textOf(card)).not.toMatch(/plan|Creativity/);
  });
});

// The clock is moved here: nothing else may be under way in this room.
describe('the gateway cut for 30 s', () => {
  it('stops no job, and people are heard again by a new session', async () => {
    const here = place();
    const { discord } = here;
    const { identify, resume } = discord.gateway.counts;
    const asked = await running(here);
    discord.cutGateway(30_000);
    await resultOf(discord, await finished(asked));
    await until(() => discord.gateway.counts.refused > 0);
    expect(discord.gateway.counts).toMatchObject({ identify, resume });
    // Only now is the gateway to be had again.
    discord.advance(30_000);
    await until(() => discord.gateway.counts.identify > identify && discord.gateway.sessions.some(isReady));
    const card = await finished(await ask(here));
    expect(filesOf(await resultOf(discord, card))).toHaveLength(1);
    expect(postsOf(discord, cardOf(asked))).toHaveLength(1);
  });
});

const isReady = ({ socket, sent }: Discord['gateway']['sessions'][number]) =>
  socket !== undefined && sent.some(({ t }) => t === 'READY');
