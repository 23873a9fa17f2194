/**
 * Jobs that wait while what allowed them ends: a block, a rule, a budget, Cancel, a place that is left. Each is driven into
 * the gap between the intent to pay and the sending, too, which is the last moment at which it can be heard.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Command, Person } from '../../../src/core/domain/command.ts';
import type { Job } from '../../../src/core/domain/job.ts';
import { viewOf } from '../../../src/core/view/view-of.ts';
import { type Fixture, mistakesInBooks, openFixture, recorder } from '../../helpers/fixture.ts';
import { ask, until } from '../../helpers/requests.ts';

let fixture: Fixture;
/** Runs once, after the next intent to pay was written. */
let afterIntent: ((id: string) => Promise<unknown>) | undefined;
let beforeReserve: (() => void) | undefined;
const people = new Map<string, Person>();

beforeAll(async () => {
  fixture = await openFixture({
    platform: { ...recorder(), limits: { jobs_per_person: null, confirm_above: null } },
    overrides: {
      jobsAtProvider: 1,
      persist: async () => {
        const act = afterIntent;
        afterIntent = undefined;
        const [held] = (await fixture.store.queue()).running;
        if (act && held) await act(held.id);
      },
      checkpoint: (name) => {
        if (name !== 'about to reserve') return;
        beforeReserve?.();
        beforeReserve = undefined;
      },
    },
  });
});
afterAll(() => fixture.close());

let places = 0;
/** A place of its own, whose admin asks for nothing. */
function openPlace() {
  places += 1;
  const person = (requester: string, more: Partial<Person> = {}): Person => {
    const it = { platform: 'recorder', scope: `place ${places}`, requester, ...more };
    people.set(`${it.scope} ${requester}`, it);
    return it;
  };
  return { person, admin: person('admin', { admin: true }) };
}
const read = async ({ id }: Pick<Job, 'id'>) => {
  const job = await fixture.store.read(id);
  if (!job) throw new Error('no such job');
  return job;
};
const submitsOf = (job: Job) =>
  fixture.lab.submits().filter(({ body }) => body.image === job.sourceUrl).length;
const lineOf = (job: Job) => fixture.platform.views.findLast(({ id }) => id === job.id)?.line;
/** Somebody else's job is at the provider, which has room for no other until that is given up. */
async function fill(): Promise<{ free: () => Promise<unknown> }> {
  fixture.lab.behave({ processingMs: 600_000 });
  const stranger = await ask(fixture.engine, { scope: 'elsewhere', requester: 'stranger' });
  await until(async () => (await read(stranger)).state === 'polling');
  return {
    free: async () => {
      await fixture.engine.cancel(stranger.id);
      await fixture.engine.settled(stranger.id);
    },
  };
}
async function queued(command: Partial<Command>): Promise<Job> {
  const job = await ask(fixture.engine, command);
  await until(async () => (await read(job)).state === 'queued');
  return job;
}
const unpaid = { state: 'failed', hold: 'released', charged: 0 };

