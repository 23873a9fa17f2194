/**
 * kill -9 at every point between an intent, its effect and its record; then a restart. What is checked is what others
 * saw: the lab's list of jobs it took on, and the chat's list of visible posts. The lab and the chat delay their
 * answers, so that there is time to die between an effect and the answer.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '../../../src/core/domain/command.ts';
import type { Job } from '../../../src/core/domain/job.ts';
import { type Lab, startLab } from '../../../src/lab/server/server.ts';
import { openEngine } from '../../helpers/engine-fixture.ts';
import { mistakesInBooks, temporaryFolder, testRedis } from '../../helpers/fixture.ts';
import { streamOf } from '../../helpers/requests.ts';
import { compiled } from '../../run/programs.ts';
import type { Trial } from './kill-worker.ts';

/** More of them by KILL_TRIALS, for a night. */
const trialsPerPoint = Number(process.env.KILL_TRIALS ?? 1);
/** The naive one fails every time, so fewer will do. */
const naiveTrialsPerPoint = 1;

/** Only between the intent and the recorded answer may the outcome be unknown. */
const points: { point: string; afterMs?: number; mayBeUncertain?: true; requests?: true }[] = [
  { point: 'about to reserve', requests: true },
  { point: 'reserved', requests: true },
  { point: 'source kept' },
  { point: 'source handed over' },
  { point: 'queued' },
  { point: 'intent written', mayBeUncertain: true },
  { point: 'intent written', afterMs: 20, mayBeUncertain: true },
  { point: 'submit answered', mayBeUncertain: true },
  { point: 'submit recorded' },
  { point: 'completed seen' },
  { point: 'completed recorded' },
  { point: 'result kept' },
  { point: 'result recorded' },
  { point: 'about to post' },
  { point: 'numbered' },
  { point: 'posted' },
  { point: 'post recorded' },
  { point: 'notified' },
];

const worker = await compiled(new URL('./kill-worker.ts', import.meta.url));
const children = new Set<ChildProcess>();

