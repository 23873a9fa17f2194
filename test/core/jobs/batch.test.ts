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
