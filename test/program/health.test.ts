/** What `/health` answers of chats that hear people, and of those that do not. */
import { expect, it } from 'vitest';
import type { Hearing } from '../../src/core/ports/platform.ts';
import { healthOf } from '../../src/program/health.ts';

const here: Hearing = { heard: 'here' };
const deaf: Hearing = { heard: 'nowhere', why: 'the connection is cut' };
const elsewhere: Hearing = { heard: 'elsewhere', why: 'stands by' };
const chats = (discord: Hearing | undefined, slack: Hearing | undefined) => [
  { name: 'terminal' },
  { name: 'discord', hearing: () => discord },
  { name: 'slack', hearing: () => slack },
];

it.each([
  ['all hear', here, here, 200, 'ok'],
  ['one is deaf', here, deaf, 200, 'ok, but not every chat hears people'],
  ['one stands by', elsewhere, deaf, 200, 'ok, but not every chat hears people'],
  ['the only one stands by', elsewhere, undefined, 200, 'ok'],
  ['none hears', deaf, deaf, 503, 'no chat hears people'],
  ['the only one is deaf', undefined, deaf, 503, 'no chat hears people'],
  ['there is none here', undefined, undefined, 200, 'ok'],
] as const)('%s', (_, discord, slack, code, status) => {
  const platforms = { ...(discord && { discord }), ...(slack && { slack }) };
  expect(healthOf(undefined, chats(discord, slack))).toEqual({ code, body: { status, platforms } });
  const away = healthOf('Redis does not answer', chats(discord, slack));
  expect([away.code, away.body.status]).toEqual([503, 'Redis does not answer']);
});
