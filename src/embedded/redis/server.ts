/** A redis-server or valkey-server of the system, run for one data folder. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { coalesce } from '../../async/coalesce.ts';
import type { Service } from '../service/host.ts';
import { connectTo, freePort, readyWithinMs, untilGone } from './address.ts';
import type { RedisAddress, RedisInfo } from './info.ts';

/**
 * Runs the server with its configuration from our stdin, and ends it when descriptor 3 closes: when we stop, and when we
 * are killed. Redis itself has no way to end with its parent. What it writes holds prompts and tokens: for our own user alone.
 */
const runner = `
umask 077
exec 4<&0
"$0" - <&4 3<&- 4<&- &
server=$!
{ read -r _ <&3; kill "$server"; } 2>/dev/null 4<&- &
exec 0</dev/null 3<&- 4<&-
wait "$server"
`;

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
      'appendfsync always',
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
  // appended before, by whomever.
  const persist = coalesce(async () => {
    await client.set('darkroom:persisted', Date.now());
  });
  const info: RedisInfo = { port, password, kind, version };
  return { info, calls: { persist }, failed, stop };
}
