/** `/pot`: what is in it, giving to it, and its rules; and what is refused. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type Harness, openHarness, privateReply } from '../harness/harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await openHarness({ limits: {} });
});
afterAll(() => harness.close());
afterEach(() => {
  expect(harness.discord.violations).toEqual([]);
});

const person = () => harness.discord.person();
const admin = () => harness.discord.person({ permissions: 32n | 1024n | 2048n | (1n << 31n) });
const slash = async (who: ReturnType<typeof person>, command: string, options: object = {}) =>
  privateReply(await who.slash(command, { ...options }));
/** What anybody can read there. */
const written = () =>
  harness.discord
    .messages()
    .map(({ content, components }) => `${content} ${JSON.stringify(components)}`)
    .join();
const isThere = (text: string) => expect.poll(written).toContain(text);

it('is given to by members and ruled by admins', async () => {
  const ada = person();
  await ada.slash('pot status');
  await isThere('It pays for nothing yet');
  expect(await slash(ada, 'pot give', { amount: '12.5' })).toBe(
    'You gave the pot 12.5 credits. It has 12.5 credits now.',
  );
  expect(await slash(ada, 'pot rules', { most: '50' })).toContain('Only admins may do this.');
  expect(await slash(admin(), 'pot rules', { most: '50', approvals: 2 })).toContain(
    'It pays up to 50 credits for one job, once 2 other people have agreed.',
  );
  // What is left out stays.
  expect(await slash(admin(), 'pot rules', { approvals: 0 })).toContain(
    'up to 50 credits for one job, by itself',
  );
  await ada.slash('pot status');
  await isThere('It has 12.5 credits.');
});

it.each([
  ['0', 'The amount 0 is nothing.'],
  ['-5', 'below zero'],
  ['1,5', 'has a comma'],
  ['all', 'is not a number'],
  ['900', 'you have'],
])('refuses to give %j in a sentence', async (amount, why) => {
  const ada = person();
  expect(await slash(ada, 'pot give', { amount })).toContain(why);
  expect(await slash(ada, 'credits show')).toContain('Available: 200 credits');
});

it('takes no limit that is none', async () => {
  expect(await slash(admin(), 'pot rules', { most: 'x' })).toContain('is not a number');
});
