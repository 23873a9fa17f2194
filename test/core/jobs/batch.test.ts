/** Several jobs of one request: one price, one card, one message with the results, whatever becomes of each. */
import { afterEach, expect, it } from 'vitest';
import type { BatchAsked, BatchCommand } from '../../../src/core/domain/asked/batch.ts';
import { Failure } from '../../../src/core/domain/failure.ts';
import type { Job } from '../../../src/core/domain/job.ts';
import type { Handed } from '../../../src/core/ports/platform.ts';
import type { View } from '../../../src/core/view/view.ts';
import {
  type Fixture,
  mistakesInBooks,
  openFixture,
  type Recorder,
  recorder,
} from '../../helpers/fixture.ts';
import { picture, streamOf, until } from '../../helpers/requests.ts';

const person = { platform: 'recorder', scope: 'scope', requester: 'ann' };
let fixture: Fixture;
afterEach(() => fixture.close());

type Gatherer = Recorder & { messages: { names: string[]; lines: View['batch'] }[] };

/** A chat that takes several results in one message. @param onPost may throw */
function gatherer(onPost: (results: readonly Handed[]) => void = () => {}): Gatherer {
  const messages: Gatherer['messages'] = [];
  return {
    ...recorder(),
    messages,
    async deliverAll(_card, view, results) {
      onPost(results);
      messages.push({ names: results.map(({ delivery }) => delivery.fileName), lines: view.batch });
    },
  };
}

let count = 0;
async function album(names: readonly string[], bodies: Record<string, Buffer> = {}): Promise<BatchCommand> {
  const items = names.map(async (name): Promise<BatchAsked> => {
    const asked = { model: 'esrgan', settings: {}, name, address: null };
    const kept = await fixture.engine.keep(streamOf(bodies[name] ?? (await picture())));
    return { ...asked, source: { kind: 'stored', ...kept, fileName: name } };
  });
  count += 1;
  return { ...person, key: `album ${count}`, items: await Promise.all(items) };
}
async function begin(command: BatchCommand): Promise<Job> {
  const answer = await fixture.engine.requestBatch(command);
  if (!('job' in answer)) throw new Error('a price was asked for');
  return answer.job;
}
const jobsOf = async ({ id }: Job) => (await fixture.engine.batch(id))?.jobs ?? [];
const settledAll = async (lead: Job) =>
  Promise.all((await jobsOf(lead)).map(({ id }) => fixture.engine.settled(id)));
const lastCard = ({ views }: Recorder) => views.at(-1);

it('an album of ten with two bad files, one that is too large and one cancelled posts six results in one message', async () => {
  const platform = gatherer();
  fixture = await openFixture({ platform });
  const names = Array.from({ length: 9 }, (_, at) => `${at + 1}.jpg`);
  const whole = await picture();
  const bodies = { '2.jpg': whole.subarray(0, 200), '5.jpg': whole.subarray(0, 250) };
  const asked = await album(names, bodies);
  const large: BatchAsked = {
    model: 'esrgan',
    settings: {},
    name: 'huge.jpg',
    address: null,
    refused: { code: 'file-too-large', text: new Failure('file-too-large', { limit: 1000 }).message },
  };
  fixture.lab.behave({ processingMs: 600_000 });
  const lead = await begin({ ...asked, items: [...asked.items, large] });
  const [held] = await jobsOf(lead);
  await until(async () => (await jobsOf(lead)).some(({ phase }) => phase === 'processing'));
  const stuck = (await jobsOf(lead)).find(
    ({ phase, state }) => phase === 'processing' && state === 'polling',
  );
  await until(async () => (await jobsOf(lead)).filter(({ state }) => state === 'fetched').length === 6);
  expect(platform.messages).toEqual([]);
  await fixture.engine.cancel(stuck?.id ?? held?.id ?? '');
  const jobs = await settledAll(lead);

  expect(jobs.map(({ state }) => state).sort()).toEqual([
    ...Array(1).fill('cancelled'),
    ...Array(6).fill('done'),
  ]);
  const cancelled = jobs.find(({ state }) => state === 'cancelled')?.source.fileName ?? '';
  const posted = names.filter((name) => !(name in bodies) && name !== cancelled);
  expect(platform.messages.map((it) => it.names)).toEqual([
    posted.map((name) => name.replace('.jpg', '-2x.jpg')),
  ]);
  expect(platform.posts).toEqual([]);
  const card = lastCard(platform);
  expect(card).toMatchObject({
    id: lead.id,
    state: 'COMPLETED',
    over: true,
    title: 'Larger picture ×2, all 10',
  });
  expect(card?.line).toBe('6 of 10 done · 3 failed · 1 cancelled');
  const said = new Map(card?.batch?.map(({ name, said }) => [name, said]));
  expect(said.get('2.jpg')).toMatch(/damaged|whole|missing/);
  expect(said.get('huge.jpg')).toMatch(/larger than/);
  expect(said.get(cancelled)).toContain('Cancelled');
  expect(said.get(posted[0] ?? '')).toContain('→');
  expect(new Set(platform.views.map(({ id }) => id))).toEqual(new Set([lead.id]));
  expect(await mistakesInBooks(fixture.ledger, [person])).toEqual([]);
});

