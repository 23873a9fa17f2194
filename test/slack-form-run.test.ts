/** The form in Slack: opened, filled in, and run. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Field } from '../src/models/fields.ts';
import { findModel, models } from '../src/models/index.ts';
import { buttonsOf, textOf } from './slack/seen.ts';
import { cardsIn, finished, openRoom, type Room, saidIn, toldIn } from './slack-room.ts';
import {
  delivered,
  entries,
  eventually,
  jobOf,
  opened,
  optionsOf,
  picture,
  priceIn,
  sampleOf,
  seat,
  sentFor,
  video,
} from './slack-talk.ts';

let room: Room;
beforeAll(async () => {
  const prices = [
    { model: 'esrgan', price: 500 },
    { model: 'esrgan', price: 1_200, field: 'scale', value: '4' },
  ];
  room = await openRoom({
    platform: { prices },
    overrides: { prices },
    limits: { monthly: 200_000, confirm_above: 150_000, per_job: null, jobs_per_person: null },
  });
});
afterAll(() => room.close());
afterEach(() => {
  expect(room.slack.violations).toEqual([]);
});

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

describe('the form', () => {
  it.each(models)(
    'runs $command with every setting as it was entered, and the result is the lab’s',
    async (model) => {
      const { channel, ada } = seat(room);
      await room.bed.engine.office.setLimits(
        { platform: 'slack', scope: room.slack.home.workspace.id, requester: 'U0', admin: true },
        { monthly: 'none', confirm_above: 'none' },
      );
      const form = await opened(ada.slash('/darkroom'));
      const chosen = await ada.choose(form, 'model', model.name);
      await chosen?.acknowledged;
      const settings = model.fields.filter(({ kind }) => kind !== 'media');
      await eventually(() =>
        expect(Object.keys(entries(form))).toEqual(
          expect.arrayContaining(settings.map(({ name }) => `field:${name}`)),
        ),
      );
      const values = settings.map((field) => ({ name: field.name, ...changed(field) }));
      const sent = await ada.submit(form, {
        ...Object.fromEntries(values.map(({ name, given }) => [`field:${name}`, given])),
        file: await sampleOf(room, model.takes),
      });
      expect(await sent.acknowledged).toMatchObject({ body: { response_action: 'clear' } });
      const card = await delivered(room, channel);
      const job = await jobOf(room, card);
      expect(job.model).toBe(model.name);
      expect(sentFor(room, job)).toMatchObject(
        Object.fromEntries(values.map(({ name, sent: value }) => [name, value])),
      );
    },
  );
});
