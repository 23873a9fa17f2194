/** Puts a Darkroom together: Redis, provider, engine, platforms; and takes it apart in reverse. */
import { join, resolve } from 'node:path';
import type { Parts } from './bots/parts.ts';
import { timings } from './core/jobs/context.ts';
import { createEngine } from './core/jobs/engine.ts';
import type { Log } from './core/log.ts';
import { createFetcher } from './core/media/fetch.ts';
import { openFiles } from './core/media/files.ts';
import type { Requests } from './core/ports/engine.ts';
import type { Platform } from './core/ports/platform.ts';
import { createQueues } from './core/queue/queue.ts';
import { connectRedis } from './core/store/redis.ts';
import { linkKeys } from './core/store/secrets.ts';
import { type Looked, partsFor } from './darkroom/parts.ts';
import { clientOf, openProvider } from './darkroom/provider.ts';
import { openRedis } from './darkroom/redis.ts';
import { openStore, storesOn } from './darkroom/store.ts';
import { ffmpegEncoder } from './ffmpeg/encoder.ts';
import type { Settings } from './settings/settings.ts';

export type Darkroom = {
  requests: Requests;
  /** What of jobs' files can be looked at. */
  looked: Looked;
  /** What it runs on, for the lines at start. */
  redis: string;
  provider: string;
  lab: boolean;
  /** What the account at the provider holds, in US dollars; undefined where the lab stands in. @throws Failure or ProviderUnavailable */
  balance(): Promise<{ credits: number; free: number } | undefined>;
  /** The time by Redis' clock, in ms since 1970. */
  clock: () => number;
  /** What a power cut at Redis loses, in words. */
  weakness(): string | undefined;
  ping(): Promise<void>;
  /** BullMQ's own queues, to be shown as they are. */
  queues(): readonly object[];
  /** Resolves when something that it cannot do without is gone for good. */
  lost: Promise<Error>;
  /** Hands everything over and lets go; takes seconds, since no step waits for a job. */
  close(): Promise<void>;
};

export type DarkroomOptions = {
  platforms: (parts: Parts) => Promise<readonly Platform[]>;
  log: Log;
  /** Where a Redis server is looked for: the environment's PATH. */
  path: string;
  /** Take part in the work. A process that does not has no need of the provider. */
  work: boolean;
};

const prefix = 'darkroom';

export async function openDarkroom(settings: Settings, options: DarkroomOptions): Promise<Darkroom> {
  const { log, work } = options;
  const folder = resolve(settings.dataDir);
  const encoder = ffmpegEncoder(settings.ffmpegPath);
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    // What was opened last is closed first; one that fails must not keep the others open.
    for (const closer of closers.splice(0).reverse())
      await closer().catch((error: unknown) => log.warn({ err: error }, 'not closed cleanly'));
  };

  try {
    const redis = await openRedis(settings, { ...options, prefix }, folder);
    closers.push(redis.release);
    const provider = await openProvider(settings, { log, work }, folder);
    closers.push(provider.release);
    const files = await openFiles(join(folder, 'files'));
    const fetcher = createFetcher();
    const client = clientOf(provider, log);
    closers.push(fetcher.close, client.close);
    const place = { prefix, log, journal: join(folder, 'journal'), replicas: settings.redisReplicas };
    const opened = await openStore(redis.url, { ...place, sync: redis.persist });
    closers.push(opened.close);
    const { connection, clock, store, ledger, durable } = opened;
    const parts = partsFor(settings, { log, files, encoder, opened, prefix, folder, provider });
    closers.push(parts.rooms.close);
    const platforms = await options.platforms(parts);
    const queues = createQueues({
      connect: () => connectRedis(redis.url, { log, forWorkers: true }),
      prefix,
      log,
      clock,
      // The lab has no cap to stay below.
      submitsPerMinute: provider.lab ? 6000 : settings.provider.submitsPerMinute,
    });
    const engine = createEngine({
      encoder,
      store,
      ledger,
      ...storesOn(connection, prefix),
      comparisons: parts.comparisons,
      copies: parts.copies,
      queues,
      provider: client,
      fetcher,
      files,
      platforms,
      log,
      clock,
      timings,
      maxFileBytes: settings.maxFileBytes,
      asNumbers: settings.provider.asNumbers,
      prices: parts.prices,
      costPerMonth: settings.costPerMonth,
      jobsAtProvider: settings.provider.jobs,
      keepFilesMs: settings.keepFilesMs,
      maxDataBytes: settings.maxDataBytes,
      historyMs: settings.historyMs,
      links: await linkKeys(connection, { prefix, publicUrl: settings.publicUrl }),
      refundsDifferences: settings.refundsDifferences,
      lab: provider.lab,
      effort: provider.effort,
      persist: durable.persist,
      durable,
      checkpoint: () => {},
    });
    closers.push(() => engine.stop());
    await engine.start({ work });
    for (const platform of platforms) {
      closers.push(() => platform.stop());
      await platform.start(engine);
    }
    return {
      requests: engine,
      looked: parts,
      redis: redis.description,
      provider: provider.description,
      lab: provider.lab,
      balance: async () => (provider.lab || !work ? undefined : client.credits()),
      clock,
      weakness: durable.weakness,
      ping: () => store.ping(),
      queues: queues.all,
      lost: Promise.race([redis.lost, provider.lost]),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