it('one that hangs does not keep the others: what is here is posted after ten minutes, the late one by itself', async () => {
  const platform = gatherer();
  let ahead = 0;
  fixture = await openFixture({ platform, overrides: { clock: () => Date.now() + ahead } });
  fixture.lab.behave({ processingMs: 2500 });
  const lead = await begin(await album(['a.jpg', 'b.jpg', 'c.jpg']));
  const fetched = async () => (await jobsOf(lead)).filter(({ state }) => state === 'fetched');
  await until(async () => (await fetched()).length === 2);
  expect(platform.messages).toEqual([]);
  ahead = 10 * 60_000 + 1000;
  await fixture.wake();
  await until(() => platform.messages.length === 1);
  const jobs = await settledAll(lead);
  expect(jobs.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
  expect(platform.messages.map(({ names }) => names.length)).toEqual([2]);
  expect(platform.posts).toHaveLength(1);
  expect(lastCard(platform)).toMatchObject({ over: true, line: '3 of 3 done' });
  expect(await mistakesInBooks(fixture.ledger, [person])).toEqual([]);
});

it('none that works posts nothing, and the card says so; what could not be posted can be, one by one', async () => {
  let closed = false;
  const platform = gatherer(() => {
    if (closed) throw new Failure('cannot-deliver', { detail: 'it is closed' });
  });
  fixture = await openFixture({ platform });
  fixture.lab.behave({ fail: 'it cannot be done' }, { jobs: 2 });
  await settledAll(await begin(await album(['a.jpg', 'b.jpg'])));
  expect(platform.messages).toEqual([]);
  expect(lastCard(platform)).toMatchObject({ state: 'FAILED', line: '0 of 2 done · 2 failed' });

  closed = true;
  const [first, second] = await settledAll(await begin(await album(['c.jpg', 'd.jpg'])));
  expect([first?.state, second?.state, second?.failure?.code]).toEqual([
    'failed',
    'failed',
    'cannot-deliver',
  ]);
  closed = false;
  expect(await fixture.engine.deliverAgain(second?.id ?? '')).toBe('delivering');
  await until(async () => (await fixture.store.read(second?.id ?? ''))?.state === 'done');
  expect(platform.posts.map(({ id }) => id)).toEqual([second?.id]);
  expect(platform.messages).toEqual([]);
  expect(await mistakesInBooks(fixture.ledger, [person])).toEqual([]);
});

it('what was set and where it came from leaves the record of all together with the files', async () => {
  let later = 0;
  fixture = await openFixture({
    platform: gatherer(),
    overrides: { clock: () => Date.now() + later },
  });
  const command = await album(['a.jpg', 'b.jpg']);
  const items = command.items.map((item) => ({ ...item, settings: { scale: 4 }, found: { url: 'from' } }));
  const lead = await begin({ ...command, items });
  await settledAll(lead);
  const kept = async () => (await fixture.engine.batch(lead.id))?.items;
  expect(await kept()).toMatchObject(items.map(({ name, settings, found }) => ({ name, settings, found })));
  later = 2 * 3_600_000;
  await fixture.maintain();
  await expect.poll(kept).toEqual(items.map(({ name, model }) => ({ name, model, settings: {} })));
});

it('the sum is agreed to once; what the balance does not reach is left out, and said so', async () => {
  const platform = gatherer();
  fixture = await openFixture({ platform });
  const admin = { ...person, requester: 'admin', admin: true };
  await fixture.engine.credits.setLimits(admin, { monthly: '1.25' });
  const command = await album(['a.jpg', 'b.jpg', 'c.jpg']);
  const runs = command.items.map(({ model, settings }) => ({ model, settings }));
  expect(await fixture.engine.checkBatch(person, runs)).toEqual({ asks: true });
  const answer = await fixture.engine.requestBatch(command);
  if (!('quote' in answer)) throw new Error('it was not asked about');
  const { id, price, lines } = answer.quote;
  expect(price).toBe(1000);
  expect(lines.join(' ')).toMatch(/2 files cost at most 1 credit .*Only 2 of the 3 can be paid/);
  const [one, other] = await Promise.all([
    fixture.engine.run(id, { person }),
    fixture.engine.run(id, { person }),
  ]);
  if (!('job' in one) || !('job' in other)) throw new Error('it was not run');
  expect(other.job.id).toBe(one.job.id);
  expect((await settledAll(one.job)).map(({ state }) => state)).toEqual(['done', 'done']);
  const card = lastCard(platform);
  expect(card?.batch?.[2]).toMatchObject({
    name: 'c.jpg',
    state: 'FAILED',
    said: expect.stringMatching(/more than .* Nothing was charged/),
  });
  expect(platform.messages.map(({ names }) => names)).toEqual([['a-2x.jpg', 'b-2x.jpg']]);
  expect((await fixture.engine.credits.statement(person)).reserved).toBe(0);
  await fixture.engine.credits.setLimits(admin, { monthly: '0' });
  await expect(fixture.engine.checkBatch(person, runs)).rejects.toThrow(/credits/);
});
