/** A platform in memory passes the platform contract and has the whole conversation: what a new one must bring is little. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Found } from '../../src/chat/request.ts';
import type { Person } from '../../src/core/domain/command.ts';
import type { Job } from '../../src/core/domain/job.ts';
import { createLog } from '../../src/core/log.ts';
import { connectRedis } from '../../src/core/store/redis.ts';
import { comparisonsIn, movingIn, movingPicture } from '../helpers/copies.ts';
import { type Fixture, openFixture } from '../helpers/fixture.ts';
import { type Contestant, platformContract } from '../helpers/platform-contract.ts';
import { clip, photo } from '../helpers/sample-media.ts';
import { channelRules } from './channel-rules.ts';
import { conversation } from './conversation.ts';
import type { Answer, Doing, RulesDriver, Sent, Where, Who } from './driver.ts';
import { createSkeleton, type Message } from './skeleton.ts';

/** ms. */
let later = 0;
const clock = () => Date.now() + later;
const prices = [{ model: 'esrgan', price: 9_000 }];
let fixture: Fixture;
let skeleton: ReturnType<typeof createSkeleton>;
/** What happens once between somebody's look at a job and what they decide on it. */
let redis: ReturnType<typeof connectRedis> | undefined;
let whenSeen: (() => Promise<void>) | undefined;
const video: Found = { url: '', name: 'small.mp4', medium: 'video' };
const files: Record<Sent, Found> = {
  picture: { url: '', name: 'small.jpg', medium: 'image' },
  video,
  long: video,
  short: video,
  moving: { url: '', name: 'moving.gif', medium: 'image' },
  broken: { url: '', name: 'broken.jpg', medium: 'image' },
};

const requests = () => ({
  ...fixture.engine,
  view: async (job: Job) => {
    const view = await fixture.engine.view(job);
    const moved = whenSeen;
    whenSeen = undefined;
    await moved?.();
    return view;
  },
});

beforeAll(async () => {
  skeleton = createSkeleton({
    filePath: (name) => join(fixture.folder, 'files', name),
    asMoving: movingIn(() => fixture.folder),
    comparisons: comparisonsIn(() => {
      redis ??= connectRedis(fixture.redisUrl, { log: createLog({ level: 'silent', human: false }) });
      return { folder: fixture.folder, redis, prefix: fixture.prefix };
    }),
    prices,
    clock,
  });
  fixture = await openFixture({
    lab: { processingMs: 400 },
    platforms: [skeleton.platform],
    overrides: { prices, clock },
  });
  await skeleton.platform.start(requests());
  const picture = await photo({ width: 60, height: 40 });
  files.picture.url = await kept('small.jpg', picture);
  files.moving.url = await kept('moving.gif', await movingPicture());
  files.broken.url = await kept('broken.jpg', picture.subarray(0, picture.length / 2));
  const options = { width: 64, height: 48, seconds: 0.5, fps: 8, audio: false };
  files.video.url = pathToFileURL(await clip(fixture.folder, options)).href;
  const limits = { monthly: 'none', jobs_per_person: 'none', confirm_above: 'none' };
  await fixture.engine.credits.setLimits({ ...person({ who: 'admin' }), admin: true }, limits);
});
afterAll(async () => {
  redis?.disconnect();
  await fixture.close();
});

async function kept(name: string, bytes: Buffer): Promise<string> {
  const path = join(fixture.folder, name);
  await writeFile(path, bytes);
  return pathToFileURL(path).href;
}

const person = ({ who, where = 'here' }: Doing): Person => ({
  platform: 'skeleton',
  scope: where === 'elsewhere' ? 'another' : 'home',
  requester: who,
  channel: where,
  ...(where === 'thread' && { above: 'here' }),
  groups: who === 'lead' ? ['leads'] : [],
  admin: who === 'admin',
});
let count = 0;
const doing = ({ who, where = 'here' }: Doing) => {
  const user = person({ who, where });
  const conversation = where === 'direct' ? `direct ${who}` : where;
  const moderates = who === 'mod' && where === 'here';
  count += 1;
  return { key: `done ${count}`, conversation, scope: user.scope, user, moderates };
};

