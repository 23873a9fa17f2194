/** The Redis that needs no install: js-redis-server, with a snapshot on disk. */
import { randomBytes } from 'node:crypto';
import { createRedisCommandExecutor, RedisServerState, Resp2Server } from 'js-redis-server/core';
import { coalesce } from '../../async/coalesce.ts';
import type { Service } from '../service/host.ts';
import type { RedisAddress, RedisInfo } from './info.ts';
import { createDumper } from './snapshot.ts';
import { restore, write } from './snapshot-file.ts';

const saveEveryMs = 1000;

/** Listens on 127.0.0.1, at the wished port if it is free. */
async function listen(resp: Resp2Server, port: number): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      resp.server.once('error', reject);
      // Not resp.listen(), which would open the port on every network interface.
      resp.server.listen(port, '127.0.0.1', () => {
        resp.server.off('error', reject);
        resolve();
      });
    });
  } catch (error) {
    if (port === 0) throw error;
    await listen(resp, 0);
  }
}

/**
 * Starts it from the folder's snapshot. What was written is on disk a second later, and when `persist` or `stop`
 * resolves. It has one database.
 */
export async function startEmbedded(options: {
  folder: string;
  /** Kept if possible. */
  address: RedisAddress | undefined;
  isOurs(): boolean;
}): Promise<Service> {
  const { folder, address, isOurs } = options;
  const password = address?.password ?? randomBytes(24).toString('base64url');
  const state = new RedisServerState({ requirepass: password, databaseCount: 1 });
  const database = state.getDatabase(0);
  const dumper = createDumper(database);
  let written = 0;
  const executor = createRedisCommandExecutor({
    policies: [
      {
        name: 'snapshot',
        // Called for what scripts and transactions run, too. A listener to the server's own change events would be
        // handed a copy of every value that is written.
        afterExecute({ flags, keys }, _context, result) {
          if (flags.includes('write')) {
            written += 1;
            dumper.touch(keys);
            // FLUSHALL and FLUSHDB; a script without keys is not meant, its commands come by themselves.
            if (keys.length === 0 && !flags.includes('noscript')) dumper.touchAll();
          }
          return result;
        },
      },
    ],
  });
  const notes = await restore(database, folder);
  for (const note of notes) console.error(note);

  let saved = written;
  let last = false;
  let turn: Awaited<ReturnType<typeof database.turnQueue.waitTurn>> | undefined;
  const persist = coalesce(async () => {
    if (written === saved && !last) return;
    turn ??= await database.turnQueue.waitTurn();
    const upTo = written;
    // In the end everything is read anew, so that a change we were not told of is in the file all the same.
    if (last) dumper.touchAll();
    const dumped = dumper.dump();
    if (!last) {
      turn.release();
      turn = undefined;
    }
    if (!isOurs()) throw new Error(`${folder} is gone or served by another process`);
    await write(folder, dumped);
    saved = upTo;
  });

  const logger = { error: (error: unknown) => console.error(error) };
  const resp = new Resp2Server({ server: state, executor, logger });
  // Small replies in a row would otherwise each wait some 40 ms for the other side's delayed acknowledgement.
  resp.server.on('connection', (socket) => socket.setNoDelay(true));
  await listen(resp, address?.port ?? 0);
  const timer = setInterval(() => {
    persist().catch((error: unknown) => console.error('The snapshot could not be written:', error));
  }, saveEveryMs);

  return {
    info: { port: resp.getPort(), password, kind: 'embedded', version: null } satisfies RedisInfo,
    notes,
    calls: { persist },
    async stop() {
      clearInterval(timer);
      // The turn is not given back: what was not answered by now never is, and its client sends it to our successor.
      last = true;
      await persist();
    },
  };
}
