/** Two machines whose clocks differ, played by two processes of which one has a false `Date`. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Lab, startLab } from '../../src/lab/server/server.ts';
import { testRedis } from '../helpers/fixture.ts';
import { type Installation, openInstallation } from '../helpers/program.ts';
import { until } from '../helpers/requests.ts';
import { photo } from '../helpers/sample-media.ts';

let lab: Lab;
let redis: Awaited<ReturnType<typeof testRedis>>;
let installation: Installation;
beforeEach(async () => {
  redis = await testRedis(2);
  installation = await openInstallation({ REDIS_URL: redis.url, SEGMIND_API_KEY: 'SG_0123456789abcdef' });
  lab = await startLab({ dataDir: join(installation.folder, 'lab'), processingMs: 1500 });
  await writeFile(join(installation.folder, 'photo.jpg'), await photo({ width: 64, height: 48 }));
});
afterEach(async () => {
  await installation.close();
  await lab.close();
  await redis.close();
});

/** Every library of that process reads its time from this `Date`. */
async function skewed(byMs: number): Promise<Record<string, string>> {
  const file = join(installation.folder, 'skew.mjs');
  await writeFile(
    file,
    `const Real = Date;
globalThis.Date = class extends Real {
  constructor(...given) { super(...(given.length ? given : [Real.now() + ${byMs}])); }
  static now() { return Real.now() + ${byMs}; }
};\n`,
  );
  return { NODE_OPTIONS: `--import ${pathToFileURL(file).href}` };
}

it('one that is 45 s ahead takes part, and nothing is called dead or sent twice', async () => {
  const env = { SEGMIND_API_URL: lab.url, SEGMIND_UPLOAD_URL: lab.url };
  // Longer than the other one takes to start: it looks at once at what it takes for overdue, which is after 40 s.
  lab.fault({ at: 'submit', kind: 'delay', ms: 20_000 });
  const running = installation.run(['enhance', 'photo.jpg', '--model', 'esrgan', '--json'], { env });
  await until(() => lab.log.some(({ route }) => route === 'submit'));
  const other = installation.start([], {
    env: { ...env, ...(await skewed(45_000)), DARKROOM_ROLES: 'worker' },
  });
  await other.says('Darkroom is running.');
  const { code, stdout } = await running;
  expect(JSON.parse(stdout)).toMatchObject({ state: 'done', price: { hold: 'settled' } });
  expect(code).toBe(0);
  expect(lab.submits()).toHaveLength(1);
  other.child.kill('SIGTERM');
  expect(await other.ended).toMatchObject({ code: 0 });
}, 120_000);
