/** The conversation that is the same on every chat, at the page; and what every platform must do. */

import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { readAddress } from '../../src/bots/web/address.ts';
import { conversation } from '../chat/conversation.ts';
import type { ChatDriver } from '../chat/driver.ts';
import { type Contestant, platformContract } from '../helpers/platform-contract.ts';
import { openDriver } from './driver.ts';
import type { Harness } from './harness.ts';

let driver: ChatDriver;
let harness: Harness;
beforeAll(async () => {
  ({ driver, harness } = await openDriver());
});
afterAll(() => harness.close());

const contestant = (): Contestant => ({
  fixture: harness.fixture,
  async ask() {
    const it = { who: 'bob', where: 'there' } as const;
    await driver.say({ ...it, text: 'upscale x2 png', file: 'picture' });
    const [job] = await harness.fixture.engine.jobs(driver.person(it), 1);
    if (!job) throw new Error('no job was made');
    return job;
  },
  seen: async ({ id, address }) => ({
    states: driver.states(id),
    cards: harness.all().filter((it) => it.id === readAddress(address).card).length,
    files: driver.files(id),
    lastText: driver.card(id),
  }),
  async repeat(job) {
    const { platform, fixture } = harness;
    const view = await fixture.engine.view(job);
    const { result } = job;
    if (!result) throw new Error('there is no result');
    const delivery = { ...result, path: join(fixture.folder, 'files', result.name), fileName: result.name };
    await platform.deliver(job.address, view, delivery);
    await platform.show(job.address, view);
  },
  breakCard: async () => {
    harness.breaks.card = true;
  },
  breakPost: async () => {
    harness.breaks.post = true;
  },
});

describe('the page keeps to the contract of platforms', () => {
  platformContract(contestant);
});

describe('the conversation at the page', () => {
  conversation(() => driver);
});
