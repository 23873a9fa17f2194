/** What is decided together, on every chat: a large tree of versions, votes that race, and buttons after a restart. */
import { describe, expect, it } from 'vitest';
import type { Answer, ChatDriver, Doing, Who } from './driver.ts';
import { outline, plant } from './version-tree.ts';

/** @param get as for the conversation; ESRGAN costs 9 there */
export function decidedTogether(get: () => ChatDriver): void {
  const both = ({ toThem, toAll }: Answer) => `${toThem}\n${toAll}`;
  const newest = async (it: Doing) => (await get().engine.jobs(get().person(it), 1)).at(0)?.id ?? '';
  async function done(it: Doing, work: () => Promise<unknown>) {
    const before = await newest(it);
    await work();
    const id = await newest(it);
    if (id === before) throw new Error('no job was made');
    return get().engine.settled(id);
  }
  const ask = (who: Who, text = 'upscale x2') =>
    done({ who }, () => get().say({ who, text, file: 'picture' }));

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
