/** The conversation that is the same on every chat, in Slack. */
import { afterAll, beforeAll, describe } from 'vitest';
import { conversation } from '../chat/conversation.ts';
import type { ChatDriver } from '../chat/driver.ts';
import { openDriver } from './harness/driver.ts';

let driver: ChatDriver;
beforeAll(async () => {
  driver = await openDriver();
});
afterAll(() => driver.close());

describe('the conversation in Slack', () => {
  conversation(() => driver);
});
