/** The terminal as a platform: the contract that it shares with every chat. */
import { access, mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTerminal } from '../../src/bots/terminal/index.ts';
import type { Job, Source } from '../../src/core/domain/job.ts';
import type { Platform } from '../../src/core/ports/platform.ts';
import { type Fixture, openFixture, recorder } from '../helpers/fixture.ts';
import { type Contestant, platformContract } from '../helpers/platform-contract.ts';
import { picture, streamOf } from '../helpers/requests.ts';
import { createScreen, erased, screenful } from './screen.ts';

const wanted = { scope: 'scope', requester: 'somebody', model: 'esrgan' } as const;
const settings = { scale: '2', output_format: 'png' };
let asked = 0;
const newKey = () => {
  asked += 1;
  return `contract-${asked}`;
};

const source = async (fixture: Fixture): Promise<Source> => ({
  kind: 'stored',
  ...(await fixture.engine.keep(streamOf(await picture()))),
});

const withoutRepeats = (states: readonly string[]) => states.filter((state, at) => state !== states[at - 1]);

async function repeated(platform: Platform, fixture: Fixture, job: Job): Promise<void> {
  if (!job.result) throw new Error('the job has no result');
  const { name, type, bytes } = job.result;
  const view = await fixture.engine.view(job);
  await platform.deliver(job.address, view, {
    path: join(fixture.folder, 'files', name),
    type,
    bytes,
    fileName: name,
  });
  await platform.show(job.address, view);
}

describe('the recorder, as the smallest platform', () => {
  let fixture: Fixture;
  let postsToFail = 0;
  let editsToFail = 0;
  let editMs = 0;
  const kept = recorder('recorder', () => {
    if (postsToFail-- > 0) throw new Error('the chat is down');
  });
  const platform = {
    ...kept,
    show: async (address, view) => {
      if (editsToFail-- > 0) throw new Error('the chat is down');
      // The last edit is quick: one that is still on its way must not land on top of it.
      await setTimeout(view.state === 'COMPLETED' ? 0 : editMs);
      await kept.show(address, view);
    },
    // It knows what it posted, as the port demands.
    deliver: async (address, view, delivery) => {
      if (!kept.posts.some(({ id }) => id === view.id)) await kept.deliver(address, view, delivery);
    },
  } satisfies typeof kept;
  beforeAll(async () => {
    fixture = await openFixture({ platform });
  });
  afterAll(() => fixture.close());

  const contestant = (): Contestant => ({
    fixture,
    ask: async () =>
      fixture.engine.submit({
        ...wanted,
        settings,
        key: newKey(),
        platform: 'recorder',
        address: null,
        source: await source(fixture),
      }),
    seen: async (job) => {
      const views = kept.views.filter(({ id }) => id === job.id);
      return {
        states: withoutRepeats(views.map(({ state }) => state)),
        cards: 1,
        files: kept.posts.filter(({ id }) => id === job.id).map(({ bytes }) => bytes),
        lastText: views.at(-1)?.line ?? '',
      };
    },
    repeat: (job) => repeated(platform, fixture, job),
    breakCard: async () => {
      editsToFail = 1;
    },
    breakPost: async () => {
      postsToFail = 1;
    },
  });
  platformContract(contestant);

  it('never skips PROCESSING, nor goes back from COMPLETED, where an edit takes longer than a step', async () => {
    editMs = 700;
    const { ask, seen } = contestant();
    const job = await fixture.engine.settled((await ask()).id);
    expect((await seen(job)).states).toEqual(['QUEUED', 'PROCESSING', 'COMPLETED']);
    editMs = 0;
  });
});

describe('the terminal', () => {
  let fixture: Fixture;
  const screen = createScreen({ isTTY: true, columns: 1000 });
  const terminal = createTerminal(screen);
  let out = '';
  beforeAll(async () => {
    fixture = await openFixture({ platforms: [terminal] });
  });
  beforeEach(async () => {
    screen.writes.length = 0;
    out = join(fixture.folder, newKey());
    await mkdir(out);
  });
  afterAll(() => fixture.close());

  platformContract(
    (): Contestant => ({
      fixture,
      ask: async () =>
        fixture.engine.submit({
          ...wanted,
          settings,
          key: newKey(),
          platform: 'terminal',
          address: terminal.addressFor({ path: join(out, 'big.png'), exact: true }),
          source: await source(fixture),
        }),
      seen: async () => {
        const drawn = screen.writes.map((text) => text.replace(erased, ''));
        return {
          states: withoutRepeats(drawn.map((line) => line.split(' ')[0] ?? '')),
          cards: screenful(screen.writes).length,
          files: await Promise.all((await readdir(out)).map((name) => readFile(join(out, name)))),
          lastText: drawn.at(-1) ?? '',
        };
      },
      repeat: (job) => repeated(terminal, fixture, job),
      breakCard: async () => screen.failOnce(),
      // A link to itself cannot be written to; the attempt that finds it takes it away.
      breakPost: ({ id }) => symlink(join(out, `.${id}.part`), join(out, `.${id}.part`)),
    }),
  );

  it('hands over for a terminal that is gone, and draws nothing for it', async () => {
    const elsewhere = createTerminal(createScreen());
    const address = elsewhere.addressFor({ path: join(out, 'theirs.png'), exact: true });
    const command = { ...wanted, settings, key: newKey(), platform: 'terminal', address };
    const job = await fixture.engine.submit({ ...command, source: await source(fixture) });
    expect(await fixture.engine.settled(job.id)).toMatchObject({ state: 'done', notified: true });
    await access(join(out, 'theirs.png'));
    expect(screen.writes).toEqual([]);
  });

  it('gives up, and says so, when the folder for the result has gone meanwhile', async () => {
    const address = terminal.addressFor({ path: join(out, 'gone', 'big.png'), exact: true });
    const command = { ...wanted, settings, key: newKey(), platform: 'terminal', address };
    const job = await fixture.engine.submit({ ...command, source: await source(fixture) });
    expect(await fixture.engine.settled(job.id)).toMatchObject({
      state: 'failed',
      result: { type: 'image/png' },
    });
    expect(screenful(screen.writes).at(-1)).toContain('could not be handed over');
  });
});