describe('jobs that wait', () => {
  it('of a person who is blocked end at once, in words, and nobody else’s do', async () => {
    const { person, admin } = openPlace();
    const { free } = await fill();
    const [ada, bob] = [person('ada'), person('bob')];
    const waiting = [await queued(ada), await queued(ada)];
    const other = await queued(bob);
    await fixture.engine.credits.block(admin, 'ada', '1d', 'too loud');
    for (const job of waiting) {
      const over = await fixture.engine.settled(job.id);
      expect(over).toMatchObject({ ...unpaid, failure: { code: 'withdrawn' } });
      // Everybody reads the card: neither the reason nor the block is theirs to know.
      expect(lineOf(over)).toBe(
        'An admin took this job out of the line before it began. Nothing was charged. Ask the admins if that is a mistake.',
      );
    }
    expect((await read(other)).state).toBe('queued');
    await free();
    const [paid, ...others] = [
      await fixture.engine.settled(other.id),
      ...(await Promise.all(waiting.map(read))),
    ];
    expect(paid).toMatchObject({ state: 'done', hold: 'settled' });
    expect(others.map(submitsOf)).toEqual([0, 0]);
  });

  it('for a model that is switched off there end at once, in words; those of another channel go on', async () => {
    const { person, admin } = openPlace();
    const { free } = await fill();
    const here = await queued(person('ada', { channel: 'here' }));
    const inThread = await queued(person('bob', { channel: 'thread', above: 'here' }));
    const there = await queued(person('carol', { channel: 'there' }));
    await fixture.engine.credits.setRule(admin, { model: 'esrgan', channel: 'here' }, 'deny');
    for (const job of [here, inThread]) {
      const over = await fixture.engine.settled(job.id);
      expect(over).toMatchObject({ ...unpaid, failure: { code: 'switched-off' } });
      expect(lineOf(over)).toContain('was switched off here while this job waited. Nothing was charged.');
    }
    await free();
    expect(await fixture.engine.settled(there.id)).toMatchObject({ state: 'done' });
    expect((await Promise.all([here, inThread].map(read))).map(submitsOf)).toEqual([0, 0]);
  });

  it('go on under the budget that they were accepted in: a lower one holds for the next', async () => {
    const { person, admin } = openPlace();
    const ada = person('ada');
    const { free } = await fill();
    const job = await queued(ada);
    await fixture.engine.credits.setLimits(admin, { budget: '0.1' });
    await expect(ask(fixture.engine, ada)).rejects.toMatchObject({ code: 'scope-budget' });
    await free();
    expect(await fixture.engine.settled(job.id)).toMatchObject({ state: 'done', hold: 'settled' });
  });

  it('are not begun when whoever blocked their person died before any of them was ended', async () => {
    const { person } = openPlace();
    const ada = person('ada');
    const block = { until: Date.now() + 60_000, reason: '', by: 'admin' };
    // The block falls between what was found to be allowed and the reservation.
    beforeReserve = () => void fixture.ledger.setPolicy(ada.scope, 'admin', { 'block ada': block });
    const over = await fixture.engine.settled((await ask(fixture.engine, ada)).id);
    expect(over).toMatchObject({ ...unpaid, failure: { code: 'withdrawn' } });
    expect(over.sourceUrl).toBeUndefined();
  });
});

describe('between the intent to pay and the sending', () => {
  type Place = ReturnType<typeof openPlace>;
  const acts: [string, (id: string, place: Place) => Promise<unknown>, object][] = [
    ['Cancel is pressed', (id) => fixture.engine.cancel(id), { state: 'cancelled' }],
    [
      'the place is left',
      (_, { admin: { platform, scope } }) => fixture.engine.cancelAll({ platform, scope }),
      { state: 'cancelled', failure: { code: 'cancelled', facts: { submitted: false } } },
    ],
    [
      'the person is blocked',
      (_, { admin }) => fixture.engine.credits.block(admin, 'ada', '1d', ''),
      { state: 'failed', failure: { code: 'withdrawn' } },
    ],
    [
      'the model is switched off',
      (_, { admin }) => fixture.engine.credits.setRule(admin, { model: 'esrgan' }, 'deny'),
      { state: 'failed', failure: { code: 'switched-off' } },
    ],
  ];
  it.each(acts)('%s: nothing is sent, and nothing charged', async (_what, act, expected) => {
    const place = openPlace();
    afterIntent = (id) => act(id, place);
    const over = await fixture.engine.settled((await ask(fixture.engine, place.person('ada'))).id);
    expect(over).toMatchObject({ hold: 'released', charged: 0, ...expected });
    expect(submitsOf(over)).toBe(0);
    expect(lineOf(over)).toContain('Nothing was charged.');
  });

  it('another wake-up comes: what it finds is not sent by it, too', async () => {
    let sent = Number.NaN;
    afterIntent = async (id) => {
      await fixture.submitAgain(id);
      sent = submitsOf(await read({ id }));
    };
    const over = await fixture.engine.settled((await ask(fixture.engine, openPlace().person('ada'))).id);
    expect(over).toMatchObject({ state: 'done', hold: 'settled' });
    expect(sent).toBe(0);
    expect(submitsOf(over)).toBe(1);
  });
});

it('every end has its own sentence, whatever was pressed before', async () => {
  const { person } = openPlace();
  const job = await fixture.engine.settled((await ask(fixture.engine, person('ada'))).id);
  const ends = ['done', 'cancelled', 'failed', 'expired', 'lost', 'uncertain'] as const;
  const lines = ends.map((state) => {
    const pressed = { ...job, state, cancelRequested: true };
    return viewOf(pressed, { durations: [], lab: false, now: Date.now() }).line;
  });
  for (const line of lines) expect(line).toMatch(/It cost 0\.5 credits|→/);
});

it('and in the end the books agree, and the provider has no place taken', async () => {
  people.set('stranger', { platform: 'recorder', scope: 'elsewhere', requester: 'stranger' });
  expect(await mistakesInBooks(fixture.ledger, [...people.values()])).toEqual([]);
  expect(await fixture.store.queue()).toEqual({ queued: [], running: [] });
});