/** Does it, and reads what came of it. */
async function heard(who: Who, work: () => Promise<void>): Promise<Answer> {
  const from = skeleton.messages.length;
  await work();
  const added = skeleton.messages
    .slice(from)
    .filter(({ job, jobs, gone, state }) => !job && !jobs && !gone && !state);
  const text = (all: Message[]) => all.map((it) => it.text).join('\n');
  return {
    toThem: text(added.filter(({ only }) => only === who)),
    toAll: text(added.filter(({ only }) => only === undefined)),
    ...(added.some(({ text }) => text.startsWith('form ')) && { form: true as const }),
    actions: added.flatMap(({ actions }) => [...actions]),
  };
}
const cardOf = (job: string) => skeleton.messages.find((it) => it.job === job && !it.file && !it.gone);
const posted = (job: string) =>
  skeleton.messages.filter((it) => ((it.job === job && it.file) || it.jobs?.includes(job)) && !it.gone);

const emoji = { lens: '🔍', spark: '✨', like: '👍' };
const driver = (): RulesDriver => ({
  emoji,
  ledger: fixture.ledger,
  async post({ file = 'picture', ...it }) {
    let message = '';
    const sent = [file].flat().map((one) => ({ ...files[one], author: it.who }));
    const answer = await heard(it.who, async () => {
      message = await skeleton.post(doing(it), ...sent);
    });
    return { ...answer, message };
  },
  resultOf: (job) => job,
  react: ({ message, emoji: which, off, ...it }) =>
    heard(it.who, async () => {
      await skeleton.react(doing(it), message, emoji[which], off !== true);
    }),
  name: 'skeleton',
  engine: fixture.engine,
  lab: fixture.lab,
  kept: fixture,
  leads: 'leads',
  person,
  say: ({ text, file, author, ...it }) =>
    heard(it.who, () =>
      skeleton.say(
        doing(it),
        text,
        ...[file ?? []].flat().map((one) => ({ ...files[one], author: author ?? it.who })),
      ),
    ),
  press: ({ act, id, argument, text, ...it }) =>
    heard(it.who, () =>
      skeleton.press(doing(it), {
        ...{ act, id },
        ...(argument !== undefined && { argument }),
        ...(text !== undefined && { text }),
      }),
    ),
  states: (job) => skeleton.states.get(job) ?? [],
  card: (job) => cardOf(job)?.text ?? '',
  opening: (job) => cardOf(job)?.opening ?? '',
  standing: (says) =>
    skeleton.messages.flatMap(({ text, only, gone, conversation }) =>
      only === undefined && !gone && conversation === 'here' && text.includes(says) ? [text] : [],
    ),
  actions: (job) => [cardOf(job), ...posted(job)].flatMap((it) => it?.actions ?? []).map(({ act }) => act),
  labels: (job) => posted(job).flatMap(({ actions }) => actions.map(({ label }) => label)),
  files: (job) => posted(job).flatMap(({ file, files = [] }) => file ?? [...files]),
  posted: (job) =>
    posted(job)
      .map(({ text }) => text)
      .join('\n'),
  told: (who) => skeleton.messages.flatMap(({ only, text }) => (only === who ? [text] : [])).join('\n'),
  fetched: () => skeleton.taken(),
  deleteSource: async (job) => skeleton.deleteSource((await fixture.engine.read(job))?.address),
  async later(ms) {
    later += ms;
    await fixture.maintain();
  },
  closeResults: (closed) => {
    skeleton.broken.closed = closed;
  },
  restart: async () => {
    await skeleton.platform.stop();
    await skeleton.platform.start(requests());
  },
  close: () => fixture.close(),
});

