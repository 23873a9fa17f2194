/** The conversation that all chats share, in the loopback Discord. */
import { afterAll, beforeAll, expect } from 'vitest';
import { conversation } from '../chat/conversation.ts';
import { openDriver } from './harness/driver.ts';

let driver: Awaited<ReturnType<typeof openDriver>>;
beforeAll(async () => {
  driver = await openDriver();
});
afterAll(async () => {
  expect(driver.discord.violations).toEqual([]);
  await driver.close();
});

conversation(() => driver);
