/** Accepted requests and their life: QUEUED, PROCESSING, then COMPLETED or FAILED, and forgotten in the end. */
import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { createLimit } from '../../../async/limit.ts';
import { type Work, WorkRefused } from '../../media/task.ts';
import { type Account, dollars, type Hold } from '../account.ts';
import type { Files } from '../files.ts';
import type { Sources } from '../sources.ts';
import { createAttendance } from './attendance.ts';
import type { Tariff } from './tariff.ts';
import { createWork, DeliberateFailure, type LabRequest, type Order, wordsOf } from './work.ts';

export type Requests = {
  /** Queues an order; undefined when the balance does not cover its price. `attended`: a connection waits for it. */
  accept(order: Order, how: { attended: boolean }): LabRequest | undefined;
  /** Undefined when unknown or forgotten. */
  find(id: string): LabRequest | undefined;
  /** Stops all work and waits until it has stopped. */
  close(): Promise<void>;
};

type Options = {
  files: Files;
  sources: Sources;
  account: Account;
  tariff: Tariff;
  models: Readonly<Record<string, Work>>;
  /** ms a request is remembered, from submit. */
  recordMs: number;
  /** ms at least in each state. */
  queuedMs: number;
  processingMs: number;
  /** Works at once, on pictures and as many on videos. */
  parallel: number;
  /** ms without anybody asking after a request until its work stops; it begins again when somebody does. */
  patienceMs: number;
};

const longestTimerMs = 2 ** 31 - 1;

export function openRequests(options: Options): Requests {
  const { files, account, tariff } = options;
  const records = new Map<string, { request: LabRequest; forget: NodeJS.Timeout }>();
  const running = new Set<Promise<void>>();
  const stopping = new AbortController();
  // Every request that is on its way listens to it.
  setMaxListeners(0, stopping.signal);
  const { signal } = stopping;
  const perform = createWork(options);
  const { attendance, askedAgain } = createAttendance(options.patienceMs, (id) => records.has(id), signal);
  // A picture takes seconds and a video minutes: they do not wait for each other.
  const lanes = { image: createLimit(options.parallel), video: createLimit(options.parallel) };

  const until = (at: number) => pause(Math.max(0, at - performance.now()), undefined, { signal });

  async function live(request: LabRequest, order: Order, hold: Hold) {
    const submitted = performance.now();
    let started = submitted;
    const timings = () => ({
      inference_time: seconds(performance.now() - started),
      queue_time: seconds(started - submitted),
    });
    try {
      await pause(order.behaviour.queuedMs ?? options.queuedMs, undefined, { signal });
      let refused: WorkRefused | undefined;
      const { processingMs = options.processingMs, aside = false } = order.behaviour;
      let its = { cost: order.model.price, times: 1 };
      const inLane = async (): Promise<boolean> => {
        const away = attendance(request);
        if (away.signal.aborted) return false;
        started = performance.now();
        request.state = 'PROCESSING';
        try {
          request.file = await perform(request, order, AbortSignal.any([signal, away.signal]));
          its = await tariff.of(order, request.file);
        } catch (error) {
          if (away.signal.aborted && !signal.aborted) return false;
          if (!(error instanceof WorkRefused)) throw error;
          refused = error;
        } finally {
          away.end();
        }
        if (!aside) await until(started + processingMs * its.times);
        return true;
      };
      while (!(await lanes[order.model.media.medium](signal, inLane))) {
        request.state = 'QUEUED';
        await askedAgain(request);
      }
      await until(started + processingMs * its.times);
      if (refused) throw refused;
      hold.settle(its.cost);
      const total_time = seconds(performance.now() - submitted);
      const cost = dollars(its.cost);
      request.metrics = { ...timings(), total_time, cost, remaining_credits: account.balance() };
      request.state = 'COMPLETED';
    } catch (error) {
      hold.release();
      request.metrics = timings();
      const deliberate = order.behaviour.fail;
      request.error = error instanceof DeliberateFailure ? deliberate : wordsOf(error);
      request.state = 'FAILED';
    }
  }

  return {
    accept(order, { attended }) {
      const hold = account.reserve(tariff.estimate(order.model));
      if (!hold) return undefined;
      const request: LabRequest = {
        id: randomBytes(16).toString('hex'),
        model: order.model,
        behaviour: order.behaviour,
        state: 'QUEUED',
        base64: 'problem' in order.job ? false : order.job.base64,
        metrics: {},
        asked: attended ? Number.POSITIVE_INFINITY : performance.now(),
        ended: Promise.resolve(),
      };
      request.ended = live(request, order, hold).finally(() => running.delete(request.ended));
      running.add(request.ended);
      const forget = setTimeout(
        () => {
          records.delete(request.id);
          // A result that comes after its record is gone has nowhere to be asked for.
          void request.ended.then(() => request.file && files.remove(request.file.name)).catch(() => {});
        },
        Math.min(options.recordMs, longestTimerMs),
      );
      records.set(request.id, { request, forget: forget.unref() });
      return request;
    },
    find(id) {
      const request = records.get(id)?.request;
      if (request) request.asked = Math.max(request.asked, performance.now());
      return request;
    },
    async close() {
      stopping.abort(new Error('The lab was closed.'));
      for (const { forget } of records.values()) clearTimeout(forget);
      // Not only what is remembered: work may outlive its record.
      await Promise.all(running);
      records.clear();
    },
  };
}

const seconds = (ms: number): number => Math.round(ms) / 1000;
