import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bed, openBed } from './bed.ts';

let bed: Bed;
beforeAll(async () => {
  bed = await openBed();
});
afterAll(() => bed.close());

describe('the engine', () => {
  it('takes a picture from a command to its post', async () => {
    const photo = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#a52' } })
      .jpeg()
      .toBuffer();
    const stored = await bed.engine.keep([photo] as never);
    const job = await bed.engine.submit({
      key: 'one',
      platform: 'recorder',
      address: { a: 1 },
      scope: 's',
      requester: 'r',
      model: 'upscale',
      settings: { scale: '4', output_format: 'png' },
      source: { kind: 'stored', ...stored },
    });
    const over = await bed.engine.settled(job.id);
    expect(over).toMatchObject({
      state: 'done',
      told: true,
      hold: 'settled',
      result: { width: 160, height: 120, type: 'image/png' },
    });
    console.log(
      bed.platform.views.map((v) => `${v.version} ${v.state} ${v.line}`),
      Date.now() - job.createdAt,
    );
  });
});
