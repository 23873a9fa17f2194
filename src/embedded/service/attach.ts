/**
 * Joins the embedded service of a folder, or starts it. Processes that share a folder share the service; whoever goes
 * last leaves it to end by itself, and one that is killed lets go of its connection like any other.
 */
import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type AttachOptions, complaint, reach } from './reach.ts';

export type Attached<Info> = {
  /** What the service tells about itself. */
  info: Info;
  /** Sentences about its start for a person. */
  notes: string[];
  /** We started it; false when it was there already. */
  started: boolean;
  /** The service's process now. */
  pid(): number;
  /** Asks the service for something. Rejects when it refuses or dies meanwhile. */
  call(name: string): Promise<void>;
  /**
   * Resolves when the service died and could not be brought back at the same address. A service that dies is started
   * again by whoever holds a connection, and offers the address it had, so clients that reconnect notice only a gap.
   */
  lost: Promise<Error>;
  /** Lets go. Resolves when the connection is closed; the service itself may linger. */
  release(): Promise<void>;
};

/** A service that dies more often than this is given up. */
const revivalLimit = 5;
const revivalWindowMs = 60_000;

/**
 * Starts or joins the service `name` of a folder and holds it until `release`. Any number of processes may do this at
 * once: there is exactly one service. Throws an Error with the end of the service's log when it does not start.
 */
export async function attach<Info>(options: AttachOptions): Promise<Attached<Info>> {
  const folder = resolve(options.folder);
  const over = new AbortController();
  const first = await reach(options, folder, over.signal);
  const { info } = first.connection;
  let { connection } = first;
  let reportLost: (error: Error) => void = () => {};
  const lost = new Promise<Error>((resolve) => {
    reportLost = resolve;
  });

  const revivals: number[] = [];
  let healing: Promise<void> = Promise.resolve();
  const heal = async () => {
    const now = Date.now();
    revivals.push(now);
    if (revivals.filter((at) => now - at < revivalWindowMs).length > revivalLimit)
      throw complaint(options, folder, 'keeps dying');
    ({ connection } = await reach(options, folder, over.signal));
    if (over.signal.aborted) return connection.release();
    if (!isDeepStrictEqual(connection.info, info))
      throw complaint(options, folder, 'came back at another address');
    watch();
  };
  const watch = () => {
    void connection.closed.then(() => {
      if (over.signal.aborted) return;
      healing = heal().catch((error: unknown) => {
        if (!over.signal.aborted) reportLost(error instanceof Error ? error : new Error(String(error)));
      });
    });
  };
  watch();

  return {
    // What the entry module published under this name; both ends are in this folder and change together.
    info: info as Info,
    notes: first.connection.notes,
    started: first.started,
    pid: () => connection.pid,
    call: (name) => connection.call(name),
    lost,
    async release() {
      over.abort();
      await connection.release();
      await healing;
    },
  };
}
