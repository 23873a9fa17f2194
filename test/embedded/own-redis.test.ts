/** A Redis of one's own that cannot be used: its owner reads why, in one sentence and soon. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { NotConnected } from '../../src/core/domain/failure.ts';
import { createLog } from '../../src/core/log.ts';
import { checkRedis } from '../../src/core/store/server/check.ts';
import { type Answers, falseRedis, info } from '../helpers/false-redis.ts';
import { openInstallation } from '../helpers/program.ts';

const log = createLog({ level: 'silent', human: false });

/** The sentence, and in which time; undefined where nothing is wrong. */
async function said(url: string): Promise<string | undefined> {
  const began = performance.now();
  const error = await checkRedis(url, { prefix: 'darkroom', log }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(performance.now() - began).toBeLessThan(5000);
  if (error === undefined) return undefined;
  if (!(error instanceof NotConnected)) throw error;
  return error.message;
}

const refusing =
  (name: string, answer: string): Answers =>
  (command) =>
    command === name ? answer : undefined;
const facts =
  (section: string, values: Record<string, string>): Answers =>
  (command, [first]) =>
    command === 'INFO' && first === section ? info(values) : undefined;

it('one that is as it should be is taken, whatever version it says', async () => {
  for (const redis_version of ['6.2.0', '7.0.15', '8.1.1']) {
    const server = await falseRedis(facts('server', { redis_version }));
    expect(await said(server.url)).toBeUndefined();
    await server.close();
  }
});

it.each<[string, string, Answers, string]>([
  [
    'a wrong password',
    '',
    refusing('AUTH', '-WRONGPASS invalid username-password pair'),
    'the user or the password',
  ],
  ['no password', '', refusing('INFO', '-NOAUTH Authentication required.'), 'the user or the password'],
  [
    'a user without rights',
    '',
    refusing('INFO', "-NOPERM this user has no permissions to run the 'info' command"),
    'does not let this user',
  ],
  [
    'a user without these keys',
    '',
    refusing('EVAL', '-NOPERM No permissions to access a key'),
    'does not let this user',
  ],
  [
    'a user without these channels',
    '',
    refusing('SUBSCRIBE', '-NOPERM No permissions to access a channel'),
    'does not let this user',
  ],
  [
    'a user whom a script tells',
    '',
    refusing(
      'EVAL',
      "-ERR The user executing the script can't run this command or subcommand script: 12, on @user_script:2.",
    ),
    'does not let this user',
  ],
  [
    'a replica',
    '',
    refusing('EVAL', "-READONLY You can't write against a read only replica. script: 1"),
    'takes no writes; use the address of its master',
  ],
  ['a cluster', '', facts('server', { redis_version: '7.0.15', redis_mode: 'cluster' }), 'part of a cluster'],
  ['a cluster that hides it', '', refusing('EVAL', '-MOVED 3999 127.0.0.1:6381'), 'part of a cluster'],
  ['a Sentinel', '', facts('server', { redis_version: '7.0.15', redis_mode: 'sentinel' }), 'is a Sentinel'],
  [
    'a database that it has not',
    '/99',
    refusing('SELECT', '-ERR DB index is out of range'),
    'has no database 99',
  ],
  ['a database that is none', '/main', refusing('SELECT', '-ERR invalid DB index'), 'has no database main'],
  [
    'one that throws data out',
    '',
    facts('memory', { maxmemory_policy: 'allkeys-lru' }),
    'maxmemory-policy allkeys-lru',
  ],
  ['a full one', '', refusing('EVAL', "-OOM command not allowed when used memory > 'maxmemory'."), 'is full'],
  [
    'a full one, told by the script',
    '',
    refusing('EVAL', '-ERR Error running script: @user_script:2: -OOM command not allowed'),
    'is full',
  ],
  [
    'a full disk',
    '',
    refusing('EVAL', '-MISCONF Redis is configured to save RDB snapshots'),
    'cannot write to its disk',
  ],
  [
    'one with too few replicas',
    '',
    refusing('EVAL', '-NOREPLICAS Not enough good replicas to write.'),
    'too few replicas',
  ],
  ['an old one', '', facts('server', { redis_version: '6.0.16' }), 'has version 6.0.16; 6.2 or newer'],
])('%s', async (_name, path, answers, sentence) => {
  const server = await falseRedis(answers);
  const url = server.url.replace('redis://', 'redis://somebody:hunter2@');
  const text = await said(`${url}${path}`);
  await server.close();
  expect(text).toContain(sentence);
  expect(text).toMatch(/^(The Redis|What answers) at 127\.0\.0\.1:\d+ \(REDIS_URL\) .*[.?]$/);
  expect(text).not.toMatch(/hunter2|somebody/);
});

it('TLS where there is none, none where there is, and a certificate that nobody trusts', async () => {
  const [plain, secure] = [await falseRedis(), await falseRedis(undefined, { secure: true })];
  expect(await said(plain.url.replace('redis:', 'rediss:'))).toContain('use redis://');
  expect(await said(secure.url.replace('redis:', 'rediss:'))).toContain('a certificate that is not trusted');
  expect(await said(secure.url)).toContain('use rediss://');
  await Promise.all([plain.close(), secure.close()]);
});

it('nobody there, and a stranger', async () => {
  const web = createServer((_request, response) => response.end('hello')).listen(0, '127.0.0.1');
  await once(web, 'listening');
  // A TCP server that listens has an address of this shape.
  const { port } = web.address() as AddressInfo;
  expect(await said(`redis://127.0.0.1:${port}`)).toContain('is no Redis');
  web.closeAllConnections();
  web.close();
  await once(web, 'close');
  expect(await said(`redis://127.0.0.1:${port}`)).toContain('does not answer (ECONNREFUSED)');
  expect(await said('redis://no.such.host.invalid')).toContain('does not answer');
});

it('one that never answers is said to, and waited for', async () => {
  const server = await falseRedis(refusing('INFO', ''));
  const lines: string[] = [];
  const destination = new Writable({
    write(line, _encoding, done) {
      lines.push(String(line));
      done();
    },
  });
  const heard = createLog({ level: 'error', human: false, destination });
  const waiting = checkRedis(server.url, { prefix: 'darkroom', log: heard });
  await expect.poll(() => lines.join(), { timeout: 5000 }).toContain('does not answer in time');
  await server.close();
  await expect(waiting).rejects.toThrow(/does not answer|ends the connection/);
}, 30_000);

it('one that reads its data is waited for, and a SIGTERM ends that, too; a wrong one ends the program itself', async () => {
  const server = await falseRedis(refusing('INFO', '-LOADING Redis is loading the dataset in memory'));
  const installation = await openInstallation({
    REDIS_URL: server.url,
    SEGMIND_API_KEY: 'SG_0123456789abcdef',
  });
  const program = installation.start([]);
  await program.says('still reading its data');
  program.child.kill('SIGTERM');
  expect(await program.ended).toMatchObject({ code: 0, stdout: 'Darkroom stopped.\n' });
  await server.close();
  const alone = await installation.run([]);
  expect(alone).toMatchObject({ code: 1, stdout: '' });
  expect(alone.stderr).toMatch(/^The Redis at \S+ \(REDIS_URL\) does not answer \(ECONNREFUSED\);[^\n]*\n$/);
  await installation.close();
}, 60_000);
