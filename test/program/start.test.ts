/** `npm start`: what it says, what it answers, how it stops. */
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startLab } from '../../src/lab/server/server.ts';
import { type Installation, openInstallation } from '../helpers/program.ts';
import { until } from '../helpers/requests.ts';
import { freePort } from '../helpers/serve.ts';

let installation: Installation;
beforeEach(async () => {
  installation = await openInstallation();
});
afterEach(() => installation.close());

/** Of this machine, as others reach it. */
const ownAddresses = () =>
  Object.values(networkInterfaces()).flatMap((all = []) =>
    all.filter(({ family, internal }) => family === 'IPv4' && !internal).map(({ address }) => address),
  );

/** Whether a process has ended, be it not yet collected by its parent, as in a container without an init. */
function isOver(pid: number): boolean {
  try {
    return /\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return true;
  }
}

it('without settings says what it runs on, stops when npm gets a SIGTERM, and leaves no process behind', async () => {
  // A supervisor, or whoever writes `kill`, knows npm's number only; what it started must not stay behind.
  const program = installation.start([], { through: 'npm' });
  await program.says('SLACK_BOT_TOKEN');
  const services = installation.services();
  expect(services).toHaveLength(2);
  const began = performance.now();
  program.child.kill('SIGTERM');
  const { code, stdout } = await program.ended;
  expect(code).toBe(0);
  expect(performance.now() - began).toBeLessThan(5000);
  expect(stdout).toMatch(/^Darkroom is running\.\n {2}Redis {5}embedded JavaScript Redis/);
  expect(stdout).toContain('  Provider  the lab (real work by sharp and FFmpeg, no AI; set SEGMIND_API_KEY');
  expect(stdout).toContain(`  Files     ${installation.dataDir}, kept for 24 hours`);
  expect(stdout).toContain('  Terminal  npm run enhance -- photo.jpg --model esrgan --scale 4 --out big.png');
  expect(stdout).toContain('DISCORD_TOKEN');
  expect(stdout).toMatch(/Darkroom stopped\.\n$/);
  // They linger for a few seconds, for whoever starts next, and then end by themselves.
  await until(() => services.every(isOver));
  expect(installation.services()).toEqual([]);
});

it('answers /health on PORT, and nothing else but links and pages, and says what is left with the provider', async () => {
  const port = await freePort();
  const provider = await startLab({ dataDir: join(installation.folder, 'lab'), balance: 12.5 });
  const env = {
    PORT: String(port),
    PUBLIC_URL: 'https://pictures.example/room',
    SEGMIND_API_KEY: 'SG_0123456789abcdef',
    SEGMIND_API_URL: provider.url,
  };
  const program = installation.start([], { env });
  await program.says('Darkroom is running.');
  await program.says('"credits":12.5');
  const health = await fetch(`http://127.0.0.1:${port}/health`);
  expect({ status: health.status, body: await health.json() }).toEqual({
    status: 200,
    body: { status: 'ok', platforms: {} },
  });
  // Only this machine is answered unless its owner says otherwise.
  for (const address of ownAddresses())
    await expect(fetch(`http://${address}:${port}/health`)).rejects.toThrow('fetch failed');
  const other = await fetch(`http://127.0.0.1:${port}/`);
  expect({ status: other.status, body: await other.text() }).toEqual({ status: 404, body: '' });
  const signature = 'A'.repeat(43);
  const link = await fetch(`http://127.0.0.1:${port}/room/files/abc2345/1999999999/${signature}/a.png`);
  expect({ status: link.status, body: await link.text() }).toMatchObject({
    status: 404,
    body: expect.stringContaining('Ask for the file once more'),
  });
  const page = await fetch(`http://127.0.0.1:${port}/room/view/result/abc2345/1999999999/${signature}/`);
  expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
  for (const [name, type] of Object.entries({
    'style.css': 'text/css',
    'page.js': 'text/javascript',
    'inter.woff2': 'font/',
  })) {
    const asset = await fetch(`http://127.0.0.1:${port}/room/view/assets/${name}`);
    expect([asset.status, asset.headers.get('content-type')], name).toEqual([
      200,
      expect.stringContaining(type),
    ]);
  }
  program.child.kill('SIGINT');
  const ended = await program.ended;
  expect(ended).toMatchObject({ code: 0 });
  expect(`${ended.stdout}${ended.stderr}`).not.toContain(signature);
  expect(`${ended.stdout}${ended.stderr}`).not.toContain(env.SEGMIND_API_KEY);
  await provider.close();
});

it('says in one line that its port is taken', async () => {
  const port = await freePort();
  const other = createServer().listen(port);
  await once(other, 'listening');
  const ended = await installation.run([], { env: { PORT: String(port) } });
  other.close();
  await once(other, 'close');
  expect(ended).toMatchObject({ code: 1, stdout: '' });
  expect(ended.stderr).toBe(`PORT ${port} cannot be used (EADDRINUSE); choose another one\n`);
});

it('ends at once at a second SIGTERM, even when something that it waits for hangs', async () => {
  const program = installation.start([]);
  await program.says('Darkroom is running.');
  const services = installation.services();
  for (const pid of services) process.kill(pid, 'SIGSTOP');
  try {
    const began = performance.now();
    let over = false;
    void program.ended.then(() => {
      over = true;
    });
    // Two that come together are heard as one, so they keep coming.
    await until(() => over || !program.child.kill('SIGTERM'));
    expect(await program.ended).toMatchObject({ code: 1, stderr: '' });
    expect(performance.now() - began).toBeLessThan(10_000);
  } finally {
    for (const pid of services) process.kill(pid, 'SIGCONT');
  }
});

it('names every mistake in its settings at once, without their values, and starts nothing', async () => {
  const env = { PORT: 'http', REDIS_URL: 'secret-host', KEEP_FILES_HOURS: '0', LOG_LEVEL: 'loud' };
  const { code, stdout, stderr } = await installation.run([], { env });
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  const lines = stderr.trimEnd().split('\n');
  expect(lines.map((line) => line.split(' ')[0])).toEqual(expect.arrayContaining(Object.keys(env)));
  expect(lines).toHaveLength(4);
  expect(stderr).not.toMatch(/secret-host|loud/);
  expect(existsSync(installation.dataDir)).toBe(false);
});

it('is refused in production without a Redis of its own', async () => {
  const { code, stdout, stderr } = await installation.run([], { env: { NODE_ENV: 'production' } });
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^REDIS_URL is needed in production[^\n]*\n$/);
});

it('says in one line that it knows no such command', async () => {
  const { code, stdout, stderr } = await installation.run(['enlarge', 'photo.jpg']);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toBe(
    'There is no command enlarge; use enhance, credits, usage, jobs, discord:deploy or none.\n',
  );
});
