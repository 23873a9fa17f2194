/** A long and a short clip in the loopback Discord. */
import { afterAll, beforeAll } from 'vitest';
import { lengths, openLengths } from '../chat/lengths.ts';
import { openDriver } from './harness/driver.ts';

let driver: Awaited<ReturnType<typeof openDriver>>;
beforeAll(async () => {
  driver = await openDriver(await openLengths());
});
afterAll(() => driver.close());

lengths(() => driver);
