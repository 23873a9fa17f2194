/** What is done by itself with the pictures of a channel: true on every chat that has reactions. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { potAccount } from '../../src/core/domain/pots/pot.ts';
import type { Doing, RulesDriver, Where, Who } from './driver.ts';

/** @param get as for `conversation`; ESRGAN costs 9 there, and nobody is asked about prices unless a test says so. */
export function channelRules(get: () => RulesDriver): void {
  const setLimits = (changes: Record<string, string>) =>
    get().engine.credits.setLimits({ ...get().person({ who: 'admin' }), admin: true }, changes);
  const typed = async (who: Who, text: string, where: Where = 'here') => {
    const { toThem, toAll } = await get().say({ who, where, text });
    return `${toThem}\n${toAll}`;
  };
  const newest = async (it: Doing) => (await get().engine.jobs(get().person(it), 1)).at(0)?.id;
  /** The job that comes of it, of this person's; undefined where none does. */
  async function madeBy(it: Doing, work: () => Promise<unknown>) {
    const before = await newest(it);
    await work();
    const id = await newest(it);
    return id === undefined || id === before ? undefined : get().engine.settled(id);
  }
  const bob = { who: 'bob' } as const;
  const ann = { who: 'ann' } as const;

  describe('the rules of a channel', () => {
    beforeAll(() => typed('admin', `rules react ${get().emoji.lens} upscale x2`));
    afterAll(async () => {
      await typed('admin', 'rules off');
    });

    it('are set by admins alone, and every mistake is answered with what is wrong', async () => {
      const { lens, spark } = get().emoji;
      const list = await typed('bob', 'rules');
      expect(list).toContain(lens);
      expect(list).toContain('Larger picture ×2');
      expect(await typed('bob', `rules react ${spark} upscale x4`)).toContain('Only admins may do this.');
      const wrong: [text: string, says: RegExp][] = [
        ['rules', /Larger picture ×2/],
        ['rules raect', /did you mean .?rules react/],
        ['rules react', /Name the emoji/],
        ['rules react lens upscale x2', /is no emoji that I know/],
        [`rules react ${spark}`, /Say what is to be done/],
        [`rules react ${spark} nosuch`, /neither a preset for everybody here nor a model/],
        [`rules react ${spark} upscale x3`, /scale must be 2, 4 or 8/],
        [`rules react ${spark} off`, /was not on/],
        ['rules offer off', /was not on/],
      ];
      for (const [text, says] of wrong) expect(await typed('admin', text), text).toMatch(says);
      expect(await typed('admin', 'rules', 'direct')).toContain('channels that several share');
      expect(await typed('admin', 'credits audit')).toMatch(/set what .* does on pictures in/);
    });

    it('an emoji runs what the channel has for it, once, for whoever put it there first', async () => {
      const { post, react, card, engine, person } = get();
      const { message } = await post(ann);
      const put = { ...bob, message, emoji: 'lens' } as const;
      const job = await madeBy(bob, () => react(put));
      expect(job).toMatchObject({ state: 'done', requester: person(bob).requester, settings: { scale: 2 } });
      expect(card(job?.id ?? '')).not.toBe('');
      expect(await madeBy(bob, () => react({ ...put, off: true }))).toBeUndefined();
      expect(await madeBy(bob, () => react(put))).toBeUndefined();
      expect(await madeBy(ann, () => react({ ...put, ...ann }))).toBeUndefined();
      expect((await engine.read(job?.id ?? ''))?.charged).toBeGreaterThan(0);
    });

    it('however many put it there at once, there is one job', async () => {
      const { post, react } = get();
      const { message } = await post(ann);
      const all = (['ann', 'bob', 'mod', 'lead'] as const).map((who) => ({ who }));
      const before = await Promise.all(all.map(newest));
      await Promise.all(all.map((it) => react({ ...it, message, emoji: 'lens' })));
      const after = await Promise.all(all.map(newest));
      expect(after.filter((id, index) => id !== before[index])).toHaveLength(1);
    });

    it('nothing happens for another emoji, in another channel, or after it was switched off', async () => {
      const { post, react, emoji } = get();
      const { message } = await post(ann);
      expect(await madeBy(bob, () => react({ ...bob, message, emoji: 'spark' }))).toBeUndefined();
      const there = await post({ ...ann, where: 'there' });
      const put = { ...bob, where: 'there', message: there.message, emoji: 'lens' } as const;
      expect(await madeBy(put, () => react(put))).toBeUndefined();
      expect(await typed('admin', `rules react ${emoji.lens} off`)).toContain('off in this channel now');
      expect(await madeBy(bob, () => react({ ...bob, message, emoji: 'lens' }))).toBeUndefined();
      await typed('admin', `rules react ${emoji.lens} upscale x2`);
      // The same message: what was off did not use it up.
      expect(await madeBy(bob, () => react({ ...bob, message, emoji: 'lens' }))).toBeDefined();
    });

    it('several pictures of one message are one album', async () => {
      const { post, react, engine } = get();
      const { message } = await post({ ...ann, file: ['picture', 'picture'] });
      const job = await madeBy(bob, () => react({ ...bob, message, emoji: 'lens' }));
      const batch = await engine.batch(job?.batch?.id ?? '');
      expect(batch?.jobs).toHaveLength(2);
    });

    it('whoever cannot pay is told, and it is left to the next; a price is asked for before anything is spent', async () => {
      const { post, react, press, person, engine } = get();
      const { message } = await post(ann);
      const put = { ...bob, message, emoji: 'lens' } as const;
      const blocked = engine.credits.block(
        { ...person({ who: 'admin' }), admin: true },
        person(bob).requester,
        '1h',
        'why',
      );
      await blocked;
      try {
        const { toThem, toAll } = await react(put);
        expect(`${toThem}${toAll}`).toMatch(/blocked|cannot use this/);
      } finally {
        await engine.credits.block(
          { ...person({ who: 'admin' }), admin: true },
          person(bob).requester,
          undefined,
          '',
        );
      }
      await setLimits({ confirm_above: '1' });
      try {
        const before = await newest(bob);
        const asked = await react(put);
        expect(await newest(bob)).toBe(before);
        const run = asked.actions.find(({ act }) => act === 'run');
        if (!run) throw new Error(`no price is asked for: ${asked.toThem} ${asked.toAll}`);
        expect(await madeBy(ann, () => react({ ...put, ...ann }))).toBeUndefined();
        expect(await madeBy(bob, () => press({ ...bob, ...run }))).toMatchObject({ state: 'done' });
        expect(await madeBy(ann, () => react({ ...put, ...ann }))).toBeUndefined();
      } finally {
        await setLimits({ confirm_above: 'none' });
      }
    });

    it('whoever posted it has their say', async () => {
      const { post, react } = get();
      await typed('ann', 'privacy nobody');
      try {
        const { message } = await post(ann);
        const { toThem, toAll } = await react({ ...bob, message, emoji: 'lens' });
        expect(`${toThem}${toAll}`).toMatch(/not want|does not let|nobody/i);
      } finally {
        await typed('ann', 'privacy anyone');
      }
    });

    it('new pictures are offered it in one line, and whoever presses first pays', async () => {
      const { post, press, person } = get();
      await typed('admin', 'presets save crisp for everybody replace upscale x2 png');
      expect(await typed('admin', 'rules offer crisp')).toMatch(/@crisp.*Larger picture ×2/);
      try {
        const { toAll, actions } = await post(ann);
        expect(toAll).toContain('crisp');
        expect(toAll).toContain('whoever presses pays');
        const [offer, ...more] = actions;
        if (!offer) throw new Error('nothing is offered');
        expect([offer.act, more]).toEqual(['offer', []]);
        const job = await madeBy(bob, () => press({ ...bob, ...offer }));
        expect(job).toMatchObject({ requester: person(bob).requester, settings: { output_format: 'png' } });
        expect(await madeBy(ann, () => press({ ...ann, ...offer }))).toBeUndefined();
        expect((await press({ ...ann, act: 'offer', id: 'nosuch' })).toThem).toContain('has had its time');
      } finally {
        await typed('admin', 'rules offer off');
        await typed('admin', 'presets remove crisp for everybody');
      }
      expect((await post(ann)).actions).toEqual([]);
    });

    it('on a result an emoji is a vote, which goes when it is taken off; without rules it is nothing', async () => {
      const { post, react, engine, person, resultOf } = get();
      const { message } = await post(ann);
      const job = await madeBy(ann, () => react({ ...ann, message, emoji: 'lens' }));
      const { id = '' } = job ?? {};
      await expect.poll(() => resultOf(id)).not.toBe('');
      const vote = { ...bob, message: resultOf(id), emoji: 'like' } as const;
      const votes = async () => [...((await engine.versions.of({ id }))?.votes.keys() ?? [])];
      const [who, other] = [person(bob).requester, person(ann).requester];
      await react(vote);
      await expect.poll(votes).toContain(who);
      await react({ ...vote, off: true });
      await expect.poll(votes).not.toContain(who);
      await typed('admin', `rules react ${get().emoji.lens} off`);
      try {
        await react({ ...vote, ...ann });
        expect(await votes()).not.toContain(other);
      } finally {
        await typed('admin', `rules react ${get().emoji.lens} upscale x2`);
      }
    });

    it('what was offered before a restart is taken after it, by whoever presses first', async () => {
      const { post, press, restart } = get();
      await typed('admin', 'rules offer upscale x2');
      try {
        const { actions } = await post(ann);
        await restart();
        const [offer] = actions;
        if (!offer) throw new Error('nothing is offered');
        expect(await madeBy(bob, () => press({ ...bob, ...offer }))).toMatchObject({ state: 'done' });
      } finally {
        await typed('admin', 'rules offer off');
      }
    });

    it('new pictures are enhanced from the pot, within what a day may cost', async () => {
      const { post, engine, person, ledger } = get();
      const [admin, poster] = [person({ who: 'admin' }), person(ann)];
      const pot = { scope: admin.scope, requester: potAccount };
      const present = { period: '2026-11-01', monthly: 0, keepLimit: true } as const;
      const own = async () => (await engine.credits.statement(poster)).available;
      expect(await typed('admin', 'rules run upscale x2')).toContain('Say how many credits');
      expect(await typed('admin', 'rules run upscale x2 daily none')).toMatch(/amount|credits/);
      expect(await typed('admin', 'rules run upscale x2 daily 9.5')).toMatch(
        /paid by the pot, at most 9\.5 credits a day/,
      );
      try {
        expect((await post(ann)).toAll).toContain('The pot pays for nothing by itself here.');
        await ledger.setPolicy(pot.scope, admin.requester, { pot: { most: 10_000, approvals: 0 } });
        await ledger.give('grant', {
          ...pot,
          amount: 50_000,
          by: 'admin',
          reason: 'a test',
          key: 'pot',
          ...present,
        });
        const before = await own();
        // Each is held for 9 and charged 0.5 in the end.
        for (let count = 0; count < 2; count += 1)
          expect(await madeBy(ann, () => post(ann))).toMatchObject({ payer: potAccount, price: 9_000 });
        const third = madeBy(ann, async () => {
          expect((await post(ann)).toAll).toMatch(/This costs 9 credits\. .* may cost 9\.5 credits a day/);
        });
        expect(await third).toBeUndefined();
        // It is said once.
        expect(await post(ann)).toMatchObject({ toAll: '', toThem: '' });
        expect(await own()).toBe(before);
      } finally {
        await typed('admin', 'rules run off');
      }
    });
  });
}
