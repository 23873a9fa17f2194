/**
 * Any source, any model, any settings: the lab's result is what was expected, or the difference is said; and what it lacks
 * of the source, by what was asked of the source's maker, was said before.
 */

import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Failure } from '../../../src/core/domain/failure.ts';
import { differences } from '../../../src/core/media/compare/differences.ts';
import { checkOutcome, givenOf, settingsFor } from '../../../src/core/media/compare/fit-request.ts';
import { losses } from '../../../src/core/media/compare/losses.ts';
import { outgoing } from '../../../src/core/media/outgoing.ts';
import { checkSource, probe } from '../../../src/core/media/probe/probe.ts';
import { ffmpegEncoder } from '../../../src/ffmpeg/encoder.ts';
import { defineModels } from '../../../src/lab/media/models.ts';
import { models } from '../../../src/models/index.ts';
import type { Model } from '../../../src/models/model.ts';
import { ffmpegPath } from '../../helpers/ffmpeg.ts';
import { files } from '../fixture.ts';
import { type Source, sources } from './sources.ts';

/** In full: DARKROOM_SOURCES=200. */
const runs = Number(process.env.DARKROOM_SOURCES ?? 6);
const seed = Number(process.env.DARKROOM_SEED ?? 12);

const encoder = ffmpegEncoder(ffmpegPath);
const lab = defineModels(ffmpegPath);
const { signal } = new AbortController();

/** Values that are quickly worked with; each may be left open. */
const settings: Readonly<Record<string, Record<string, fc.Arbitrary<unknown>>>> = {
  esrgan: { scale: fc.constantFrom(2, 4), output_format: fc.constantFrom('jpeg', 'png', 'webp') },
  'clarityai-flux-upscaler': { scale_factor: fc.constantFrom(2, 3) },
  flashvsr: { scale: fc.constantFrom(1, 2, 3), color_fix: fc.boolean() },
  'video-frame-interpolation': {
    frame_multiplier: fc.constantFrom(1, 2, 3),
    output_fps: fc.constantFrom(10, 24, 30, 60),
    preserve_audio: fc.boolean(),
  },
  svd: {
    fps: fc.constantFrom(7, 30),
    frames: fc.constantFrom(14, 25),
    resize_method: fc.constantFrom('maintain_aspect_ratio', 'crop_to_16_9'),
    motion: fc.constant(20),
  },
};

type Run = { model: Model; source: Source; given: Record<string, unknown> };

const anyRun: fc.Arbitrary<Run> = fc.constantFrom(...models).chain((model) =>
  fc.record({
    model: fc.constant(model),
    source: sources[model.takes],
    given: fc.record(settings[model.name] ?? {}, { requiredKeys: [] }),
  }),
);

/** What is wrong with it; `refused` where it was refused by one of our rules before anything was paid. */
async function tried({ model, source, given }: Run, folder: string): Promise<string[] | 'refused'> {
  const { truth } = source;
  const kept = await files.keep(createReadStream(await source.write(folder)), { maxBytes: 1e8 });
  const record = await probe(files.path(kept.name), { encoder, tries: 3 });
  const prepared = model.prepare(given);
  if (!prepared.ok) throw new Error('these are no settings');
  const complete = settingsFor(model, givenOf(given, prepared.settings), record);
  try {
    checkSource(record, model.media);
    checkOutcome(model, complete, record);
  } catch (error) {
    if (error instanceof Failure) return 'refused';
    throw error;
  }
  const sent = await outgoing({ files, encoder }, kept, { record, takes: model.takes, signal });
  const target = join(folder, 'result');
  const scratch = await mkdtemp(join(folder, 'work-'));
  let path = target;
  await lab[model.name]?.({
    source: sent.path,
    settings: complete,
    scratch,
    target: (type) => {
      path = `${target}.${type.split('/')[1]}`;
      return path;
    },
    signal,
    randomSeed: 7,
  });
  await sent.remove();
  const result = await probe(path, { encoder, tries: 3 });

  const said = differences(model, complete, record, { result }).map(({ kind }) => kind);
  const lost = losses(record, model, complete).map(({ kind }) => kind);
  const has = result.medium === 'video' ? result : undefined;
  const frame = 1 / Math.min(truth.fps ?? 60, has?.fps ?? 60);
  const times = Number(complete.scale ?? complete.scale_factor ?? 1);
  const isLarger = model.name !== 'svd';
  const isKept = model.takes === 'video';
  const isNear = (one: number, other: number, by: number) => Math.abs(one - other) <= by;
  const rules: [what: string, holds: boolean][] = [
    ['the lab does what is expected', said.length === 0],
    [
      'the size of the source is read',
      isNear(record.width, truth.width, 1) && isNear(record.height, truth.height, 1),
    ],
    [
      'size',
      !isLarger ||
        said.includes('size') ||
        (isNear(result.width, truth.width * times, 1 + times) &&
          isNear(result.height, truth.height * times, 1 + times)),
    ],
    [
      'transparency',
      !truth.alpha || result.alpha || lost.includes('transparency') || said.includes('opaque'),
    ],
    ['sound', !truth.audio || has?.audio === true || lost.includes('sound') || said.includes('silent')],
    ['movement', truth.seconds === undefined || (has !== undefined && isKept) || lost.includes('movement')],
    [
      'length',
      !isKept || said.includes('length') || isNear(has?.seconds ?? 0, truth.seconds ?? 0, frame + 0.001),
    ],
    [
      'rate',
      !isKept ||
        lost.includes('rate') ||
        said.includes('rate') ||
        (has?.fps ?? 0) > (truth.fps ?? 0) * 0.95 - 1,
    ],
  ];
  return rules
    .filter(([, holds]) => !holds)
    .map(([what]) => what)
    .map((what) => `${what}: ${JSON.stringify({ said, lost, record, result })}`);
}

test('the result is as expected, or the difference is said', {
  timeout: runs * 60_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'darkroom-sources-'));
  const wrong: string[] = [];
  let refused = 0;
  try {
    for (const run of fc.sample(anyRun, { numRuns: runs, seed })) {
      const found = await tried(run, folder).catch((error: unknown) => [String(error)]);
      if (found === 'refused') refused += 1;
      else
        wrong.push(
          ...found.map(
            (what) => `${run.model.command} ${JSON.stringify(run.given)} of ${run.source.name}: ${what}`,
          ),
        );
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  expect(wrong).toEqual([]);
  expect(refused).toBeLessThan(runs / 2);
});
