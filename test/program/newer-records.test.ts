/** The program on a Redis that a newer one has written to. */
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testRedis } from '../helpers/bed.ts';
import { openPlace, type Place, sentenceOf } from '../helpers/program.ts';

let place: Place;
let server: Awaited<ReturnType<typeof testRedis>>;
let redis: Redis;
beforeAll(async () => {
  place = await openPlace();
  server = await testRedis();
  redis = new Redis(server.url);
});
afterAll(async () => {
  redis.disconnect();
  await place.close();
  await server.close();
});

it('does not start, says in one sentence what to do, and leaves everything as it is', async () => {
  const schema = 'darkroom:schema';
  await redis.set(schema, '99');
  const before = await redis.keys('*');
  for (const args of [[], ['credits'], ['enhance', 'photo.jpg', '--model', 'esrgan']]) {
    const ended = await place.run(args, { env: { REDIS_URL: server.url } });
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(sentenceOf(ended)).toMatch(
      /^What is stored in Redis has version 99, .* Start the newer Darkroom again\.$/,
    );
  }
  expect(await redis.keys('*')).toEqual(before);
  await redis.del(schema);
});
