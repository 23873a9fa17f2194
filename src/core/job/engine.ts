/** The job engine: accepts commands, wakes the steps of a job's life, stops without losing anything. */
import { randomInt } from 'node:crypto';
import { findModel, models } from '../../models/index.ts';
import type { Command, Requests } from '../command.ts';
import { Failure } from '../errors.ts';
import type { Platform } from '../platform.ts';
import { createPublisher } from '../publish.ts';
import { type View, viewOf } from '../view.ts';
import { problem } from '../words/fields.ts';
import { type Context, runName } from './context.ts';
import { deliverStep } from './deliver.ts';
import { fetchStep } from './fetch.ts';
import { createPoller } from './poll.ts';
import { isOver, type Job } from './record.ts';
import { submitStep } from './submit.ts';
import { change, end } from './transitions.ts';

export type Engine = Requests & {
  /** `work`: take part in the work; without it this process only accepts commands and follows jobs. */
  start(options: { work: boolean }): Promise<void>;
  /** Hands running jobs over, lets open submits be answered, ends. */
  stop(): Promise<void>;
};

/** Without letters and digits that are mistaken for each other; 7 of them make 2 × 10^10 ids. */
const alphabet = '23456789abcdefghjkmnpqrstvwxyz';
const newId = () => Array.from({ length: 7 }, () => alphabet[randomInt(alphabet.length)]).join('');

/** HTTP questions to the provider on their way at once. */
const pollSlots = 64;

export function createEngine(
  options: Omit<Context, 'stopping' | 'platforms'> & { platforms: readonly Platform[]; keepFilesMs: number },
): Engine {
  const stopping = new AbortController();
  const platforms = new Map(options.platforms.map((platform) => [platform.name, platform]));
  const context: Context = { ...options, platforms, stopping: stopping.signal };
  const { store, queues, clock, log, files } = context;

  const view = async (job: Job): Promise<View> =>
    viewOf(job, {
      durations: await store.durations(runName(context, job.model)),
      lab: context.lab,
      now: clock(),
    });
  const publisher = createPublisher({ store, platforms, log, viewOf: view });
  const poller = createPoller(context, pollSlots);

  async function submit(command: Command): Promise<Job> {
    try {
      return await accept(command);
    } catch (error) {
      if (error instanceof Failure && command.source?.kind === 'stored')
        await files.remove(command.source.name);
      throw error;
    }
  }

  async function accept(command: Command): Promise<Job> {
    const model = findModel(command.model);
    if (!model)
      throw new Failure('unknown-model', { given: command.model, known: models.map(({ name }) => name) });
    const prepared = model.prepare(command.settings);
    if (!prepared.ok) throw new Failure('bad-settings', { problems: prepared.problems.map(problem) });
    if (!command.source) throw new Failure('no-source', { medium: model.takes });
    const { platform, address, scope, requester, source } = command;
    const job = {
      model: model.name,
      settings: prepared.settings,
      platform,
      address,
      scope,
      requester,
      source,
    };

    const ahead = await store.outstanding(scope, requester);
    for (;;) {
      const wanted = { ...job, id: newId(), price: model.price };
      const id = await store.create(wanted, {
        key: `${platform}:${command.key}`,
        due: clock() + context.timings.leaseMs,
      });
      if (id === undefined) continue;
      // The same request was delivered before: its job has its own copy of the file.
      if (id !== wanted.id && source.kind === 'stored') await files.remove(source.name);
      await queues.wakeSubmit(id, ahead);
      await queues.wakeSweep(clock() + context.timings.leaseMs);
      const accepted = await store.read(id);
      if (accepted) return accepted;
    }
  }

  async function cancel(id: string): Promise<boolean> {
    const job = await store.read(id);
    if (!job) return false;
    const failure = new Failure('cancelled', { submitted: job.submittedAt !== undefined });
    if (await end(context, job, 'cancelled', { failure, from: ['accepted', 'queued'] })) return true;
    // While it is being submitted or fetched its holder must not be disturbed; the wish is seen at the next step.
    const wish = { from: ['submitting', 'polling'], due: clock(), set: { cancelRequested: true } } as const;
    if (!(await change(context, job, wish))) return false;
    return true;
  }

  async function maintain(): Promise<void> {
    const live = await Promise.all((await store.live()).map((id) => store.read(id)));
    const inUse = new Set(
      live.flatMap((job) => [
        job?.source.kind === 'stored' ? job.source.name : undefined,
        job?.sourceFile?.name,
        job?.result?.name,
      ]),
    );
    const removed = await files.sweep({
      lifetimeMs: options.keepFilesMs,
      now: clock(),
      isKept: (name) => inUse.has(name),
    });
    if (removed > 0) log.info({ removed }, 'old files removed');
    await queues.wakeSweep(clock());
  }

  async function settled(id: string, signal?: AbortSignal): Promise<Job> {
    for (;;) {
      const job = await store.read(id);
      if (!job) throw new Error(`there is no job ${id}`);
      if (isOver(job.state) && job.told) return job;
      signal?.throwIfAborted();
      await changeOf(id, signal);
    }
  }

  /** Until the job changes, or half a second: a message may be missed while Redis is away. */
  async function changeOf(id: string, signal: AbortSignal | undefined): Promise<void> {
    const { promise, resolve } = withResolvers();
    const stop = await store.onChange((changed) => changed === id && resolve());
    const timer = setTimeout(resolve, 500);
    signal?.addEventListener('abort', resolve, { once: true });
    await promise;
    clearTimeout(timer);
    stop();
    signal?.removeEventListener('abort', resolve);
  }

  return {
    submit,
    keep: (body) => files.keep(body, { maxBytes: context.maxFileBytes }),
    cancel,
    settled,
    view,
    read: (id) => store.read(id),

    async start({ work }) {
      await publisher.start();
      if (!work) return;
      const handlers = {
        submit: (id: string) => submitStep(context, id),
        fetch: (id: string) => fetchStep(context, id),
        deliver: (id: string) => deliverStep(context, id, { viewOf: view, publisher }),
        sweep: () => poller.sweep(),
        maintain,
      };
      await queues.start(handlers, [...platforms.keys()]);
      // Whatever was due while nobody was there.
      await queues.wakeSweep(0);
    },

    async stop() {
      stopping.abort(new Error('this process stops'));
      await publisher.close();
      await poller.close();
      await queues.close();
    },
  };
}

/** Promise.withResolvers, which Node 20 does not have. */
function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
