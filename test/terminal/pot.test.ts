/** `npm run enhance -- pot`: what it shows, gives and sets, and what it refuses in one sentence. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pot, readPot } from '../../src/bots/terminal/commands/pot.ts';
import { openTerminalFixture, refusal, type TerminalFixture } from './fixture.ts';

let at: TerminalFixture;
let count = 0;
beforeAll(async () => {
  at = await openTerminalFixture();
});
afterAll(() => at.close());

/** What it prints. */
async function typed(...args: string[]): Promise<string> {
  const printed: string[] = [];
  count += 1;
  const context = { requests: at.fixture.engine, user: 'owner', print: (text: string) => printed.push(text) };
  await pot(readPot(['pot', ...args]) ?? [], context, `call ${count}`);
  return printed.join('\n');
}

it('is read where it is asked for, and nowhere else', () => {
  expect(readPot(['pot', 'give', '5'])).toEqual(['give', '5']);
  expect(readPot(['--', 'pot'])).toEqual([]);
  expect(readPot(['photo.jpg'])).toBeUndefined();
});

it('shows what is in it and what it pays, once it was given to and ruled', async () => {
  expect(await typed()).toMatch(/It has 0 credits\.\nIt pays for nothing yet/);
  expect(await typed()).toContain('npm run enhance -- pot give 20');
  expect(await typed('give', '2.5')).toBe('You gave the pot 2.5 credits. It has 2.5 credits now.');
  expect(await typed('rules', 'most', '2', 'approvals', '1')).toContain(
    'It pays up to 2 credits for one job, once 1 other person has agreed.',
  );
  expect(await typed('status')).toMatch(/It has 2\.5 credits\.\n.*up to 2 credits.*\nLately given: .*2\.5/);
});

it.each([
  [['giv', '5'], 'There is no `pot giv 5`.'],
  [['give'], 'Say how much'],
  [['give', '0'], 'The amount 0 is nothing.'],
  [['give', '-5'], 'The amount -5 is below zero.'],
  [['give', '1,5'], 'The amount 1,5 has a comma'],
  [['give', 'all'], 'is not a number'],
  [['rules'], 'There is no `pot rules`.'],
  [['rules', 'most'], 'There is no `pot rules most`.'],
  [['rules', 'most', 'x'], 'is not a number'],
  [['rules', 'approvals', '4'], 'Use 0 to 3'],
  [['rules', 'approvals', '-1'], 'Use 0 to 3'],
])('refuses pot %j in a sentence, and changes nothing', async (args, why) => {
  const before = await typed();
  expect(await refusal(typed(...args))).toContain(why);
  expect(await typed()).toBe(before);
});
