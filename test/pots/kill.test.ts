/** kill -9 between the steps of a chip-in, and a restart: one job, and every credit where it belongs. */
import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chipAccount } from '../../src/core/domain/pots/pot.ts';
import { type Lab, startLab } from '../../src/lab/server/server.ts';
import { openEngine } from '../helpers/engine-fixture.ts';
import { mistakesInBooks, temporaryFolder, testRedis } from '../helpers/fixture.ts';
import { picture, streamOf } from '../helpers/requests.ts';
import { compiled } from '../run/programs.ts';
import type { Order } from './kill-worker.ts';

const points = [
  'purchase funded',
  'about to reserve',
  'reserved',
  'purchase job made',
  'purchase job noted',
  'result recorded',
  'about to share out',
  'shared out',
];
const worker = await compiled(new URL('./kill-worker.ts', import.meta.url));
const children = new Set<ChildProcess>();
let redis: Awaited<ReturnType<typeof testRedis>>;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let lab: Lab;

beforeAll(async () => {
  redis = await testRedis();
  folder = await temporaryFolder();
  lab = await startLab({ dataDir: join(folder.path, 'lab'), balance: 1_000_000 });
  const instead = { bytes: await picture(), type: 'image/jpeg' };
  lab.behave({ instead }, { jobs: Number.POSITIVE_INFINITY });
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await lab.close();
  await redis.close();
  await folder.remove();
});

async function send(order: Order): Promise<string> {
  const child = fork(worker, { execArgv: ['--no-opt'] });
  children.add(child);
  await once(child, 'message');
  child.send(order);
  const said = once(child, 'message').then(([message]) => String(message));
  const ended = once(child, 'exit').then(([code, signal]) => String(signal ?? code));
  const first = await Promise.race([said, ended]);
  child.kill('SIGKILL');
  await ended;
  children.delete(child);
  return first;
}

it('makes one job and shares out what it left, wherever it died', async () => {
  const wrong: string[] = [];
  const trial = async (point: string) => {
    const prefix = `pots-${randomUUID()}`;
    const place = { redisUrl: redis.url, labUrl: lab.url, folder: join(folder.path, prefix), prefix };
    const client = await openEngine({ ...place, platforms: [], work: false });
    const who = (requester: string) => ({ platform: 'chat', scope: 's', requester });
    const source = { kind: 'stored', ...(await client.engine.keep(streamOf(await picture()))) } as const;
    // 168.4 credits.
    const asked = {
      key: 'q',
      address: null,
      model: 'clarity',
      settings: {},
      source,
      together: true,
    } as const;
    const { id } = await client.engine.quote({ ...who('ben'), ...asked });
    await client.engine.purchases.open('chip', id, { person: who('ben'), turn: null });
    for (const name of ['ben', 'ann'])
      await client.engine.purchases.pledge(id, who(name), { amount: 40_000, key: name });
    const died = await send({ id, point, place });
    const ended = await send({ id, place });
    const job = (await client.engine.jobs(who('ben'), 9))[0];
    const owners = ['ben', 'ann', 'cleo'].map((requester) => ({ scope: 's', requester }));
    const accounts = await Promise.all(
      owners.map((owner) => client.ledger.account(owner, { period: '2000-01-01', monthly: 200_000 })),
    );
    const seen = {
      ...{ died, ended, jobs: (await client.engine.jobs(who('ben'), 9)).length },
      state: (await client.engine.purchases.read(id))?.state,
      paid: accounts.reduce((sum, { used }) => sum + used, 0) - (job?.charged ?? 0),
      mistakes: await mistakesInBooks(client.ledger, [{ scope: 's', requester: chipAccount(id) }]),
    };
    await client.close();
    const right = { died: 'SIGKILL', ended: 'over', jobs: 1, state: 'over', paid: 0, mistakes: [] };
    if (JSON.stringify(seen) !== JSON.stringify(right)) wrong.push(`${point}: ${JSON.stringify(seen)}`);
  };
  const left = [...points];
  const lane = async () => {
    for (let point = left.shift(); point !== undefined; point = left.shift()) await trial(point);
  };
  await Promise.all([lane(), lane()]);
  expect(wrong).toEqual([]);
}, 200_000);
