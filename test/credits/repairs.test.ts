/** What mends a failure: for every code the decision, and what a press would run, for how much. */
import { describe, expect, it } from 'vitest';
import { toldIn } from '../../src/chat/action.ts';
import { repairsOf } from '../../src/chat/repair.ts';
import { repairOf, repairOfJob, settingsOf } from '../../src/core/credits/repairs.ts';
import { inForm } from '../../src/core/domain/form.ts';
import { fieldsFrom, type Job, jobFrom } from '../../src/core/domain/job.ts';
import { policyFrom } from '../../src/core/domain/policy.ts';
import { mends } from '../../src/core/domain/repairs.ts';
import { failureSentence } from '../../src/core/view/ending.ts';
import { viewOf } from '../../src/core/view/view-of.ts';
import { findModel, models } from '../../src/models/index.ts';

const place = { prices: [], policy: policyFrom({}), at: {} };
const codes = Object.keys(mends);
const settingsFor = (model: string, set: Record<string, unknown> = {}) => {
  const prepared = findModel(model)?.prepare(set);
  if (!prepared?.ok) throw new Error('these are no settings');
  return prepared.settings;
};
const failed = (code: string, facts: Record<string, unknown> = {}): Job => {
  const job: Partial<Job> = {
    id: 'k7f3mq2',
    version: 3,
    createdAt: 0,
    changedAt: 0,
    address: null,
    platform: 'seen',
    scope: 'home',
    requester: 'ann',
    model: 'esrgan',
    settings: settingsFor('esrgan'),
    source: { kind: 'link', link: '' },
    price: 500,
    hold: 'released',
    state: 'failed',
    failure: { code, facts },
  };
  return jobFrom(fieldsFrom(job));
};
const buttonFor = (code: string, model: string, set: Record<string, unknown> = {}, at = place) => {
  const repair = repairOf(code, { model, settings: settingsFor(model, set) }, at);
  return repairsOf({ id: 'k7f3mq2', ...(repair && { repair }) }).map(({ act, argument, label }) => {
    const said = toldIn(argument);
    expect(said.told).toBe(repair?.price);
    return [act, said.argument || undefined, label];
  });
};

describe('what mends a failure', () => {
  it.each([
    ['result-unreadable', 'esrgan', {}, 'repair', 'esrgan.output_format.png', 'As PNG for 0.5 credits'],
    [
      'result-unreadable',
      'esrgan',
      { output_format: 'png' },
      'repair',
      'esrgan.output_format.jpeg',
      'As JPEG for 0.5 credits',
    ],
    // It has no file type to choose.
    ['result-unreadable', 'svd', {}, 'again', undefined, 'Run again for 16.59 credits'],
    ['provider-timed-out', 'esrgan', { scale: 8 }, 'repair', 'esrgan.scale.4', 'At ×4 for 0.5 credits'],
    [
      'provider-timed-out',
      'clarityai-flux-upscaler',
      { scale_factor: 5 },
      'repair',
      'clarityai-flux-upscaler.scale_factor.2',
      'At ×2 for 168.4 credits…',
    ],
    // At ×1 it would make nothing larger.
    ['provider-timed-out', 'esrgan', { scale: 2 }, 'again', undefined, 'Run again'],
    ['switched-off', 'clarityai-flux-upscaler', {}, 'repair', 'esrgan', 'Larger ×2 for 0.5 credits'],
    [
      'provider-model-gone',
      'esrgan',
      {},
      'repair',
      'clarityai-flux-upscaler',
      'New detail ×4 for 168.4 credits…',
    ],
    ['provider-failed', 'esrgan', {}, 'again', undefined, 'Run again'],
    ['provider-failed', 'flashvsr', {}, 'again', undefined, 'Run again for 117.62 credits…'],
    ['a code of a newer version', 'esrgan', {}, 'again', undefined, 'Run again'],
  ])('%s of %s %o: %s %s', (code, model, set, act, argument, label) => {
    expect(buttonFor(code, model, set)).toEqual([[act, argument, label]]);
  });

  it('is nothing where another run would end the same way, or no other model may run', () => {
    for (const code of ['file-damaged', 'provider-key', 'provider-moderation', 'withdrawn', 'crashed'])
      expect(buttonFor(code, 'esrgan'), code).toEqual([]);
    const policy = policyFrom({ 'rule clarityai-flux-upscaler': JSON.stringify('deny') });
    expect(buttonFor('provider-model-gone', 'esrgan', {}, { ...place, policy })).toEqual([]);
    expect(buttonFor('provider-model-gone', 'svd')).toEqual([]);
  });

  it('is said to be nothing, and why, after what is to be done instead', () => {
    expect(failureSentence(failed('file-damaged', { medium: 'image' }))).toBe(
      'The picture is damaged and cannot be read. Nothing was charged. Try another copy. With the same source it would end the same way.',
    );
    expect(failureSentence(failed('provider-key'))).toMatch(
      /check SEGMIND_API_KEY\. Until then every such job ends the same way\.$/,
    );
    expect(failureSentence(failed('provider-failed', { detail: 'no' }))).not.toContain('the same way');
  });

  it('is the same in the plainest form, without a word of people or of the provider', () => {
    const job = { ...failed('result-unreadable', { detail: 'SECRET' }), refusals: 9 };
    const repair = repairOfJob(job, place);
    const view = viewOf(inForm(job), { durations: [], lab: false, now: 0, repair });
    expect(view.form).toBe('bare');
    expect(JSON.stringify([view, repairsOf(view)])).not.toContain('SECRET');
    expect(repairsOf(view)).toMatchObject([{ act: 'repair', label: 'As PNG for 0.5 credits' }]);
  });

  it('can be run as it is offered, for the price that is said', () => {
    for (const model of models)
      for (const code of codes) {
        const settings = settingsFor(model.name);
        const repair = repairOf(code, { model: model.name, settings }, place);
        if (!repair) continue;
        const other = findModel(repair.model);
        expect(other?.prepare(settingsOf(repair, { settings })).ok, `${code} ${model.name}`).toBe(true);
        expect(other).toMatchObject({ takes: model.takes, gives: model.gives, price: repair.price });
      }
  });
});
