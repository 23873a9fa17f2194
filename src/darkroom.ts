/** Puts a Darkroom together: Redis, provider, engine, platforms; and takes it apart in reverse. */
import { join, resolve } from 'node:path';
import type { Parts } from './bots/index.ts';
import { timings } from './core/jobs/context.ts';
import { createEngine } from './core/jobs/engine.ts';
import type { Log } from './core/log.ts';
import { createCopies } from './core/media/copies.ts';
import { createFetcher } from './core/media/fetch.ts';
import { openFiles } from './core/media/files.ts';
import type { Requests } from './core/ports/engine.ts';
import type { Platform } from './core/ports/platform.ts';
import { segmindProvider } from './core/provider/provider.ts';
import { createQueues } from './core/queue.ts';
import { createDedupe } from './core/store/dedupe.ts';
import { createLeaderLock } from './core/store/leader/leader-lock.ts';
import { createLedger } from './core/store/ledger/ledger.ts';
import { linkSecret } from './core/store/link-secret.ts';
import { migrate } from './core/store/migrations.ts';
import { createQuoteStore } from './core/store/quote-store.ts';
import { connectRedis } from './core/store/redis.ts';
import { createStore } from './core/store/store.ts';
import { createVault } from './core/store/vault.ts';
import { openProvider } from './darkroom/provider.ts';
import { openRedis } from './darkroom/redis.ts';
import { ffmpegEncoder } from './ffmpeg/encoder.ts';
import type { Settings } from './settings/settings.ts';

export type Darkroom = {
  requests: Requests;
  /** What it runs on, for the lines at start. */
  redis: string;
  provider: string;
  lab: boolean;
  /** What the account at the provider holds, in US dollars; undefined where the lab stands in. @throws Failure or ProviderUnavailable */
  balance(): Promise<{ credits: number; free: number } | undefined>;
  ping(): Promise<void>;
  /** Resolves when something that it cannot do without is gone for good. */
  lost: Promise<Error>;
  /** Hands everything over and lets go; takes seconds, since no step waits for a job. */
  close(): Promise<void>;
};

const prefix = 'darkroom';
export type DarkroomOptions = {
  platforms: (parts: Parts) => Promise<readonly Platform[]>;
  log: Log;
  /** Where a Redis server is looked for: the environment's PATH. */
  path: string;
  /** Take part in the work. A process that does not has no need of the provider. */
  work: boolean;
};

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
    const redis = await openRedis(settings, options, folder);
    closers.push(redis.release);
    const provider = await openProvider(settings, { log, work }, folder);
    closers.push(provider.release);

    const files = await openFiles(join(folder, 'files'));
    const fetcher = createFetcher();
    closers.push(() => fetcher.close());
    const client = segmindProvider({
      apiUrl: provider.apiUrl,
      uploadUrl: provider.uploadUrl,
      key: provider.key,
      timeoutMs: 30_000,
      log: (line) => log.debug(line, 'provider'),
    });
    closers.push(() => client.close());
    const connection = connectRedis(redis.url, { log });
    closers.push(async () => connection.disconnect());
    // Whoever opens the store may write: nobody does before its records have the shape that this program knows.
    await migrate(connection, { prefix, log });
    const platforms = await options.platforms({
      log,
      files,
      ...createCopies({ files, log, encoder }),
      maxFileBytes: settings.maxFileBytes,
      prices: settings.prices,
      leaderLock: createLeaderLock(connection, { prefix, log }),
      vault: (secret) => createVault(connection, { prefix, secret, log }),
      dedupe: createDedupe(connection, { prefix }),
    });
    const store = createStore(connection, { prefix, log, clock: Date.now });
    closers.push(() => store.close());
    const queues = createQueues({
      connect: () => connectRedis(redis.url, { log, forWorkers: true }),
      prefix,
      log,
      clock: Date.now,
      // The lab has no cap to stay below.
      submitsPerMinute: provider.lab ? 6000 : settings.provider.submitsPerMinute,
    });
    const { publicUrl } = settings;
    const engine = createEngine({
      encoder,
      store,
      ledger: createLedger(connection, { prefix, clock: Date.now }),
      quotes: createQuoteStore(connection, prefix),
      queues,
      provider: client,
      fetcher,
      files,
      platforms,
      log,
      clock: Date.now,
      timings,
      maxFileBytes: settings.maxFileBytes,
      asNumbers: settings.provider.asNumbers,
      prices: settings.prices,
      jobsAtProvider: settings.provider.jobs,
      keepFilesMs: settings.keepFilesMs,
      links: publicUrl ? { publicUrl, secret: await linkSecret(connection, { prefix }) } : undefined,
      refundsDifferences: settings.refundsDifferences,
      lab: provider.lab,
      persist: redis.persist,
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
      redis: redis.description,
      provider: provider.description,
      lab: provider.lab,
      balance: async () => (provider.lab || !work ? undefined : client.credits()),
      ping: () => store.ping(),
      lost: Promise.race([redis.lost, provider.lost]),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
