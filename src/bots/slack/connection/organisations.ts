/** Which workspaces of an organisation use the app that it installed for all of them: Slack does not say when it goes. */
import { z } from 'zod';
import { createKeyedQueue } from '../../../async/keyed-queue.ts';
import { createRecall } from '../../../async/ttl-cache.ts';
import type { Vault } from '../../../core/store/vault.ts';
import type { Team } from '../context.ts';

export type Organisations = {
  /** Remembers that the app is used in this workspace. */
  seen(team: Team): Promise<void>;
  /** The ids of all that were seen, and its own. */
  used(team: Team): Promise<readonly string[]>;
  /** Of a workspace that was seen. */
  enterpriseOf(id: string): Promise<string | undefined>;
  /** All workspaces of it. */
  remove(team: Team): Promise<void>;
};

const usedSchema = z.array(z.string());

/** @param options.keepMs ms, in which another process' news may be missed. */
export function createOrganisations(options: {
  vault: Vault;
  clock: () => number;
  keepMs: number;
}): Organisations {
  const { vault, clock, keepMs } = options;
  const recall = createRecall<readonly string[]>({ clock, keepMs: () => keepMs, most: 1_000 });
  const writes = createKeyedQueue();
  // Beside the token and not with it: one may change while the other does.
  const listOf = ({ id, enterprise }: Team) => `slack workspaces ${enterprise ?? id}`;
  const pointerTo = (id: string) => `slack workspace ${id}`;
  const read = async (name: string) => usedSchema.safeParse(await vault.get(name)).data ?? [];

  return {
    async seen(team) {
      const name = listOf(team);
      if ((await recall.get(name, () => read(name))).includes(team.id)) return;
      await writes.run(name, async () => {
        const used = await read(name);
        if (!used.includes(team.id)) {
          await vault.put(pointerTo(team.id), team.enterprise);
          // Two processes may write at once and lose one; whoever uses it next sees that and adds it again.
          await vault.put(name, [...used, team.id]);
        }
        recall.forget(name);
      });
    },
    used: async (team) => [...new Set([...(await read(listOf(team))), team.id])],
    async enterpriseOf(id) {
      return z.string().safeParse(await vault.get(pointerTo(id))).data;
    },
    async remove(team) {
      for (const id of await read(listOf(team))) await vault.delete(pointerTo(id));
      await vault.delete(listOf(team));
      recall.forget(listOf(team));
    },
  };
}
