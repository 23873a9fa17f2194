/** What platforms are made of. */
import { join } from 'node:path';
import type { Parts } from '../bots/parts.ts';
import { pricesWith } from '../core/credits/prices.ts';
import { runName } from '../core/jobs/context.ts';
import { type Comparisons, createComparisons } from '../core/jobs/files/comparisons.ts';
import { type Copies, createCopies } from '../core/jobs/files/copies.ts';
import { createCompare } from '../core/media/comparison/comparison.ts';
import type { Encoder } from '../core/media/encoder.ts';
import type { Files } from '../core/media/files.ts';
import { openFiles } from '../core/media/files.ts';
import { createFit } from '../core/media/fit/fit.ts';
import { createMoving } from '../core/media/moving/moving.ts';
import { createShown } from '../core/media/shown/shown.ts';
import { createComparisonStore } from '../core/store/comparisons.ts';
import { createDedupe } from '../core/store/dedupe.ts';
import { createLeaderLock } from '../core/store/leader/leader-lock.ts';
import { createRooms } from '../core/store/rooms/rooms.ts';
import { secretOf } from '../core/store/secrets.ts';
import { createVault } from '../core/store/vault.ts';
import type { Settings } from '../settings/settings.ts';
import type { openStore } from './store.ts';

type Place = Pick<Parts, 'log'> & {
  files: Files;
  encoder: Encoder;
  opened: Pick<Awaited<ReturnType<typeof openStore>>, 'connection' | 'clock' | 'store'>;
  prefix: string;
  /** The data folder. */
  folder: string;
  provider: Parameters<typeof runName>[0];
};

/** What is looked at beside the chats. */
export type Looked = { comparisons: Comparisons; copies: Copies; files: Pick<Files, 'path'> };

export function partsFor(
  settings: Settings,
  { log, files, encoder, opened, prefix, folder, provider }: Place,
): Parts & Looked {
  const { connection, clock, store: jobs } = opened;
  const compare = createCompare({ files, log, encoder });
  const store = createComparisonStore(connection, { prefix, keptMs: settings.keepFilesMs });
  return {
    log,
    clock,
    fit: createFit({ files, log, encoder }),
    asMoving: createMoving({ files, log, encoder }),
    files,
    comparisons: createComparisons({ compare, store, files }),
    copies: createCopies({ shown: createShown({ files, log, encoder }), store, files }),
    maxFileBytes: settings.maxFileBytes,
    prices: pricesWith(settings.prices, (model) => jobs.learnedLast(runName(provider, model))),
    leaderLock: createLeaderLock(connection, { prefix, log }),
    vault: (secret) => createVault(connection, { prefix, secret, log }),
    dedupe: createDedupe(connection, { prefix }),
    rooms: createRooms(connection, { prefix, log, clock, keptMs: settings.historyMs }),
    openPosted: () => openFiles(join(folder, 'posted')),
    secret: (name) => secretOf(connection, { prefix, name }),
    keepFilesMs: settings.keepFilesMs,
    mostPostedBytes: settings.maxDataBytes,
  };
}
