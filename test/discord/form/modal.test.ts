/** Every model's forms, as Discord would take them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSessionStore } from '../../../src/async/session-store.ts';
import { fitting, modalFor, pagesOf } from '../../../src/bots/discord/form/modal.ts';
import { findModel, models } from '../../../src/models/index.ts';
import { modalSchema } from '../../fakes/discord/messages/modal.ts';

const customId = 'v1:form:abcdefghijkl:0';
const price = 'From 1234.5 credits';

describe.each(models)('the forms of $command', (model) => {
  const pages = pagesOf(model);

  it('hold every setting once, five fields at most, those with a role first', () => {
    const settings = model.fields.filter(({ kind }) => kind !== 'media');
    expect(pages.flat().toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual(
      settings.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    );
    for (const page of pages.keys())
      expect(modalFor(model, { customId, settings: {}, page, price }).components.length).toBeLessThanOrEqual(
        5,
      );
    const roles = pages.flat().map(({ role }) => role !== undefined);
    expect(roles).toEqual(roles.toSorted((a, b) => Number(b) - Number(a)));
  });

  it('are what Discord takes, whatever is filled in already', () => {
    const values = fc.dictionary(
      fc.constantFrom(...model.fields.map(({ name }) => name)),
      fc.oneof(fc.string({ maxLength: 5000 }), fc.integer(), fc.boolean(), fc.constant(undefined)),
    );
    fc.assert(
      fc.property(values, fc.nat(pages.length - 1), (settings, page) => {
        const form = modalFor(model, { customId, settings, page, price });
        expect(modalSchema.safeParse(form).error?.issues).toBeUndefined();
      }),
    );
  });

  it('are filled in with the defaults', () => {
    for (const page of pages.keys())
      for (const part of modalFor(model, { customId, settings: {}, page, price }).components) {
        // The price stands above them.
        if (!('component' in part)) continue;
        const { component } = part;
        const field = model.fields.find(
          ({ name }) => 'custom_id' in component && name === component.custom_id,
        );
        if (!field || field.kind === 'media') continue;
        const chosen =
          'options' in component ? component.options?.find((it) => it.default)?.value : undefined;
        const ticked = 'default' in component ? component.default : undefined;
        const typed = 'value' in component ? component.value : undefined;
        const shown = field.kind === 'toggle' ? ticked : (chosen ?? typed ?? '');
        expect(`${shown}`, field.name).toBe(`${field.default ?? ''}`);
      }
  });
});

describe('what was filled in for another model', () => {
  it('is kept as far as this one can take it', () => {
    const svd = findModel('svd');
    if (!svd) throw new Error('no such model');
    const kept = fitting(svd, { seed: '7', fps: 'many', motion: 40, scale: 4, image: 'a.jpg' });
    expect(kept).toEqual({ seed: '7', motion: 40 });
  });
});

describe('what is kept between two steps', () => {
  it('is gone after a quarter of an hour, when it is dropped, and when there is too much of it', () => {
    let now = 0;
    const memory = createSessionStore<string>({ clock: () => now, lifeMs: 15 * 60_000, most: 3 });
    const [first, second] = [memory.put('first'), memory.put('second')];
    expect([memory.get(first), memory.get(second), memory.get('other')]).toEqual([
      'first',
      'second',
      undefined,
    ]);
    memory.drop(second);
    expect(memory.get(second)).toBeUndefined();
    now = 14 * 60_000;
    memory.set(first, 'changed');
    now = 16 * 60_000;
    expect(memory.get(first)).toBe('changed');
    now = 30 * 60_000;
    expect(memory.get(first)).toBeUndefined();
    const four = ['a', 'b', 'c', 'd'].map((value) => memory.put(value));
    expect(four.map((id) => memory.get(id))).toEqual([undefined, 'b', 'c', 'd']);
  });
});