function spawn(): ChildProcess {
  // It lives for a second or two: what optimising its code takes is never got back.
  const child = fork(worker, { execArgv: ['--no-opt'] });
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

/** Resolves with what the child says next, or with the signal that ended it. */
async function answer(child: ChildProcess): Promise<string> {
  const listening = new AbortController();
  const { signal } = listening;
  const said = once(child, 'message', { signal }).then(([message]) => String(message));
  const ended = once(child, 'exit', { signal }).then(([code, reason]) => String(reason ?? code));
  const first = await Promise.race([said, ended]);
  listening.abort();
  await Promise.allSettled([said, ended]);
  return first;
}

/** A chat on loopback that other processes post to: it keeps what people would see. */
type Chat = {
  url: string;
  /** Visible posts per job; a nonce that was seen before makes no second one, as on a real platform. */
  posts: Map<string, number>;
  /** The last state of each job's card. */
  cards: Map<string, string>;
  close(): Promise<void>;
};

/** @param delayMs before every answer, so that a process can die between a post and its answer. */
async function startChat(delayMs = 0): Promise<Chat> {
  const posts = new Map<string, number>();
  const cards = new Map<string, string>();
  const nonces = new Set<string>();
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://chat');
    const [, kind, id = ''] = pathname.split('/');
    const nonce = searchParams.get('nonce');
    request.resume().on('end', () => {
      if (kind === 'cards') cards.set(id, searchParams.get('state') ?? '');
      else if (nonce === null || !nonces.has(nonce))
        for (const each of id.split('+')) posts.set(each, (posts.get(each) ?? 0) + 1);
      if (nonce !== null) nonces.add(nonce);
      setTimeout(() => response.end('{}'), delayMs);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posts,
    cards,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

let redis: Awaited<ReturnType<typeof testRedis>>;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let lab: Lab;
let chat: Chat;
let photo: Buffer;

beforeAll(async () => {
  redis = await testRedis();
  folder = await temporaryFolder();
  lab = await startLab({ dataDir: join(folder.path, 'lab'), replyDelayMs: 40, balance: 1_000_000 });
  chat = await startChat(40);
  photo = await sharp({ create: { width: 16, height: 12, channels: 3, background: '#a52' } })
    .jpeg()
    .toBuffer();
  lab.behave({ instead: { bytes: photo, type: 'image/jpeg' } }, { jobs: Number.POSITIVE_INFINITY });
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await chat.close();
  await lab.close();
  await redis.close();
  await folder.remove();
});

type Outcome = {
  job: Job | undefined;
  died: string;
  submits: number;
  posts: number;
  /** What is wrong with the person's account. */
  mistakes: string[];
  card: string | undefined;
};

/** What is wrong with how a trial ended, by what the lab and the chat saw. */
function violations({ job, submits, posts, card, mistakes }: Outcome, mayBeUncertain: boolean): string[] {
  const wrong = [...mistakes];
  if (submits > 1) wrong.push(`${submits} submits`);
  if (posts > 1) wrong.push(`${posts} posts`);
  if (!job) return wrong;
  const expected =
    job.state === 'uncertain'
      ? { posts: 0, hold: 'released', card: 'FAILED' }
      : { posts: 1, hold: 'settled', card: 'COMPLETED' };
  if (job.state !== 'done' && !(mayBeUncertain && job.state === 'uncertain'))
    wrong.push(`ended ${job.state}`);
  if (posts !== expected.posts) wrong.push(`${posts} posts when ${job.state}`);
  if (job.hold !== expected.hold) wrong.push(`price ${job.hold} when ${job.state}`);
  const charged = job.hold === 'settled' ? 168_400 : 0;
  if (job.charged !== charged) wrong.push(`${job.charged} charged when ${job.state}`);
  if (card !== expected.card) wrong.push(`card ${card} when ${job.state}`);
  return wrong;
}

let count = 0;
/** A real Redis may hold earlier runs. */
const run = randomUUID();

/** One trial: a worker dies at the point, another finishes what it left. */
async function trial(
  engine: Trial['engine'],
  kill: { point: string; afterMs?: number; requests?: true },
  recoverer: ChildProcess,
  victim: ChildProcess,
): Promise<Outcome> {
  count += 1;
  const prefix = `${run}-${count}`;
  const place = { redisUrl: redis.url, labUrl: lab.url, folder: join(folder.path, prefix), prefix };
  const client = await openEngine({ ...place, platforms: [], work: false });
  let id = prefix;
  let request: { command?: Command } = {};
  if (engine === 'ours') {
    const stored = await client.engine.keep(
      (async function* () {
        yield photo;
      })(),
    );
    const source = { kind: 'stored', ...stored } as const;
    const command = { platform: 'chat', address: null, scope: 's', requester: prefix, model: 'clarity' };
    // Enough earlier runs for the engine to know that asking after half a second is worth it.
    const known = Array.from({ length: 30 }, () =>
      client.store.addRun('lab clarityai-flux-upscaler', { ms: 300 }),
    );
    await Promise.all(known);
    // The prompt tells the lab's list whose submit it was.
    const whole = { ...command, settings: { prompt: prefix }, key: prefix, source };
    if (kill.requests) request = { command: whole };
    else id = (await client.engine.submit(whole)).id;
  }
  const order: Trial = { engine, id, ...place, chatUrl: chat.url, ...request };
  victim.send({ ...order, ...kill });
  const died = await answer(victim);
  recoverer.send(order);
  const finished = await answer(recoverer);
  if (finished !== 'over') throw new Error(`the restart did not finish: ${finished}`);
  if (kill.requests) id = (await client.store.jobsOf('s', prefix, 2)).join(' ');
  const job = await client.engine.read(id);
  const mistakes =
    engine === 'ours' ? await mistakesInBooks(client.ledger, [{ scope: 's', requester: prefix }]) : [];
  if (job?.state === 'done') {
    const numbers = (await client.engine.versions.of(job))?.versions.map(({ number }) => number) ?? [];
    if (numbers.join() !== 'v1') mistakes.push(`numbers ${numbers.join()}`);
  }
  await client.close();
  const submits = lab.submits().filter(({ body }) => body.prompt === prefix).length;
  return { job, died, submits, mistakes, posts: chat.posts.get(id) ?? 0, card: chat.cards.get(id) };
}

/** Runs trials a few at a time; each lane has a recoverer of its own and a victim warming up for the next trial. */
async function inLanes<T extends object>(
  trials: readonly T[],
  run: (trial: T, recoverer: ChildProcess, victim: ChildProcess) => Promise<void>,
  lanes = 4,
) {
  const left = [...trials];
  const lane = async () => {
    const recoverer = spawn();
    await answer(recoverer);
    let next = left.shift();
    let victim = next && spawn();
    while (next && victim) {
      await answer(victim);
      const following = left.shift();
      const warming = following && spawn();
      await run(next, recoverer, victim);
      next = following;
      victim = warming;
    }
    // Nothing that a stopped engine leaves open may keep a process alive.
    recoverer.disconnect();
    await once(recoverer, 'exit');
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

const repeated = <T>(items: readonly T[], times: number) => Array.from({ length: times }, () => items).flat();

describe('kill -9 and a restart', () => {
  it(
    'ends every job once, with at most one submit, whatever point the process died at',
    async () => {
      const wrong: string[] = [];
      const uncertain = new Map<string, number>();
      let killed = 0;
      await inLanes(repeated(points, trialsPerPoint), async (kill, recoverer, victim) => {
        const outcome = await trial('ours', kill, recoverer, victim);
        if (outcome.died === 'SIGKILL') killed += 1;
        const name = `${kill.point}${kill.afterMs === undefined ? '' : ` + ${kill.afterMs} ms`}`;
        if (outcome.job?.state === 'uncertain') uncertain.set(name, (uncertain.get(name) ?? 0) + 1);
        if (kill.requests && !outcome.job) wrong.push(`${name}: not one job`);
        for (const violation of violations(outcome, kill.mayBeUncertain === true))
          wrong.push(`${name}: ${violation}`);
      });
      console.log(
        `${killed} kills at ${points.length} points; uncertain: ${JSON.stringify(Object.fromEntries(uncertain))}`,
      );
      expect(wrong).toEqual([]);
      // Every trial really died where it should: a suite whose processes live proves nothing.
      expect(killed).toBe(points.length * trialsPerPoint);
    },
    200_000 * trialsPerPoint,
  );

  it('makes, pays and posts each of a batch once, and all in one message, wherever it died', async () => {
    const wrong: string[] = [];
    const points = ['one of a batch made', 'about to post', 'posted', 'post recorded'];
    await inLanes(
      points.map((point) => ({ point })),
      async (kill, recoverer, victim) => {
        count += 1;
        const prefix = `${run}-${count}`;
        const place = { redisUrl: redis.url, labUrl: lab.url, folder: join(folder.path, prefix), prefix };
        const client = await openEngine({ ...place, platforms: [], work: false });
        const one = async () => ({
          ...{ model: 'clarity', settings: { prompt: prefix }, address: null },
          source: { kind: 'stored', ...(await client.engine.keep(streamOf(photo))) } as const,
        });
        const who = { platform: 'chat', scope: 's', requester: prefix };
        const batch = { ...who, key: prefix, items: await Promise.all([one(), one(), one()]) };
        const order: Trial = { engine: 'ours', id: prefix, ...place, chatUrl: chat.url, batch };
        victim.send({ ...order, ...kill });
        const died = await answer(victim);
        recoverer.send(order);
        const ended = await answer(recoverer);
        const ids = await client.store.jobsOf('s', prefix, 10);
        const jobs = await Promise.all(ids.map((id) => client.engine.read(id)));
        const seen = {
          died,
          ended,
          states: jobs.map((job) => job?.state),
          posts: ids.map((id) => chat.posts.get(id)),
          submits: lab.submits().filter(({ body }) => body.prompt === prefix).length,
          mistakes: await mistakesInBooks(client.ledger, [{ scope: 's', requester: prefix }]),
        };
        await client.close();
        const right = {
          ...{ died: 'SIGKILL', ended: 'over', submits: 3, mistakes: [] },
          ...{ states: ['done', 'done', 'done'], posts: [1, 1, 1] },
        };
        if (JSON.stringify(seen) !== JSON.stringify({ ...seen, ...right }))
          wrong.push(`${kill.point}: ${JSON.stringify(seen)}`);
      },
      2,
    );
    expect(wrong).toEqual([]);
  }, 100_000);

  it('buys no step of a recipe twice and goes on with the next by itself, wherever it died', async () => {
    const wrong: string[] = [];
    const points: { point: string; nth?: number; mayBeUncertain?: true }[] = [
      { point: 'reserved' },
      { point: 'step recorded' },
      { point: 'step begun' },
      { point: 'submit answered', nth: 2, mayBeUncertain: true },
      { point: 'result recorded', nth: 3 },
      { point: 'posted' },
    ];
    await inLanes(points, async (kill, recoverer, victim) => {
      count += 1;
      const prefix = `${run}-${count}`;
      const place = { redisUrl: redis.url, labUrl: lab.url, folder: join(folder.path, prefix), prefix };
      const client = await openEngine({ ...place, platforms: [], work: false });
      const source = { kind: 'stored', ...(await client.engine.keep(streamOf(photo))) } as const;
      const known = Array.from({ length: 30 }, () =>
        client.store.addRun('lab clarityai-flux-upscaler', { ms: 300 }),
      );
      await Promise.all(known);
      const step = { model: 'clarity', settings: { prompt: prefix } };
      const who = { platform: 'chat', scope: 's', requester: prefix };
      const recipe = { ...who, key: prefix, address: null, steps: [step, step, step], source };
      const order: Trial = { engine: 'ours', id: prefix, ...place, chatUrl: chat.url, recipe };
      victim.send({ ...order, ...kill });
      const died = await answer(victim);
      recoverer.send(order);
      const ended = await answer(recoverer);
      const [last] = await client.engine.jobs({ ...who }, 1);
      const { jobs = [] } = (await client.engine.batch(last?.id ?? '')) ?? {};
      const seen = {
        died,
        ended,
        states: jobs.map(({ state }) => state),
        posts: jobs.map(({ id }) => chat.posts.get(id) ?? 0),
        card: chat.cards.get(last?.id ?? ''),
        submits: lab.submits().filter(({ body }) => body.prompt === prefix).length,
        charged: jobs.map(({ charged }) => charged),
        mistakes: await mistakesInBooks(client.ledger, [{ scope: 's', requester: prefix }]),
      };
      await client.close();
      const isUnsure = kill.mayBeUncertain && seen.states[1] === 'uncertain';
      const right = {
        ...{ died: 'SIGKILL', ended: 'over', submits: isUnsure ? 2 : 3, mistakes: [] },
        states: isUnsure ? ['done', 'uncertain', 'cancelled'] : ['done', 'done', 'done'],
        posts: isUnsure ? [0, 0, 0] : [0, 0, 1],
        card: isUnsure ? 'FAILED' : 'COMPLETED',
        charged: isUnsure ? [168_400, 0, 0] : [168_400, 168_400, 168_400],
      };
      if (JSON.stringify(seen) !== JSON.stringify({ ...seen, ...right }))
        wrong.push(`${kill.point}: ${JSON.stringify(seen)}`);
    });
    expect(wrong).toEqual([]);
  }, 200_000);

  it('buys no finished step again where it died while a recipe was resumed', async () => {
    const wrong: string[] = [];
    const points = ['about to reserve', 'reserved', 'step recorded'];
    const trials = points.map((point) => ({ point }));
    await inLanes(
      trials,
      async (kill, recoverer, victim) => {
        count += 1;
        const prefix = `${run}-${count}`;
        const place = { redisUrl: redis.url, labUrl: lab.url, folder: join(folder.path, prefix), prefix };
        const client = await openEngine({ ...place, platforms: [], work: false });
        const source = { kind: 'stored', ...(await client.engine.keep(streamOf(photo))) } as const;
        const step = { model: 'clarity', settings: { prompt: prefix } };
        const who = { platform: 'chat', scope: 's', requester: prefix };
        const limits = { monthly: 'none', confirm_above: 'none' };
        await client.engine.credits.setLimits({ ...who, requester: 'eve', admin: true }, limits);
        const recipe = { ...who, key: prefix, address: null, steps: [step, step, step], source };
        const asked = await client.engine.recipes.request(recipe);
        const batch = 'job' in asked ? asked.job.id : '';
        const [first, second] = (await client.engine.batch(batch))?.jobs ?? [];
        await client.engine.cancel(second?.id ?? '');
        const order: Trial = { engine: 'ours', id: batch, ...place, chatUrl: chat.url };
        // The first step is done, and the last one has ended with the one that was given up.
        const stopped: string[] = [];
        for (const id of [first?.id ?? '', batch]) {
          recoverer.send({ ...order, id });
          stopped.push(await answer(recoverer));
        }
        const resume = { ...who, key: `${prefix} again`, address: null, batch };
        victim.send({ ...order, resume, ...kill });
        const died = await answer(victim);
        recoverer.send({ ...order, resume });
        const ended = await answer(recoverer);
        const ids = await client.store.jobsOf('s', prefix, 9);
        const last = ids.find((id) => id !== batch) ?? '';
        const { jobs = [] } = (await client.engine.batch(last)) ?? {};
        const seen = {
          ...{ stopped, died, ended, cards: ids.length },
          states: jobs.map(({ state }) => state),
          charged: jobs.map(({ charged }) => charged),
          posts: chat.posts.get(last),
          submits: lab.submits().filter(({ body }) => body.prompt === prefix).length,
          mistakes: await mistakesInBooks(client.ledger, [{ scope: 's', requester: prefix }]),
        };
        await client.close();
        const right = {
          ...{ stopped: ['over', 'over'], died: 'SIGKILL', ended: 'over', cards: 2, posts: 1, submits: 3 },
          states: ['done', 'done', 'done'],
          charged: [168_400, 168_400, 168_400],
          mistakes: [],
        };
        if (JSON.stringify(seen) !== JSON.stringify({ ...seen, ...right }))
          wrong.push(`${kill.point}: ${JSON.stringify(seen)}`);
      },
      2,
    );
    expect(wrong).toEqual([]);
  }, 200_000);

  it('is able to fail: a plain BullMQ processor pays twice or posts twice at the same points', async () => {
    const found = new Map<string, number>();
    const naivePoints = [{ point: 'submit answered' }, { point: 'posted' }];
    await inLanes(
      repeated(naivePoints, naiveTrialsPerPoint),
      async (kill, recoverer, victim) => {
        const outcome = await trial('naive', kill, recoverer, victim);
        if (violations(outcome, false).length > 0) found.set(kill.point, (found.get(kill.point) ?? 0) + 1);
      },
      2,
    );
    const everywhere = Object.fromEntries(naivePoints.map(({ point }) => [point, naiveTrialsPerPoint]));
    expect(Object.fromEntries(found)).toEqual(everywhere);
  }, 100_000);
});
