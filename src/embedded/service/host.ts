/**
 * The child's side of an embedded service: it belongs to a folder, not to whoever started it. It lives as long as
 * somebody holds a connection to its endpoint and `lingerMs` longer.
 */
import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { createEndpoint, parse } from './endpoint.ts';
import { takeLock } from './lock.ts';

/** What a service is given: its folder, its settings, and what its predecessor in this folder published. */
export type Duty = {
  folder: string;
  settings: Record<string, unknown>;
  previous: unknown;
  /** False when the folder is no longer ours: then nothing may be written into it. */
  isOurs(): boolean;
};

export type Service = {
  /** Told to everybody who joins, and to the next service of the folder: JSON. Where to find it; the same on every start. */
  info: unknown;
  /** Sentences about this start for a person. */
  notes?: string[];
  /** What those who hold a connection can ask for. */
  calls?: Record<string, () => Promise<void>>;
  /** Resolves when the service broke down by itself. */
  failed?: Promise<unknown>;
  /** Saves and closes. */
  stop(): Promise<void>;
};

const orderShape = z.object({
  folder: z.string(),
  name: z.string(),
  settings: z.record(z.string(), z.unknown()),
});

const startWithinMs = 60_000;
const stopWithinMs = 30_000;
/** How long a service waits for its first connection: whoever started it may be slow on a busy machine. */
const firstConnectionMs = 5000;

const log = (message: string) => process.stderr.write(`${new Date().toISOString()} ${message}\n`);

/**
 * Runs a service in this process until nobody needs it; the process then ends. Settings come over stdin, so that no
 * secret stands in the list of processes. Ends at once, with code 0, when another process already serves the folder.
 */
export async function host(start: (duty: Duty) => Promise<Service>): Promise<void> {
  // Ctrl-C is meant for the bot; the connection it drops tells us.
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => {});
  const order = parse(orderShape, await text(process.stdin));
  if (!order) throw new Error('A service is started by attach(), which sends its settings over stdin.');
  const { folder, name, settings } = order;

  const lock = takeLock(folder, name, () => {
    log(`${name} ${process.pid}: the folder is gone or another process serves it; ending without saving`);
    process.exit(1);
  });
  if (!lock) return;

  let stopping = false;
  let service: Service | undefined;
  const stop = async (code: number, why: string) => {
    if (stopping) return;
    stopping = true;
    log(`${name} ${process.pid}: stopping, ${why}`);
    let end = code;
    // A stop that hangs would keep the folder for ever; the lock is then found orphaned.
    setTimeout(() => process.exit(1), stopWithinMs);
    try {
      endpoint.close();
      await service?.stop();
    } catch (error) {
      log(`${name} ${process.pid}: not stopped cleanly: ${String(error)}`);
      end = 1;
    }
    lock.release();
    process.exit(end);
  };
  const token = randomBytes(24).toString('base64url');
  let linger = setTimeout(() => {}, 0);
  const lingerFor = (ms: number, why = 'nobody holds a leash') => {
    clearTimeout(linger);
    linger = setTimeout(() => void stop(0, why), ms);
  };

  const calls = new Map<string, () => Promise<void>>();
  const endpoint = createEndpoint({
    token,
    calls,
    welcome: () => ({ pid: process.pid, info: service?.info, notes: service?.notes ?? [] }),
    // While stopping the caller is turned away: it waits for the lock and starts the next one.
    isOpen: () => !stopping,
    joined: () => clearTimeout(linger),
    left: (lingerMs) => lingerFor(lingerMs),
  });
  process.on('SIGTERM', () => void stop(0, 'asked to end'));
  process.on('uncaughtException', (error) => {
    log(`${name} ${process.pid}: ${error.stack ?? String(error)}`);
    void stop(1, 'after a defect');
  });

  // Before the first connection nobody else would end a service that hangs.
  lingerFor(startWithinMs, 'it was not ready in time');
  try {
    service = await start({ folder, settings, previous: lock.previous, isOurs: lock.isOurs });
    for (const [called, call] of Object.entries(service.calls ?? {})) calls.set(called, call);
    await new Promise<void>((resolve, reject) => {
      endpoint.once('error', reject);
      endpoint.listen(0, '127.0.0.1', resolve);
    });
  } catch (error) {
    log(`${name} ${process.pid}: ${error instanceof Error ? error.message : String(error)}`);
    return stop(1, 'not started');
  }
  void service.failed?.then((reason) => stop(1, `it broke down: ${String(reason)}`));
  const address = endpoint.address();
  if (!address || typeof address === 'string') throw new Error('The door has no port.');
  lock.publish({ port: address.port, token }, service.info);
  log(`${name} ${process.pid}: ready`);
  lingerFor(firstConnectionMs);
}
