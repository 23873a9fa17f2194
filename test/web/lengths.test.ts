/** A long and a short clip at the page. */
import { afterAll, beforeAll } from 'vitest';
import type { ChatDriver } from '../chat/driver.ts';
import { lengths, openLengths } from '../chat/lengths.ts';
import { openDriver } from './driver.ts';

let driver: ChatDriver;
beforeAll(async () => {
  ({ driver } = await openDriver(await openLengths()));
});
afterAll(() => driver.close());

lengths(() => driver);
