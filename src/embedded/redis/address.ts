/** The address of a server: a port that is free, a client for it, and the end of whoever had it before. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { RedisAddress } from './info.ts';

export const readyWithinMs = 20_000;

/** A port on 127.0.0.1 that is free now: the one wished for if possible. */
export async function freePort(wished: number): Promise<number> {
  const probe = createServer();
  try {
    probe.listen(wished, '127.0.0.1');
    await once(probe, 'listening');
    const address = probe.address();
    return address && typeof address === 'object' ? address.port : 0;
  } catch (error) {
    if (wished === 0) throw error;
    return await freePort(0);
  } finally {
    probe.close();
  }
}

export const connectTo = ({ port, password }: RedisAddress) => {
  const client = new Redis({
    host: '127.0.0.1',
    port,
    password,
    lazyConnect: true,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
  });
  // Each command's own rejection says it.
  client.on('error', () => {});
  return client;
};

/**
 * The server of a killed predecessor ends by itself, and is told to here in case its runner was killed too: two on one
 * folder would destroy the data. Throws when it does not end in time.
 */
export async function untilGone(address: RedisAddress): Promise<void> {
  const deadline = Date.now() + readyWithinMs;
  while (Date.now() < deadline) {
    const client = connectTo(address);
    try {
      const answered = await client
        .connect()
        .then(() => client.ping())
        .catch(() => null);
      // Nobody there, or a stranger to whom our password means nothing.
      if (answered !== 'PONG') return;
      // With an append-only file it is flushed even so; NOSAVE leaves out the other kind of snapshot.
      await client.shutdown('NOSAVE').catch(() => {});
    } finally {
      client.disconnect();
    }
    await delay(50);
  }
  throw new Error(`An older server on port ${address.port} does not end.`);
}
