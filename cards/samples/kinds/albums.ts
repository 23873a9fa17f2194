/** The one card of several files that were asked for at once. */
import { now } from '../people.ts';
import type { Part } from '../record.ts';
import { both, type Section } from '../sample.ts';
import type { Refused } from '../stage.ts';

const running = {
  state: 'polling',
  submittedAt: now - 5_000,
  phase: 'processing',
  processingAt: now - 2_600,
  operation: { requestId: 'r1', statusUrl: '', resultUrl: '' },
} satisfies Part;
const broken: Refused = {
  name: 'falls.jpg',
  refused: 'The picture is damaged and cannot be read. Try another copy.',
};
const done = { state: 'done' } satisfies Part;
const cancelled = {
  state: 'cancelled',
  hold: 'released',
  failure: { code: 'cancelled', facts: { submitted: false } },
} satisfies Part;

const smoother: Part = {
  id: 'k7f3mq3',
  of: 'clip',
  model: 'video-frame-interpolation',
  settings: { output_fps: 60 },
  state: 'done',
  resultAt: now - 35_000,
  batch: { id: 'k7f3mq2', position: 0, count: 2, step: { next: 'k7f3mq2' } },
};
const larger: Part = {
  of: 'clip',
  model: 'flashvsr',
  settings: { scale: 2 },
  readyAt: now - 35_000,
  batch: { id: 'k7f3mq2', position: 1, count: 2, step: {} },
};

const card = (title: string, parts: readonly (Part | Refused)[]) =>
  both(title, (easel) => easel.album(parts));

export const albums: Section = {
  title: 'The card of an album',
  about: 'a line for each, in the order of the request: what came of it, or why nothing did',
  samples: [
    card('On its way', [
      { ...done, of: 'lake' },
      broken,
      { ...running, id: 'k7f3mq3', of: 'skyline' },
      { state: 'queued', id: 'k7f3mq4', of: 'forest', waiting: { position: 3, startsInMs: 40_000 } },
    ]),
    card('Steps on their way', [smoother, { ...larger, ...running }]),
    card('Steps that stopped', [
      smoother,
      {
        ...larger,
        state: 'failed',
        hold: 'released',
        failure: { code: 'provider-failed', facts: { detail: 'the machine ran out of memory' } },
      },
    ]),
    card('Over', [{ ...done, of: 'lake' }, broken, { ...cancelled, id: 'k7f3mq3', of: 'skyline' }]),
  ],
};
