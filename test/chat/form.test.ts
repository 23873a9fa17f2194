/** What of a form somebody chose, and what is offered beside a picture that moves. */
import { expect, it } from 'vitest';
import { admitForm, chosenIn } from '../../src/chat/form/form.ts';
import { actionsOf } from '../../src/chat/next-actions.ts';
import { offersIn } from '../../src/core/credits/offers.ts';
import { Failure } from '../../src/core/domain/failure.ts';
import { fieldsFrom, type Job, jobFrom } from '../../src/core/domain/job.ts';
import type { Limits } from '../../src/core/domain/limits.ts';
import type { MediaRecord } from '../../src/core/domain/media-record.ts';
import { policyFrom } from '../../src/core/domain/policy.ts';
import { viewOf } from '../../src/core/view/view-of.ts';
import { esrgan } from '../../src/models/esrgan.ts';
import { flashvsr } from '../../src/models/flashvsr.ts';

it('takes a default that stood in the form for nothing chosen, but for what was filled in before', () => {
  const sent = { output_format: 'jpeg', quality: '95', scale: '4' };
  expect(chosenIn(esrgan, sent, {})).toEqual({ scale: '4' });
  expect(chosenIn(esrgan, sent, { output_format: 'png' })).toEqual({ output_format: 'jpeg', scale: '4' });
  // What is wrong, or of another model, is said by whoever checks it.
  expect(chosenIn(esrgan, { scale: 'many', seed: 42 }, {})).toEqual({ scale: 'many', seed: 42 });
  expect(chosenIn(flashvsr, { color_fix: true, seed: -1 }, {})).toEqual({ seed: -1 });
});

it('opens where it cannot be counted, and says so where it was too often', async () => {
  const answering = (error: Error) => ({ requests: { admitForm: () => Promise.reject(error) } });
  const ann = { scope: 'home', requester: 'ann' };
  await expect(admitForm(answering(new Error('no Redis')), ann)).resolves.toBeUndefined();
  const tooOften = new Failure('too-often', { what: 'forms' });
  await expect(admitForm(answering(tooOften), ann)).rejects.toThrow('more forms in a minute');
});

const record: MediaRecord = {
  medium: 'image',
  type: 'image/gif',
  width: 32,
  height: 32,
  alpha: false,
  depth: 8,
  light: 'sdr',
  frames: 24,
  moving: { seconds: 2, fps: 12, loops: 0 },
};
const offered = (facts: Partial<Job>, limits: Partial<Limits> = {}) => {
  const job: Partial<Job> = {
    id: 'k7f3mq2',
    version: 1,
    state: 'queued',
    createdAt: 0,
    changedAt: 0,
    address: null,
    platform: 'seen',
    scope: 'home',
    requester: 'ann',
    model: 'esrgan',
    settings: { output_format: 'jpeg', quality: 95, scale: 2 },
    source: { kind: 'stored', name: 'a', type: 'image/gif', bytes: 1, record },
    price: 500,
    hold: 'reserved',
    ...facts,
  };
  const made = jobFrom(fieldsFrom(job));
  const view = viewOf(made, {
    durations: [],
    lab: false,
    now: 0,
    ...offersIn(made, [], policyFrom({}, limits)),
  });
  return actionsOf(view, { conversation: 'here', confined: false }).map(({ act, argument, label }) => [
    act,
    argument,
    label,
  ]);
};

it('offers the model for videos beside a picture that moves, and asks first where it is dear', () => {
  const cancel = ['cancel', undefined, 'Cancel'];
  const larger = ['repair', 'flashvsr@117620', 'Larger video ×2 for 117.62 credits'];
  expect(offered({}, { confirm_above: null })).toEqual([cancel, larger]);
  expect(offered({}, { confirm_above: 50_000 })).toEqual([
    cancel,
    ['repair', 'flashvsr@117620', 'Larger video ×2 for 117.62 credits…'],
  ]);
  const still: MediaRecord = {
    medium: 'image',
    type: 'image/gif',
    width: 32,
    height: 32,
    alpha: false,
    depth: 8,
    light: 'sdr',
    frames: 1,
  };
  const source = { kind: 'stored', name: 'a', type: 'image/gif', bytes: 1, record: still } as const;
  expect(offered({ source })).toEqual([cancel]);
});
