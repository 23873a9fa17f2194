/** A machine that is too busy to read a file: it is read later, and nobody's file is called damaged for it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEngine } from '../../helpers/engine-fixture.ts';
import { type Fixture, openFixture } from '../../helpers/fixture.ts';
import { readers } from '../../helpers/readers.ts';
import { ask, picture, streamOf, until } from '../../helpers/requests.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture({ lab: { balance: 1_000_000 }, work: false });
});
afterAll(() => fixture.close());

/** As a machine without memory does it. */
const endReaders = async () => {
  for (const id of await readers()) process.kill(id, 'SIGKILL');
};

test('at the request it is tried three times, and then said', async () => {
  const source = { kind: 'stored', ...(await fixture.engine.keep(streamOf(await picture()))) } as const;
  const command = { key: 'a', platform: 'recorder', address: null, scope: 'scope', requester: 'somebody' };
  const asked = fixture.engine
    .quote({ ...command, model: 'esrgan', settings: {}, source })
    .catch((error: unknown) => error);
  let over = false;
  void asked.then(() => {
    over = true;
  });
  await until(async () => {
    await endReaders();
    return over;
  });
  expect(await asked).toMatchObject({ code: 'reader-busy' });
});

test('in a job it is tried later: the source, and the result, which is paid once', async () => {
  const { store, ledger, folder, redisUrl, lab, prefix, platform } = fixture;
  const { id } = await ask(fixture.engine);
  const worker = await openEngine({ redisUrl, labUrl: lab.url, folder, prefix, platforms: [platform] });
  try {
    // Once in each state: with each fault the pause before the next try grows.
    for (const state of ['accepted', 'polling'])
      await until(async () => {
        const found = await store.read(id);
        if (found?.state !== state) return false;
        await endReaders();
        return found.faults > 0;
      });
    const end = await worker.engine.settled(id);
    expect(end).toMatchObject({ state: 'done', hold: 'settled' });
    expect(lab.submits()).toHaveLength(1);
    expect(await ledger.holds()).toEqual([]);
  } finally {
    await worker.close();
  }
  // The pauses between its tries, on a machine that may be busy indeed.
}, 150_000);
