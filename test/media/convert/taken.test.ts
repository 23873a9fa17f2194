/** Files that people post, from the request to the result: HEIC, other containers, pictures that move. */
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fixture, openFixture, recorder } from '../../helpers/fixture.ts';
import { ask, streamOf } from '../../helpers/requests.ts';
import { folder } from '../fixture.ts';
import { heic, made } from './samples.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture({ lab: { balance: 1_000_000 }, platform: recorder('recorder') });
});
afterAll(() => fixture.close());

const moving = async () => {
  const frames = await Promise.all(
    ['#f00', '#0f0', '#00f'].map((background) =>
      sharp({ create: { width: 32, height: 32, channels: 3, background } })
        .png()
        .toBuffer(),
    ),
  );
  return sharp(frames, { join: { animated: true } })
    .gif({ delay: [200, 200, 200] })
    .toBuffer();
};

test.each([
  ['HEIC', 'esrgan', () => heic(folder)],
  ['a GIF that moves', 'flashvsr', moving],
  [
    'AVI',
    'flashvsr',
    async () => readFile(await made(folder, 'a.avi', ['-c:v', 'mjpeg'], { size: '64x48', seconds: 0.4 })),
  ],
] as const)('%s for %s', async (_, model, file) => {
  const source = { kind: 'stored', ...(await fixture.engine.keep(streamOf(await file()))) } as const;
  const settings = model === 'flashvsr' ? { scale: 1 } : {};
  const { id } = await ask(fixture.engine, { model, settings, source });
  const end = await fixture.engine.settled(id);
  expect(end).toMatchObject({ state: 'done' });
});
