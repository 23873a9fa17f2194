/** What stands in the ids of buttons is read back, and so is what older versions have posted. */
import { describe, expect, it } from 'vitest';
import { ids, parse, tabButtons, tabFormIn } from '../../../src/bots/slack/ids.ts';
import { acts } from '../../../src/chat/action.ts';

describe('the id of a button', () => {
  it.each(acts)('for %s is read back', (act) => {
    expect(parse(ids.action({ act }))).toEqual({ kind: 'action', act });
    expect(parse(ids.action({ act, argument: 'esrgan' }))).toEqual({
      kind: 'action',
      act,
      argument: 'esrgan',
    });
  });

  it.each(tabButtons)('for %s of the Home tab is read back, and so is its form', (button) => {
    expect(parse(ids.tab(button))).toEqual({ kind: 'tab', button });
    expect(tabFormIn(ids.tabCallback(button))).toBe(button);
  });

  it('of a form is known as one', () => {
    for (const id of [ids.form(), ids.form('svd'), ids.which, ids.field('upscale', 'scale')])
      expect(parse(id)).toEqual({ kind: 'form' });
  });

  it.each([
    ['v1:cancel', { act: 'cancel' }],
    ['v1:run:0', { act: 'run', argument: '0' }],
    ['v1:jobs:resend', { act: 'resend' }],
    ['v1:jobs:again', { act: 'again' }],
    ['v1:home:next:svd', { act: 'next', argument: 'svd' }],
    ['v1:home:cancel', { act: 'cancel' }],
  ])('%s stands in messages that were posted before', (id, read) => {
    expect(parse(id)).toEqual({ kind: 'action', ...read });
  });

  it.each(['v2:cancel', 'v9:v1:change', 'v1:unheard', 'v1:jobs', 'v1:home', '', 'constructor'])(
    '%s is of no version that is known',
    (id) => {
      expect(parse(id)).toBeUndefined();
    },
  );
});