const contestant = (): Contestant => ({
  fixture,
  async ask() {
    const it: Doing & { where: Where } = { who: 'bob', where: 'there' };
    await skeleton.say(doing(it), 'upscale x2 png', { ...files.picture, author: 'bob' });
    const [job] = await fixture.engine.jobs(person(it), 1);
    if (!job) throw new Error('no job was made');
    return job;
  },
  seen: async ({ id }) => ({
    states: skeleton.states.get(id) ?? [],
    cards: skeleton.messages.filter((it) => it.job === id && !it.file).length,
    files: posted(id).flatMap(({ file }) => file ?? []),
    lastText: cardOf(id)?.text ?? '',
  }),
  async repeat(job) {
    const { platform } = skeleton;
    const view = await fixture.engine.view(job);
    const { result } = job;
    if (!result) throw new Error('there is no result');
    const delivery = { ...result, path: join(fixture.folder, 'files', result.name), fileName: result.name };
    await platform.deliver(job.address, view, delivery);
    await platform.show(job.address, view);
  },
  breakCard: async () => {
    skeleton.broken.card = true;
  },
  breakPost: async () => {
    skeleton.broken.post = true;
  },
});

describe('the skeleton keeps to the contract of platforms', () => {
  platformContract(contestant);
});

describe('the skeleton’s conversation', () => {
  conversation(driver);
  channelRules(driver);

  it('a video that is too long is run from its beginning, by the button that the refusal brings', async () => {
    const options = { width: 32, height: 24, seconds: 62, fps: 2, audio: false };
    const long = { ...files.video, url: pathToFileURL(await clip(fixture.folder, options)).href };
    const said = await heard('bob', () =>
      skeleton.say(doing({ who: 'bob' }), 'upscale-video', { ...long, author: 'bob' }),
    );
    expect(said.toThem).toContain('takes at most 60 s');
    const [first] = said.actions;
    if (!first) throw new Error('nothing is offered');
    expect(first).toMatchObject({ act: 'retry', label: 'Use the first 60 s for 117.62 credits' });
    await driver().press({ who: 'bob', ...first });
    const [job] = await fixture.engine.jobs(person({ who: 'bob' }), 1);
    const over = await fixture.engine.settled(job?.id ?? '');
    expect(over).toMatchObject({ state: 'done', model: 'flashvsr' });
    expect(over.sourceFile?.seconds).toBeGreaterThan(59);
    expect(over.sourceFile?.seconds).toBeLessThanOrEqual(60);
  });

  it('a GIF that could not be handed over may be asked for again at once', async () => {
    const { say, press, files: handed, closeResults } = driver();
    await say({ who: 'bob', text: 'smooth', file: 'moving' });
    const [job] = await fixture.engine.jobs(person({ who: 'bob' }), 1);
    const { id } = await fixture.engine.settled(job?.id ?? '');
    const asked = { who: 'bob', act: 'moving', id, argument: 'gif' } as const;
    closeResults(true);
    expect((await press(asked)).toThem).toContain('it is closed');
    closeResults(false);
    expect((await press(asked)).toThem).toContain('is being made');
    expect(handed(id)).toHaveLength(2);
    // Until the next minute there is one.
    expect((await press(asked)).toThem).toContain('is made once');
  });

  it('what is posted by itself and fails leaves its job alone, and comes later, once', async () => {
    const { say, files: handed } = driver();
    const bob = person({ who: 'bob' });
    await fixture.engine.comparing.choose(bob, { compare: 'always' });
    skeleton.broken.beside = 1;
    try {
      await say({ who: 'bob', text: 'upscale x2', file: 'picture' });
      const [job] = await fixture.engine.jobs(bob, 1);
      const { id } = await fixture.engine.settled(job?.id ?? '');
      await expect.poll(() => skeleton.broken.beside).toBe(0);
      expect(await fixture.engine.read(id)).toMatchObject({ state: 'done', notified: true });
      expect(handed(id)).toHaveLength(1);
      await expect
        .poll(async () => {
          await fixture.maintain();
          return handed(id).length;
        })
        .toBe(2);
      // A later one is through when all that were wanted before it are.
      await say({ who: 'bob', text: 'upscale x2', file: 'picture' });
      const [later] = await fixture.engine.jobs(bob, 1);
      await fixture.maintain();
      await expect.poll(() => handed(later?.id ?? '').length).toBe(2);
      expect(handed(id)).toHaveLength(2);
    } finally {
      await fixture.engine.comparing.choose(bob, { compare: undefined });
    }
  });

  describe('all of several', () => {
    const names = ['one.jpg', 'two.jpg', 'three.jpg', 'four.jpg', 'five.jpg'];
    const five = () => names.map((name) => ({ ...files.picture, name, author: 'bob' }));
    const limit = (limits: Record<string, string>) =>
      fixture.engine.credits.setLimits({ ...person({ who: 'admin' }), admin: true }, limits);
    const all = (...some: ReturnType<typeof five>) =>
      heard('bob', () => skeleton.say(doing({ who: 'bob', where: 'there' }), 'upscale all', ...some));
    const jobs = async (count: number) => fixture.engine.jobs(person({ who: 'bob' }), count);

    it('run, however many one person may have on the way: the rest waits', async () => {
      await limit({ jobs_per_person: '2' });
      try {
        const before = (await jobs(1)).at(0)?.id;
        expect((await all(...five())).toThem).toBe('');
        const made = await jobs(6);
        expect(made.findIndex(({ id }) => id === before)).toBe(5);
        for (const { id } of made.slice(0, 5)) expect((await fixture.engine.settled(id)).state).toBe('done');
      } finally {
        await limit({ jobs_per_person: 'none' });
      }
    });

    it('of which not all can be paid have one price, of those that can; and what is damaged is named', async () => {
      await limit({ monthly: '1000', per_day: 'none' });
      const { today } = await fixture.engine.credits.statement(person({ who: 'bob' }));
      await limit({ monthly: 'none', per_day: String(today / 1000 + 20) });
      try {
        const [one, two, ...others] = five();
        if (!one || !two) throw new Error('there are no files');
        const said = await all(one, { ...files.broken, author: 'bob' }, two, ...others);
        expect(said.toThem).toMatch(/^Only 2 of the 5 can be paid: .*you may spend [\d.]+ credits a day/m);
        expect(said.toThem).toMatch(/^broken\.jpg: .*damaged/m);
        const [run] = said.actions;
        expect(run).toMatchObject({ act: 'run', label: 'Run 2 for 18 credits' });
        const before = (await jobs(1)).at(0)?.id;
        await driver().press({ who: 'bob', where: 'there', act: 'run', id: run?.id ?? '' });
        const made = await jobs(3);
        expect(made.findIndex(({ id }) => id === before)).toBe(2);
        for (const { id } of made.slice(0, 2)) expect((await fixture.engine.settled(id)).state).toBe('done');
      } finally {
        await limit({ per_day: 'none' });
      }
    });
  });

  it('asks first about a job that was free to cancel when it was looked at, and is not by now', async () => {
    const { say, press } = driver();
    const lift = fixture.lab.fault({ at: 'upload', kind: 'delay', ms: 700 });
    fixture.lab.behave({ processingMs: 600_000 });
    await say({ who: 'ann', text: 'upscale x2', file: 'picture' });
    const [job] = await fixture.engine.jobs(person({ who: 'ann' }), 1);
    if (!job) throw new Error('no job was made');
    const state = async () => (await fixture.engine.read(job.id))?.state;
    whenSeen = () => expect.poll(state).toBe('polling');
    expect((await press({ who: 'ann', act: 'cancel', id: job.id })).toThem).toContain(
      'it still costs up to 9',
    );
    expect((await fixture.engine.read(job.id))?.cancelRequested).toBe(false);
    await press({ who: 'ann', act: 'cancel', id: job.id, argument: 'sure' });
    await fixture.engine.settled(job.id);
    const { toThem } = await press({ who: 'ann', act: 'cancel', id: job.id, argument: 'sure' });
    expect(toThem).toMatch(/^It is over already\. Cancelled.* It cost 9 credits/);
    lift();
  });

  it('shows an admin of another scope nothing', async () => {
    const { say } = driver();
    await say({ who: 'ann', text: 'upscale x2', file: 'picture' });
    const [job] = await fixture.engine.jobs(person({ who: 'ann' }), 1);
    if (!job) throw new Error('no job was made');
    await fixture.engine.settled(job.id);
    const text = `jobs show ${job.id}`;
    expect((await say({ who: 'admin', text })).toThem).toContain('COMPLETED');
    expect((await say({ who: 'admin', where: 'elsewhere', text })).toThem).toBe(
      'This job is no longer known. `jobs` lists yours.',
    );
  });
});
