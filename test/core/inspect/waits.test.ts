/** What a job waits for, in words, for every way in which it can wait. */
import { describe, expect, it } from 'vitest';
import type { Job } from '../../../src/core/domain/job.ts';
import { waitsOf } from '../../../src/core/inspect/waits.ts';
import { inspectWords } from '../../../src/core/inspect/words.ts';

const now = 1_800_000_000_000;
const job: Job = {
  ...{ id: 'abc2345', version: 1, state: 'accepted', createdAt: now - 60_000, changedAt: now - 5000 },
  ...{ model: 'esrgan', settings: {}, platform: 'recorder', address: null, scope: 's', requester: 'r' },
  source: { kind: 'link', link: 'https://example.org/a.jpg' },
  ...{
    price: 500,
    hold: 'reserved',
    tries: 0,
    faults: 0,
    refusals: 0,
    cancelRequested: false,
    notified: false,
    removed: false,
  },
};

type Facts = { due?: number; position?: number };
function line(changed: Partial<Job>, { due = now + 1000, position }: Facts = {}): string | undefined {
  const waits = waitsOf({ ...job, ...changed }, { now, due, position, leaseMs: 12_000 });
  return waits && inspectWords.waits(waits, 'recorder', now);
}
const held = { token: 'web-1:4711:x', heldUntil: now + 9000 };

describe('a job waits for', () => {
  const ways: [string, Partial<Job>, Facts?][] = [
    ['its source to be checked', {}],
    ['its source to be checked; a process is at it', held],
    ['its source to be checked, tried again in 1.2 s', { notBefore: now + 1200 }],
    [
      'a holder that died, free again in 5 s; then its source to be checked',
      { ...held, heldUntil: now + 5000 },
    ],
    ['a holder that died, free again now; then its source to be checked', { ...held, heldUntil: now - 5000 }],
    ['its turn, next in line', { state: 'queued' }, { position: 1 }],
    ['its turn, 3rd in line', { state: 'queued' }, { position: 3 }],
    ['its turn, tried again in 20 s', { state: 'queued', notBefore: now + 20_000 }, { position: 3 }],
    ['its turn', { state: 'queued' }],
    ['to be given up, as was asked for', { state: 'queued', cancelRequested: true }, { position: 3 }],
    [
      'the answer to the paid request, for 38 s at most',
      { state: 'submitting', token: 'x', heldUntil: now + 38_000 },
    ],
    [
      'to be called uncertain, since its holder died while it was paid for',
      { state: 'submitting', token: 'x', heldUntil: now - 10 },
    ],
    ['the provider, asked again in 1.2 s', { state: 'polling', phase: 'queued' }, { due: now + 1234 }],
    ['the provider, asked again now', { state: 'polling', phase: 'processing' }, { due: now - 40 }],
    ['to be given up, as was asked for', { state: 'polling', phase: 'processing', cancelRequested: true }],
    ['its result to be fetched', { state: 'polling', phase: 'completed' }],
    ['its result to be fetched; a process is at it', { ...held, state: 'polling', phase: 'completed' }],
    ['to be posted on recorder', { state: 'fetched' }],
    ['to be posted on recorder; a process is at it', { ...held, state: 'delivering' }],
    ['to be posted on recorder, tried again in 1 min', { state: 'delivering', notBefore: now + 60_000 }],
    ['its person to be told on recorder', { state: 'failed' }],
    ['its person to be told on recorder', { state: 'done' }],
    [
      'a process that works: it has been due for 3 min; then its turn, next in line',
      { state: 'queued' },
      { due: now - 180_000, position: 1 },
    ],
  ];
  it.each(ways)('%s', (expected, changed, facts) => {
    expect(line(changed, facts)).toBe(expected);
  });

  it('nothing, when no process will look at it again', () => {
    const waits = waitsOf(job, { now, due: undefined, position: undefined, leaseMs: 12_000 });
    expect(waits && inspectWords.waits(waits, 'recorder', now)).toBe(
      'nothing: no process will look at it again; next would be its source to be checked',
    );
  });

  it('nothing, when it is over and its person was told', () => {
    for (const state of ['done', 'cancelled', 'lost'] as const)
      expect(line({ state, notified: true })).toBeUndefined();
  });
});
