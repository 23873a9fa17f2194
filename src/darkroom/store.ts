/** The connection to Redis with what stands on it, brought to the shape that this program knows. */
import type { Log } from '../core/log.ts';
import { createBatches } from '../core/store/batches.ts';
import { createComparingStore } from '../core/store/comparing.ts';
import { createLedger } from '../core/store/ledger/ledger.ts';
import { migrate } from '../core/store/migrations.ts';
import { createPeopleStore } from '../core/store/people.ts';
import { createQuoteStore } from '../core/store/quote-store.ts';
import { connectRedis } from '../core/store/redis.ts';
import { createServerClock } from '../core/store/server/clock.ts';
import { openDurable } from '../core/store/server/durable.ts';
import { openJournal } from '../core/store/server/journal.ts';
import { createStore } from '../core/store/store.ts';
import { createTrees } from '../core/store/versions/trees.ts';

/** @throws Failure `records-newer` */
export async function openStore(
  url: string,
  options: {
    prefix: string;
    log: Log;
    /** Of what Redis may lose. */
    journal: string;
    replicas: number;
    /** Of a Redis of ours. */
    sync: (() => Promise<void>) | undefined;
  },
) {
  const { prefix, log, replicas, sync } = options;
  const connection = connectRedis(url, { log });
  try {
    // Whoever opens the store may write: nobody does before its records have the shape that this program knows.
    await migrate(connection, { prefix, log });
    const { now: clock, close } = await createServerClock(connection, { log });
    const store = createStore(connection, { prefix, log, clock });
    const journal = await openJournal(options.journal);
    const durable = await openDurable(connection, { prefix, log, journal, replicas, sync });
    return {
      connection,
      durable,
      clock,
      store,
      ledger: createLedger(connection, { prefix, clock }),
      async close() {
        close();
        await durable.close();
        await store.close();
      },
    };
  } catch (error) {
    connection.disconnect();
    throw error;
  }
}

/** What is kept beside jobs and accounts. */
export const storesOn = (connection: Parameters<typeof createTrees>[0], prefix: string) => ({
  quotes: createQuoteStore(connection, prefix),
  batches: createBatches(connection, prefix),
  people: createPeopleStore(connection, prefix),
  trees: createTrees(connection, prefix),
  comparing: createComparingStore(connection, { prefix }),
});
