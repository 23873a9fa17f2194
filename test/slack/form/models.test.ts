/** The form of every model, and the form over a socket: from its fields to the lab and back. */
import { describe, expect, it } from 'vitest';
import type { Field } from '../../../src/models/fields.ts';
import { textOf } from '../../fakes/slack/people/seen.ts';
import {
  allStates,
  chooseModel,
  delivered,
  entries,
  eventually,
  jobOf,
  modelsOver,
  openChannel,
  opened,
  picture,
  sampleOf,
  sentFor,
  settingsOf,
  transports,
  withOwnHarness,
} from '../harness/client.ts';
import { type Harness, statesOf } from '../harness/harness.ts';

// A workspace for each: its messages can be edited fifty times a minute.
let harness: Harness;
const enter = (it: Harness) => {
  harness = it;
};
const small = { 'field:output_format': 'png' };

/** Another value than the default, as a person enters it, and as the provider gets it. */
function changed(field: Field): { given: string | string[] | number; sent: unknown } {
  switch (field.kind) {
    case 'media':
      throw new Error('no setting');
    case 'toggle':
      return field.default ? { given: [], sent: false } : { given: ['yes'], sent: true };
    case 'choice': {
      const other = field.options.find(({ value }) => value !== field.default)?.value ?? '';
      return { given: String(other), sent: field.wire === 'text' ? String(other) : other };
    }
    case 'number': {
      const other = field.integer ? field.min : (field.min + field.max) / 2;
      return { given: other, sent: other };
    }
    case 'text':
      return { given: 'another text', sent: 'another text' };
  }
}

describe.each(transports)('over %s, the form of a model', (transport) => {
  withOwnHarness(enter, { transport });

  it.concurrent.each(modelsOver(transport, ['upscale']))(
    'runs $command with every setting as it was entered, and the result is the lab’s',
    async (model) => {
      const { channel, ada } = openChannel(harness);
      const form = await opened(ada.slash('/darkroom'));
      await chooseModel(ada, form, model.name);
      const values = settingsOf(model.name).map((field) => ({ name: field.name, ...changed(field) }));
      const sent = await ada.submit(form, {
        ...Object.fromEntries(values.map(({ name, given }) => [`field:${name}`, given])),
        file: await sampleOf(harness, model.takes),
      });
      expect(await sent.acknowledged).toMatchObject({ body: { response_action: 'clear' } });
      const card = await delivered(harness, channel);
      expect(statesOf(card)).toEqual(allStates);
      const job = await jobOf(harness, card);
      expect(job.model).toBe(model.name);
      expect(sentFor(harness, job)).toMatchObject(
        Object.fromEntries(values.map(({ name, sent: value }) => [name, value])),
      );
    },
  );
});

describe('over a socket', () => {
  withOwnHarness(enter, { transport: 'socket' });

  it('the form opens before Slack is asked for anything else, and runs', async () => {
    const { slack } = harness;
    const { channel, ada } = openChannel(harness);
    const before = slack.log.length;
    const form = await opened(ada.slash('/darkroom'));
    const methods = slack.log.slice(before).map(({ method }) => method);
    // A second connection may be on its way.
    expect(methods.find((it) => it !== 'apps.connections.open')).toBe('views.open');
    await ada.submit(form, { ...small, file: picture() });
    await delivered(harness, channel);
  });

  it('outlives a restart, with all that stands in it', async () => {
    const { channel, ada } = openChannel(harness);
    const source = await ada.post('two', { files: [picture('one.jpg'), picture('two.jpg')] });
    const form = await opened(ada.shortcut(source));
    await ada.choose(form, 'field:quality', 50);
    await harness.restart();
    await ada.choose(form, 'which', 'm1');
    await eventually(() => expect(form.history).toHaveLength(3));
    expect(entries(form)).toMatchObject({ 'field:quality': '50', which: 'm1' });
    await ada.submit(form, small);
    const card = await delivered(harness, channel);
    expect(card.thread).toBe(source.ts);
    expect((await jobOf(harness, card)).settings).toMatchObject({ quality: 50, output_format: 'png' });
  });

  it('that comes too late is explained', async () => {
    const { slack } = harness;
    const { ada } = openChannel(harness);
    slack.fail({ method: 'views.open', error: 'expired_trigger_id' });
    const asked = ada.slash('/darkroom');
    await eventually(() =>
      expect(asked.replies.map(textOf)).toEqual([expect.stringContaining('Please try again')]),
    );
  });
});
