/** Trouble of our own machine with its files: it is waited out, costs nobody anything, and is not the file's fault. */
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Failure, sentence } from '../../../src/core/domain/failure.ts';
import type { Job } from '../../../src/core/domain/job.ts';
import { ownTrouble } from '../../../src/core/media/own-trouble.ts';
import { type Fixture, openFixture } from '../../helpers/fixture.ts';
import { ask, picture, streamOf, until } from '../../helpers/requests.ts';

let fixture: Fixture;
let whenAnswered = async () => {};
beforeAll(async () => {
  fixture = await openFixture({
    overrides: {
      checkpoint: (name) => {
        if (name === 'submit answered') void whenAnswered();
      },
    },
  });
});
afterAll(() => fixture.close());

const folder = () => join(fixture.folder, 'files');
/** As a disk that is not there for a while. */
const unplug = () => rename(folder(), `${folder()}-away`);
const plugIn = () => rename(`${folder()}-away`, folder());
const waitedFor = (id: string) => until(async () => ((await fixture.engine.read(id))?.faults ?? 0) > 0);
const said = ({ failure }: Job) => (failure ? sentence(failure as Failure) : '');

it('a source that is gone is looked for a few times, and then said to be gone', async () => {
  const kept = await fixture.engine.keep(streamOf(await picture()));
  await rm(join(folder(), kept.name));
  const job = await ask(fixture.engine, { source: { kind: 'stored', ...kept } });
  const over = await fixture.engine.settled(job.id);
  expect(over).toMatchObject({
    state: 'failed',
    hold: 'released',
    failure: { code: 'file-gone' },
    charged: 0,
  });
  expect(said(over)).toBe('This bot does not have the file any more. Send it once more.');
  expect(fixture.lab.submits().filter(({ body }) => body.image === over.sourceUrl)).toHaveLength(0);
}, 30_000);

it('a job waits for a disk that is not there, and goes on when it is', async () => {
  const kept = await fixture.engine.keep(streamOf(await picture()));
  await unplug();
  const job = await ask(fixture.engine, { source: { kind: 'stored', ...kept } });
  await waitedFor(job.id);
  await plugIn();
  expect(await fixture.engine.settled(job.id)).toMatchObject({ state: 'done', hold: 'settled' });
}, 30_000);

it('a result that cannot be written is fetched again, and paid for once', async () => {
  whenAnswered = unplug;
  const job = await ask(fixture.engine);
  await waitedFor(job.id);
  whenAnswered = async () => {};
  await plugIn();
  const over = await fixture.engine.settled(job.id);
  expect(over).toMatchObject({ state: 'done', hold: 'settled' });
  expect(fixture.lab.submits().filter(({ body }) => body.image === over.sourceUrl)).toHaveLength(1);
}, 30_000);

it('whoever hands a file in reads that it is not theirs', async () => {
  await unplug();
  const refused = await fixture.engine.keep(streamOf(await picture())).catch((error: unknown) => error);
  await plugIn();
  expect(refused).toMatchObject({ code: 'storage' });
});

it.each([
  [
    'a full disk',
    Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }),
    'storage',
  ],
  ['an error that only names it', new Error('Error: EROFS: read-only file system, open'), 'storage'],
  [
    'the words of libvips',
    new Error('unable to open for write\nunix error: No space left on device'),
    'storage',
  ],
  ['a picture that libvips does not find', new Error('Input file is missing: /data/a.png'), 'file-gone'],
  [
    'what was taken for a damaged file',
    new Failure('file-damaged', { medium: 'image' }, { cause: new Error('Too many open files') }),
    'storage',
  ],
  [
    'a damaged file',
    new Failure('file-damaged', { medium: 'image' }, { cause: new Error('bad header') }),
    undefined,
  ],
  [
    'what the provider says of its own disk',
    new Failure('provider-failed', { detail: 'x' }, { cause: new Error('No space left on device') }),
    undefined,
  ],
  ['any other error', new Error('a defect'), undefined],
])('%s', (_name, error, code) => {
  expect(ownTrouble(error)?.code).toBe(code);
});
