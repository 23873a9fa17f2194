/** What a Redis of one's own has to be, asked of it before anything is kept there. */
import { isIP } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { within } from '../../../async/deadline.ts';
import { NotConnected } from '../../domain/failure.ts';
import type { Log } from '../../log.ts';
import { quoted } from '../../words/amounts.ts';
import { type Refusal, refusalOf } from './refusals.ts';
import { redisWords as words } from './words.ts';

/** ms for all of it, and for the connection alone: a TLS greeting is met with silence by a server that expects none. */
const longestMs = 4500;
const connectMs = 2000;
/** What the queues need. */
const oldest = [6, 2] as const;

const sentences: Readonly<Record<Exclude<Refusal, 'loading'>, (at: string, said: string) => string>> = {
  full: words.full,
  'read-only': words.replica,
  permission: words.permission,
  password: words.password,
  cluster: words.cluster,
  disk: words.disk,
  replicas: words.replicas,
};

/** One of each kind of what the program does; the key and what it publishes are gone at once. */
const trial = `
redis.call('SET', KEYS[1], '1', 'PX', 1000)
redis.call('DEL', KEYS[1])
redis.call('ZADD', KEYS[1], 1, 'a')
redis.call('XADD', KEYS[2], '*', 'a', '1')
redis.call('PUBLISH', ARGV[1], '')
return redis.call('DEL', KEYS[1], KEYS[2])`;

/**
 * Waits as long as the server reads its data or is too busy to answer, and says so; everything else is known within five
 * seconds.
 * @throws NotConnected with one sentence, in which no secret stands
 */
export async function checkRedis(url: string, { prefix, log }: { prefix: string; log: Log }): Promise<void> {
  const { host: at, protocol } = new URL(url);
  for (let said = false; ; said = true) {
    try {
      return await within(longestMs, ask(url, prefix));
    } catch (error) {
      if (error instanceof NotConnected) throw error;
      const secure = protocol === 'rediss:';
      const silent = error instanceof Error && error.message.startsWith('not done in');
      if (refusalOf(error) !== 'loading' && !silent) throw new NotConnected(why(error, at, secure));
      // One that is only busy answers sooner or later.
      if (!said) log.error(silent ? words.silent(at, secure) : words.loading(at));
      await delay(500);
    }
  }
}

async function ask(url: string, prefix: string): Promise<void> {
  const { hostname, port, host: at, protocol, username, password, pathname } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  // The library greets, signs in and chooses the database by itself, and passes over what is answered to that.
  const client = new Redis({
    host,
    port: Number(port || 6379),
    ...(protocol === 'rediss:' && { tls: isIP(host) ? {} : { servername: host } }),
    protocol: 2,
    disableClientInfo: true,
    enableReadyCheck: false,
    lazyConnect: true,
    connectTimeout: connectMs,
    retryStrategy: null,
    maxRetriesPerRequest: 0,
  });
  let broken: Error | undefined;
  client.on('error', (error: Error) => {
    broken = error;
  });
  const refuse = (sentence: string) => {
    throw new NotConnected(sentence);
  };
  try {
    await client.connect();
    if (password !== '') {
      const user = username === '' ? [] : [decodeURIComponent(username)];
      await client.call('AUTH', ...user, decodeURIComponent(password)).catch((error: unknown) => {
        // A server without a password takes everybody.
        if (!/without any password/.test(String(error))) throw error;
      });
    }
    const server = factsOf(await client.info('server'));
    if (server.get('redis_mode') === 'sentinel') refuse(words.sentinel(at));
    if (server.get('redis_mode') === 'cluster') refuse(words.cluster(at));
    const version = server.get('redis_version') ?? '';
    const [major = 0, minor = 0] = version.split('.').map(Number);
    if (version !== '' && (major < oldest[0] || (major === oldest[0] && minor < oldest[1])))
      refuse(words.old(at, quoted(version)));
    const database = pathname.slice(1);
    await client.call('SELECT', database || '0').catch((error: unknown) => {
      if (refusalOf(error)) throw error;
      refuse(words.database(at, quoted(database)));
    });
    const policy = factsOf(await client.info('memory')).get('maxmemory_policy') ?? 'noeviction';
    if (policy !== 'noeviction') refuse(words.eviction(at, quoted(policy)));
    const keys = ['check:1', 'check:2'].map((name) => `${prefix}:${name}`);
    await client.eval(trial, keys.length, ...keys, `${prefix}:changed`);
    await client.subscribe(`${prefix}:changed`);
  } catch (error) {
    // What went wrong with the connection is said more exactly there.
    throw error instanceof NotConnected || refusalOf(error) ? error : (broken ?? error);
  } finally {
    client.disconnect();
  }
}

const factsOf = (info: string): ReadonlyMap<string, string> =>
  new Map(info.split(/\r?\n/).flatMap((line) => [line.split(/:(.*)/, 2) as [string, string]]));

function why(error: unknown, at: string, tls: boolean): string {
  const refusal = refusalOf(error);
  const { message } = error instanceof Error ? error : new Error(String(error));
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (refusal !== undefined && refusal !== 'loading') return sentences[refusal](at, quoted(message));
  // A script says it in words of its own.
  if (/can't (run this command|publish|access)/.test(message)) return words.permission(at, quoted(message));
  if (/invalid password/i.test(message)) return words.password(at);
  if (/CERT|SELF_SIGNED|UNABLE_TO/.test(code)) return words.certificate(at, code);
  if (/ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL/.test(code))
    return words.nobody(at, code);
  if (/EPROTO|ERR_SSL/.test(code) || /ECONNRESET|closed/i.test(`${code} ${message}`))
    return words.hungUp(at, tls);
  if (/ETIMEDOUT|not done in/.test(`${code} ${message}`)) return words.silent(at, tls);
  if (/protocol error|unknown RESP type/i.test(message)) return words.stranger(at);
  return words.other(at, quoted(message));
}
