/** The program on a Redis that a newer one has written to. */
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testRedis } from '../helpers/fixture.ts';
import { type Installation, openInstallation, sentenceOf } from '../helpers/program.ts';

const schema = 'darkroom:schema';

let installation: Installation;
let server: Awaited<ReturnType<typeof testRedis>>;
let redis: Redis;
beforeAll(async () => {
  installation = await openInstallation();
  server = await testRedis(1);
  redis = new Redis(server.url);
});
afterAll(async () => {
  await redis.del(schema);
  redis.disconnect();
  await installation.close();
  await server.close();
});

it('does not start, says in one sentence what to do, and leaves everything as it is', async () => {
  await redis.set(schema, '99');
  const stored = async () => (await redis.keys('darkroom:*')).toSorted();
  const before = await stored();
  for (const args of [[], ['credits'], ['enhance', 'photo.jpg', '--model', 'esrgan']]) {
    const ended = await installation.run(args, { env: { REDIS_URL: server.url } });
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(sentenceOf(ended)).toMatch(
      /^What is stored in Redis has version 99, .* Start the newer Darkroom again\.$/,
    );
  }
  expect(await stored()).toEqual(before);
  expect(await redis.get(schema)).toBe('99');
});
