/** What is decided together, on every chat: a large tree of versions, votes that race, and buttons after a restart. */
import { describe, expect, it } from 'vitest';
import type { Act } from '../../src/chat/action.ts';
import { potAccount } from '../../src/core/domain/pots/pot.ts';
import type { Answer, ChatDriver, Doing, Who } from './driver.ts';
import { outline, plant } from './version-tree.ts';

/** @param get as for the conversation; ESRGAN costs 9 there */
export function decidedTogether(get: () => ChatDriver): void {
  const both = ({ toThem, toAll }: Answer) => `${toThem}\n${toAll}`;
  const newest = async (it: Doing) => (await get().engine.jobs(get().person(it), 1)).at(0)?.id ?? '';
  async function done(it: Doing, work: () => Promise<unknown>) {
    const before = await newest(it);
    const said = await work();
    const id = await newest(it);
    if (id === before) throw new Error(`no job was made: ${JSON.stringify(said)}`);
    return get().engine.settled(id);
  }
  const ask = (who: Who, text = 'upscale x2') =>
    done({ who }, () => get().say({ who, text, file: 'picture' }));

  describe('after a restart', () => {
    it('every button that decides or pays works as before', async () => {
      const driver = get();
      const { say, press, person, kept, engine, lab, standing, folds = true } = driver;
      const admin = { ...person({ who: 'admin' }), admin: true };
      const limits = (changes: Record<string, string>) => engine.credits.setLimits(admin, changes);
      const twice = 'upscale x2 then upscale x4';
      const buttonOf = async (answer: Promise<Answer>, act: Act) => {
        const { actions, ...said } = await answer;
        const button = actions.find((it) => it.act === act);
        if (!button) throw new Error(`there is no ${act}: ${both({ ...said, actions })}`);
        return button;
      };
      const limited = async <T>(changes: Record<string, string>, work: () => Promise<T>) => {
        await limits(changes);
        return work().finally(() =>
          limits(Object.fromEntries(Object.keys(changes).map((name) => [name, 'none']))),
        );
      };
      /** What bob is offered, who cannot pay it alone. */
      const offered = (act: Act) =>
        limited({ per_day: '8' }, () =>
          buttonOf(say({ who: 'bob', text: 'upscale x2', file: 'picture' }), act),
        );
      const own = [await ask('ann'), await ask('bob')] as const;
      await plant(kept, own, (who) => person({ who }).requester, undefined, own.length);
      lab.behave({});
      lab.behave({ fail: 'it cannot be done' });
      const stopped = await ask('ann', twice);
      const run = await limited({ confirm_above: '5' }, () =>
        buttonOf(say({ who: 'ann', text: twice, file: 'picture' }), 'run'),
      );
      await limits({ monthly: '0' });
      try {
        const gift = { to: person({ who: 'ann' }).requester, amount: 90, reason: 'a test', key: 'restart' };
        await engine.credits.give('grant', admin, gift);
        const chip = await offered('chip');
        const collect = await buttonOf(press({ who: 'bob', ...chip }), 'chip');
        await press({ who: 'bob', ...collect });
        await expect.poll(() => standing('Chip in for').at(-1)).toContain('0 of 9 credits');
        await say({ who: 'ann', text: 'pot give 20' });
        await say({ who: 'admin', text: 'pot rules most 50 approvals 1' });
        const pot = await offered('pot');
        await press({ who: 'bob', ...(await buttonOf(press({ who: 'bob', ...pot }), 'pot')) });
        await expect.poll(() => standing('asks the pot for 9 credits').at(-1)).toContain('0 of 1');

        await driver.restart();

        const pressed = async (who: Who, act: Act, id: string, argument?: string) =>
          both(await press({ who, act, id, argument }));
        expect(await pressed('ann', 'pledge', collect.id, '5000')).toContain('You gave 5 credits');
        await expect.poll(() => standing('Chip in for').at(-1)).toContain('5 of 9 credits');
        expect(await pressed('ann', 'pledge', collect.id, 'back')).toContain('came back to you');
        await expect.poll(() => standing('Chip in for').at(-1)).toContain('0 of 9 credits');
        await pressed('bob', 'pledge', collect.id, 'stop.sure');
        await expect.poll(() => standing('Chip in for').at(-1)).toContain('It was stopped');
        const paid = await done({ who: 'bob' }, async () => {
          const before = await newest({ who: 'bob' });
          await pressed('ann', 'pot', `${pot.id}-pot`, 'approve');
          await expect.poll(() => newest({ who: 'bob' })).not.toBe(before);
        });
        expect(paid).toMatchObject({ state: 'done', payer: potAccount });
      } finally {
        await limits({ monthly: 'none' });
        await say({ who: 'admin', text: 'pot rules most 0' });
      }
      const rest = await done({ who: 'ann' }, () =>
        press({ who: 'ann', act: 'resume', id: stopped.id, argument: '@9000' }),
      );
      const all = await done({ who: 'ann' }, () => press({ who: 'ann', ...run }));
      for (const { state } of [rest, all]) expect(state).toBe('done');

      const [one, two] = own;
      expect(both(await press({ who: 'bob', act: 'upvote', id: two.id }))).toContain('Your vote is for v2.');
      expect(await press({ who: 'bob', act: 'fork', id: two.id })).toMatchObject({ form: true });
      const picked = await press({ who: 'admin', act: 'pick', id: two.id });
      expect(picked.toAll).toContain('v2 of lake_(1).jpg is picked by');
      if (!folds) return;
      await press({ who: 'admin', act: 'fold', id: two.id, argument: 'sure' });
      await expect.poll(() => driver.actions(one.id)).toContain('unfold');
      await press({ who: 'bob', act: 'unfold', id: one.id });
      await expect.poll(() => driver.actions(one.id)).toContain('upvote');
    }, 180_000);
  });

  // The last one: on Slack what answers presses that race may come after them.
  describe('a tree of thirty versions', () => {
    it('has the same outline everywhere, and takes one vote of each person however they race', async () => {
      const { press, person, kept, engine, labels } = get();
      const own = [await ask('ann'), await ask('bob')] as const;
      const { jobs } = await plant(kept, own, (who) => person({ who }).requester);
      const shown = both(await press({ who: 'lead', act: 'versions', id: jobs[29] ?? '' }));
      expect(shown).toContain('Versions of lake_(1).jpg, posted by ann');
      expect(shown).toContain(outline);
      // One of them has voted before.
      const racing = Array.from({ length: 8 }, (_, at) =>
        press({ who: at < 4 ? 'ann' : 'admin', act: 'upvote', id: own[at % 2]?.id ?? '' }),
      );
      await Promise.all(racing);
      for (const who of ['ann', 'admin'] as const) await press({ who, act: 'upvote', id: own[1].id });
      const counted = async () => {
        const { votes = new Map<string, string>() } = (await engine.versions.of(own[0])) ?? {};
        return [...votes.values()].sort();
      };
      await expect.poll(counted).toEqual(['v2', 'v2', 'v3.1.1', 'v6.2.1', 'v1.1.1'].sort());
      await expect.poll(() => labels(own[0].id)).toContain('Vote for v1');
      await expect.poll(() => labels(own[1].id)).toContain('Vote for v2 · 2');
    }, 120_000);
  });
}
