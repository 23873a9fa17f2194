/** A redis-server or valkey-server of the system, run for one data folder. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { coalesce } from '../../async/coalesce.ts';
import type { Service } from '../service/host.ts';
import type { RedisAddress, RedisInfo } from './info.ts';

/**
 * Runs the server with its configuration from our stdin, and ends it when descriptor 3 closes: when we stop, and when we
 * are killed. Redis itself has no way to end with its parent.
 */
const runner = `
exec 4<&0
"$0" - <&4 3<&- 4<&- &
server=$!
{ read -r _ <&3; kill "$server"; } 2>/dev/null 4<&- &
exec 0</dev/null 3<&- 4<&-
wait "$server"
`;

const readyWithinMs = 20_000;

/** A port on 127.0.0.1 that is free now: the one wished for if possible. */
async function freePort(wished: number): Promise<number> {
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

const connectTo = ({ port, password }: RedisAddress) => {
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
async function untilGone(address: RedisAddress): Promise<void> {
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

const quoted = (value: string) => `"${value.replace(/["\\]/g, '\\$&')}"`;

/**
 * Starts it with an append-only file in the folder. `persist` makes everything acknowledged so far survive a power cut.
 */
export async function startServer(options: {
  folder: string;
  program: string;
  address: RedisAddress | undefined;
}): Promise<Service> {
  const { folder, program } = options;
  if (options.address) await untilGone(options.address);
  const port = await freePort(options.address?.port ?? 0);
  const password = options.address?.password ?? randomBytes(24).toString('base64url');

  const shell = spawn('/bin/sh', ['-c', runner, program], { stdio: ['pipe', 'inherit', 'inherit', 'pipe'] });
  const failed = new Promise<string>((resolve) => {
    shell.once('error', (error) => resolve(String(error)));
    shell.once('exit', (code, signal) => resolve(`${basename(program)} ended (${code ?? signal})`));
  });
  shell.stdin?.on('error', () => {});
  shell.stdin?.end(
    [
      'bind 127.0.0.1',
      `port ${port}`,
      `requirepass ${password}`,
      `dir ${quoted(folder)}`,
      'daemonize no',
      'save ""',
      'appendonly yes',
      'appendfsync everysec',
      'maxmemory-policy noeviction',
      '',
    ].join('\n'),
  );
  const connection = shell.stdio[3];
  const stop = async () => {
    client.disconnect();
    if (connection && 'end' in connection) connection.end();
    await failed;
  };

  let client = connectTo({ port, password });
  const ready = async () => {
    const deadline = Date.now() + readyWithinMs;
    for (;;) {
      try {
        await client.connect();
        // Refused with LOADING until the append-only file is read.
        await client.ping();
        return await client.info('server');
      } catch (error) {
        if (Date.now() > deadline) throw error;
        client.disconnect();
        await delay(20);
        client = connectTo({ port, password });
      }
    }
  };
  const facts = await Promise.race([ready(), failed.then((reason) => Promise.reject(new Error(reason)))]);
  const kind = /^valkey_version:/m.test(facts) ? 'valkey-server' : 'redis-server';
  const version = /^(?:valkey|redis)_version:(\S+)/m.exec(facts)?.[1] ?? null;

  // Under `always` a write is answered only after fsync (redis.conf, appendfsync), and fsync takes with it all that was
  // appended before. WAITAOF would need 7.2 and wait for the next round of `everysec`, half a second on average.
  const persist = coalesce(async () => {
    await client.config('SET', 'appendfsync', 'always');
    try {
      await client.set('darkroom:persisted', Date.now());
    } finally {
      await client.config('SET', 'appendfsync', 'everysec');
    }
  });
  const info: RedisInfo = { port, password, kind, version };
  return { info, calls: { persist }, failed, stop };
}
