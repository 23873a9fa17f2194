/** What several pay for together, and the pot, on every chat: played by the drivers of the conversation. */
import { describe, expect, it } from 'vitest';
import { potAccount } from '../../src/core/domain/pots/pot.ts';
import type { Answer, ChatDriver, Who } from './driver.ts';

/** @param get as for the conversation; ESRGAN costs 9 there */
export function paidTogether(get: () => ChatDriver): void {
  const both = ({ toThem, toAll }: Answer) => `${toThem}\n${toAll}`;
  const setLimits = (changes: Record<string, string>) =>
    get().engine.credits.setLimits({ ...get().person({ who: 'admin' }), admin: true }, changes);
  const granted = async (who: Who) => (await get().engine.credits.statement(get().person({ who }))).granted;
  const newest = async () => (await get().engine.jobs(get().person({ who: 'bob' }), 1)).at(0)?.id;
  let count = 0;
  const grant = (who: Who, amount: number) => {
    count += 1;
    const gift = { to: get().person({ who }).requester, amount, reason: 'a test', key: `pots ${count}` };
    return get().engine.credits.give('grant', { ...get().person({ who: 'admin' }), admin: true }, gift);
  };
  /** What bob is offered, who cannot pay it alone. */
  async function offered(): Promise<Answer> {
    await setLimits({ per_day: '8' });
    try {
      return await get().say({ who: 'bob', text: 'upscale x2', file: 'picture' });
    } finally {
      await setLimits({ per_day: 'none' });
    }
  }
  async function chipIn(): Promise<string> {
    const { press, standing } = get();
    const chip = (await offered()).actions.find(({ act }) => act === 'chip');
    if (!chip) throw new Error('nobody else can pay');
    expect((await press({ who: 'ann', ...chip })).toThem).toContain('Only the person who asked');
    const asked = await press({ who: 'bob', ...chip });
    expect(both(asked)).toContain('This posts to everybody here that you collect 9 credits');
    const sure = asked.actions.find(({ argument }) => argument === 'sure');
    if (!sure) throw new Error('it is not asked about');
    const before = standing('Chip in for').length;
    await Promise.all([press({ who: 'bob', ...sure }), press({ who: 'bob', ...sure })]);
    await expect.poll(() => standing('Chip in for').length).toBe(before + 1);
    return sure.id;
  }
  const pledge = (id: string, who: Who, argument: string, text?: string) =>
    get().press({ who, act: 'pledge', id, argument, ...(text !== undefined && { text }) });
  const now = () => get().standing('Chip in for').at(-1) ?? '';

  describe('what several pay for', () => {
    it('is asked about, posted, and runs by itself when three have filled it; who took back is given it', async () => {
      const { engine, card } = get();
      await setLimits({ monthly: '0' });
      try {
        for (const who of ['ann', 'bob', 'lead'] as const) await grant(who, 10);
        const before = await newest();
        const had = { ann: await granted('ann'), bob: await granted('bob'), lead: await granted('lead') };
        const id = await chipIn();
        expect(now()).toMatch(/Chip in for .*: Larger picture ×2 of \w+\.(jpg|png)/);
        expect(now()).toContain('0 of 9 credits');
        expect(both(await pledge(id, 'ann', '5000'))).toContain('You gave 5 credits');
        await expect.poll(now).toContain('5 of 9 credits');
        expect(both(await pledge(id, 'lead', 'other', '1,5'))).toContain('1,5');
        expect(both(await pledge(id, 'lead', 'other', '1.5'))).toContain('You gave 1.5 credits');
        await expect.poll(now).toContain('6.5 of 9 credits');
        expect(both(await pledge(id, 'ann', 'back'))).toContain('5 credits came back to you');
        await expect.poll(now).toContain('1.5 of 9 credits');
        expect(await granted('ann')).toBe(had.ann);
        expect(both(await pledge(id, 'ann', 'stop'))).toContain('Only who it is for can stop that');
        await pledge(id, 'ann', '5000');
        await expect.poll(now).toContain('6.5 of 9 credits');
        expect(await newest()).toBe(before);
        await pledge(id, 'bob', 'rest.2500');
        await expect.poll(newest).not.toBe(before);
        const job = await engine.settled((await newest()) ?? '');
        const { charged = 0 } = job;
        expect(job).toMatchObject({
          state: 'done',
          price: 9_000,
          requester: get().person({ who: 'bob' }).requester,
        });
        expect(card(job.id)).toContain('together');
        await expect.poll(now).toMatch(/went back in proportion|It took all of it/);
        const paid =
          had.ann +
          had.bob +
          had.lead -
          (await granted('ann')) -
          (await granted('bob')) -
          (await granted('lead'));
        expect(paid).toBe(charged);
        expect(both(await pledge(id, 'ann', '5000'))).toContain('That is over');
      } finally {
        await setLimits({ monthly: 'none' });
      }
    });

    it('goes back to everybody where it is stopped, and says so', async () => {
      const { press } = get();
      await setLimits({ monthly: '0' });
      try {
        await grant('ann', 10);
        const had = await granted('ann');
        const id = await chipIn();
        await pledge(id, 'ann', '5000');
        await expect.poll(now).toContain('5 of 9 credits');
        const asked = await press({ who: 'bob', act: 'pledge', id, argument: 'stop' });
        expect(both(asked)).toContain('5 credits go back');
        await pledge(id, 'bob', 'stop.sure');
        await expect.poll(now).toContain('It was stopped. All 5 credits went back');
        expect(await granted('ann')).toBe(had);
      } finally {
        await setLimits({ monthly: 'none' });
      }
    });
  });

  describe('the pot', () => {
    it('is given to, ruled by admins, and pays once others have agreed', async () => {
      const { say, press, standing, engine, person } = get();
      const typed = async (who: Who, text: string) => both(await say({ who, text }));
      await setLimits({ monthly: '0' });
      try {
        await grant('ann', 30);
        expect(await typed('ann', 'pot')).toContain('It pays for nothing yet');
        expect(await typed('ann', 'pot giv 5')).toContain('There is no');
        expect(await typed('ann', 'pot give 20')).toContain('You gave the pot 20 credits');
        expect(await typed('ann', 'pot rules most 50')).toContain('Only admins');
        expect(await typed('admin', 'pot rules most 50 approvals 7')).toContain('0 to 3');
        expect(await typed('admin', 'pot rules most 50 approvals 2')).toContain(
          'up to 50 credits for one job',
        );
        expect(await typed('bob', 'pot')).toContain('It has 20 credits.');
        const ask = (await offered()).actions.find(({ act }) => act === 'pot');
        if (!ask) throw new Error('the pot does not pay');
        const asked = await press({ who: 'bob', ...ask });
        const sure = asked.actions.find(({ act }) => act === 'pot');
        if (!sure) throw new Error('it is not asked about');
        await press({ who: 'bob', ...sure });
        const now = () => standing('asks the pot for 9 credits').at(-1) ?? '';
        await expect.poll(now).toContain('0 of 2');
        const id = `${ask.id}-pot`;
        const agree = (who: Who) => press({ who, act: 'pot', id, argument: 'approve' });
        // What was said of the press before may come first.
        await expect.poll(async () => both(await agree('bob'))).toContain('You asked for it, so others');
        expect(both(await press({ who: 'ann', act: 'pot', id, argument: 'decline' }))).toContain(
          'Only admins',
        );
        expect(both(await agree('ann'))).toContain('You agreed to it.');
        await expect.poll(now).toContain('1 of 2');
        expect(both(await agree('ann'))).toContain('agreed to that already');
        const before = await newest();
        await agree('lead');
        await expect.poll(newest).not.toBe(before);
        const job = await engine.settled((await newest()) ?? '');
        expect(job).toMatchObject({ state: 'done', payer: potAccount });
        await expect.poll(now).toContain('The pot pays up to 9 credits');
        const { available } = await engine.purchases.pot(person({ who: 'bob' }));
        expect(available).toBe(20_000 - (job.charged ?? 0));

        await typed('admin', 'pot rules approvals 0');
        const at = await newest();
        const once = (await offered()).actions.find(({ act }) => act === 'pot');
        if (!once) throw new Error('the pot does not pay');
        await press({ who: 'bob', ...once });
        await expect.poll(newest).not.toBe(at);
        await engine.settled((await newest()) ?? '');
        await typed('admin', 'pot rules most 0');
      } finally {
        await setLimits({ monthly: 'none' });
      }
    });
  });
}
