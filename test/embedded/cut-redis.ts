/** Servers of Redis whose machine can lose its power, and a line to one of several that can be cut. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, statSync, truncateSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { delimiter, join } from 'node:path';
import { Redis } from 'ioredis';
import { startRedis } from '../../src/embedded/redis/start.ts';
import { until } from '../helpers/requests.ts';
import { freePort } from '../helpers/serve.ts';

/** A server of the system, if there is one. */
export const program = (process.env.PATH ?? '')
  .split(delimiter)
  .flatMap((place) => ['redis-server', 'valkey-server'].map((name) => join(place, name)))
  .find((path) => existsSync(path));

export type CutRedis = {
  url: string;
  port: number;
  /** As of a Redis of ours; left out: it is one of the owner's. */
  sync?: () => Promise<void>;
  /** The power goes and comes back. */
  cut(): Promise<void>;
  close(): Promise<void>;
};

/** Asks until it answers. */
export async function answers(url: string, ...command: [string, ...(string | number)[]]): Promise<unknown> {
  const client = new Redis(url, { maxRetriesPerRequest: null });
  client.on('error', () => {});
  await until(async () => (await client.ping().catch(() => '')) === 'PONG');
  const answer = await client.call(...command);
  client.disconnect();
  return answer;
}

/**
 * One of the owner's. It is ended by SIGKILL, and its append-only file is cut back to what it was a second before where it
 * does not sync each write; nothing is cut where it does, since then nothing is acknowledged before it is on disk.
 * @param how.weak it syncs once a second and lets nobody change that
 */
export async function ownRedis(folder: string, how: { weak: boolean; args?: string[] }): Promise<CutRedis> {
  const port = await freePort();
  const dir = join(folder, `redis-${port}`);
  await mkdir(dir);
  const url = `redis://127.0.0.1:${port}`;
  const options = { port, bind: '127.0.0.1', dir, save: '', appendonly: 'yes', appendfsync: 'everysec' };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, `${value}`]);
  if (how.weak) args.push('--rename-command', 'CONFIG', '');
  let server: ChildProcess;
  let sizes: { at: number; bytes: number }[] = [];
  const aof = () => {
    const place = join(dir, 'appendonlydir');
    const name = existsSync(place) && readdirSync(place).find((each) => each.endsWith('.incr.aof'));
    return name ? join(place, name) : undefined;
  };
  const timer = setInterval(() => {
    const path = aof();
    if (path) sizes.push({ at: performance.now(), bytes: statSync(path).size });
  }, 20);
  const start = async () => {
    sizes = [];
    server = spawn(program ?? '', [...args, ...(how.args ?? [])], { stdio: 'ignore' });
    await answers(url, 'PING');
  };
  const end = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
  };
  await start();
  return {
    url,
    port,
    async cut() {
      const before = performance.now() - 1000;
      await end();
      const path = aof();
      const left = sizes.findLast(({ at }) => at <= before) ?? sizes[0];
      if (how.weak && path && left) truncateSync(path, left.bytes);
      await start();
    },
    async close() {
      clearInterval(timer);
      await end();
    },
  };
}

/** The one that is started for a data folder where there is no server of the system. */
export async function embeddedRedis(folder: string): Promise<CutRedis> {
  const at = { folder: join(folder, 'redis'), path: '', lingerMs: 0 };
  let redis = await startRedis(at);
  return {
    url: redis.url,
    port: Number(new URL(redis.url).port),
    sync: () => redis.persist(),
    async cut() {
      const before = redis;
      process.kill(before.pid(), 'SIGKILL');
      // Whoever holds it brings it back under the address that it had; that this happens often is nobody's defect here.
      redis = await startRedis(at);
      await before.release().catch(() => undefined);
    },
    close: () => redis.release(),
  };
}

/** What stands before several servers, as a name does that is pointed at another one in a failover. */
export async function lineTo(first: number) {
  let port = first;
  let held = false;
  let muted = false;
  let awaited: string | undefined;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from
        .on('data', (chunk) => {
          if (from === near && awaited !== undefined && chunk.includes(awaited)) muted = true;
          if (!held && !(muted && from === far)) to.write(chunk);
        })
        .on('error', () => to.destroy())
        .on('close', () => {
          sockets.delete(from);
          to.destroy();
        });
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  // A TCP server that listens has an address of this shape.
  const own = (server.address() as AddressInfo).port;
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: own,
    /** Nothing comes through any more, although nobody hangs up. */
    hold() {
      held = true;
    },
    /**
     * The next command with these words in it is done, and its answer is lost with the connections, as all answers are from
     * when it passes. Resolves then.
     * @param isDone asked of the server itself, again and again
     */
    async loseAnswer(words: string, isDone: () => Promise<boolean>) {
      awaited = words;
      await until(async () => muted && (await isDone()));
      awaited = undefined;
      muted = false;
      cut();
    },
    leadTo(other: number) {
      port = other;
      held = false;
      cut();
    },
    async close() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
