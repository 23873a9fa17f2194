/** What people are called: the connection tells of who speaks and presses, and of others Discord is asked. */
import { type REST, Routes } from 'discord.js';
import { z } from 'zod';
import { createTtlCache } from '../../../async/ttl-cache.ts';

/** ms. People call themselves something else seldom. */
const keptMs = 3_600_000;
/** Of one list: what is beyond it keeps its ids, so that nobody waits for a long list of names. */
const mostAsked = 40;

const userSchema = z.object({ username: z.string() });

/** @param seen what the connection tells; undefined for somebody whom it has not told of, as after a restart */
export function personNames(options: {
  rest: REST;
  clock: () => number;
  seen: (id: string) => string | undefined;
}): (ids: readonly string[]) => Promise<Map<string, string>> {
  const { rest, clock, seen } = options;
  const asked = createTtlCache<string>({ clock, keepMs: () => keptMs, most: 5_000 });
  const ask = async (id: string) => userSchema.parse(await rest.get(Routes.user(id))).username;

  return async (ids) => {
    const names = new Map<string, string>();
    const unseen: string[] = [];
    for (const id of new Set(ids)) {
      const name = seen(id);
      if (name === undefined) unseen.push(id);
      else names.set(id, name);
    }
    const found = unseen.filter((id) => /^\d{17,20}$/.test(id)).slice(0, mostAsked);
    await Promise.all(
      found.map(async (id) => {
        // Somebody who is gone, or no answer: the id stands for them.
        const name = await asked.get(id, () => ask(id)).catch(() => undefined);
        if (name !== undefined) names.set(id, name);
      }),
    );
    return names;
  };
}
