/**
 * A process of the kill suite. It is told of one trial at a time over IPC, works on it with the real engine (or with
 * the naive one), and kills itself with SIGKILL at the point the trial names; without a point it works to the end.
 */
import { Queue, QueueEvents, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { BatchCommand } from '../../../src/core/domain/asked/batch.ts';
import type { RecipeCommand, Resumption } from '../../../src/core/domain/asked/recipe.ts';
import type { Command } from '../../../src/core/domain/command.ts';
import type { Engine } from '../../../src/core/jobs/engine.ts';
import type { Answer } from '../../../src/core/ports/engine.ts';
import type { Platform } from '../../../src/core/ports/platform.ts';
import { segmindProvider } from '../../../src/core/provider/provider.ts';
import { openEngine, testTimings } from '../../helpers/engine-fixture.ts';

export type Trial = {
  engine: 'ours' | 'naive';
  id: string;
  prefix: string;
  folder: string;
  redisUrl: string;
  labUrl: string;
  chatUrl: string;
  /** The checkpoint to die at; `afterMs` later, if given. */
  point?: string;
  afterMs?: number;
  /** Not when it comes there first, but the so manieth time. */
  nth?: number;
  /** Given: the request itself is made here, by the one that dies and then again as the chat delivers it again. */
  command?: Command;
  /** The same for several at once. */
  batch?: BatchCommand;
  /** The same for steps one after the other. */
  recipe?: RecipeCommand;
  /** The same for what is left of them. */
  resume?: Resumption;
};

const die = () => process.kill(process.pid, 'SIGKILL');

// A submit may be given up by its time only where the process died: beside a whole suite one took more than two seconds.
const timings = { ...testTimings, leaseMs: 1000, submitMs: 10_000, claimMs: 1000 };

function chatPlatform(chatUrl: string): Platform {
  const post = async (path: string) => {
    const response = await fetch(`${chatUrl}${path}`, { method: 'POST' });
    await response.text();
  };
  return {
    name: 'chat',
    limits: { jobs_per_person: 1, monthly: null, confirm_above: null },
    start: async () => {},
    stop: async () => {},
    show: (_address, view) => post(`/cards/${view.id}?state=${view.state}`),
    deliver: (_address, view) => post(`/posts/${view.id}?nonce=${view.id}`),
    deliverAll(_address, _view, results) {
      const jobs = results.map(({ view }) => view.id);
      return post(`/posts/${jobs.join('+')}?nonce=${jobs[0]}`);
    },
  };
}

async function run(trial: Trial): Promise<void> {
  let left = trial.nth ?? 1;
  const checkpoint = (name: string) => {
    if (name !== trial.point) return;
    left -= 1;
    if (left > 0) return;
    if (trial.afterMs === undefined) die();
    else setTimeout(die, trial.afterMs);
  };
  if (trial.engine === 'naive') return runNaive(trial, checkpoint);
  const { redisUrl, labUrl, folder, prefix } = trial;
  // A job waits in the line only where the provider takes no more.
  const full = trial.point === 'queued' && { jobsAtProvider: 0 };
  const overrides = { checkpoint, timings, ...full };
  const fixture = await openEngine({
    redisUrl,
    labUrl,
    folder,
    prefix,
    platforms: [chatPlatform(trial.chatUrl)],
    overrides,
  });
  const { batch, recipe, resume } = trial;
  if (batch) await allOf(fixture.engine, (engine) => engine.requestBatch(batch));
  else if (recipe) await allOf(fixture.engine, (engine) => engine.recipes.request(recipe));
  else if (resume) await allOf(fixture.engine, (engine) => engine.recipes.resume(resume));
  else {
    const { id } = trial.command ? await fixture.engine.submit(trial.command) : trial;
    await fixture.engine.settled(id);
  }
  await fixture.close();
}

async function allOf(engine: Engine, ask: (engine: Engine) => Promise<Answer>): Promise<void> {
  const answer = await ask(engine);
  if (!('job' in answer)) throw new Error('a price was asked for');
  const { jobs = [] } = (await engine.batch(answer.job.batch?.id ?? '')) ?? {};
  await Promise.all(jobs.map(({ id }) => engine.settled(id)));
}

/**
 * What one would write first: the whole job in one BullMQ processor that retries. It is here so that the kill suite
 * can be seen to fail: it pays twice and posts twice where the engine must not.
 */
async function runNaive(trial: Trial, checkpoint: (name: string) => void): Promise<void> {
  const connect = () => new Redis(trial.redisUrl, { maxRetriesPerRequest: null });
  const connections = [connect(), connect(), connect()] as const;
  const provider = segmindProvider({
    apiUrl: trial.labUrl,
    uploadUrl: trial.labUrl,
    key: 'SG_0123456789abcdef',
  });
  const shared = { prefix: trial.prefix };
  const queue = new Queue(trial.prefix, { ...shared, connection: connections[0] });
  const events = new QueueEvents(trial.prefix, { ...shared, connection: connections[1] });
  await events.waitUntilReady();
  const worker = new Worker(
    trial.prefix,
    async () => {
      const answer = await provider.submit({
        slug: 'clarityai-flux-upscaler',
        body: { image: `${trial.labUrl}/none`, prompt: trial.prefix },
      });
      checkpoint('submit answered');
      if (answer.kind !== 'accepted') throw new Error(answer.kind);
      for (let state = ''; state !== 'completed'; ) state = (await provider.check(answer.operation)).kind;
      checkpoint('completed seen');
      const response = await fetch(`${trial.chatUrl}/posts/${trial.id}`, { method: 'POST' });
      await response.text();
      checkpoint('posted');
    },
    { ...shared, connection: connections[2], lockDuration: 600, stalledInterval: 300, maxStalledCount: 10 },
  );
  const job = await queue.add('job', {}, { jobId: `job-${trial.id}`, attempts: 5 });
  await job.waitUntilFinished(events);
  await worker.close();
  await events.close();
  await queue.close();
  await provider.close();
  for (const connection of connections) connection.disconnect();
}

process.on('message', (trial) => {
  // The other end is kill.test.ts, which sends trials only.
  run(trial as Trial).then(
    () => process.send?.('over'),
    (error: unknown) => process.send?.(String(error)),
  );
});
process.send?.('ready');
