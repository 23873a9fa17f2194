/** Whether and how results are set beside their sources: by what a place allows, and by what a person has chosen. */
import { createTtlCache } from '../../../async/ttl-cache.ts';
import { comparingOf } from '../../domain/comparing.ts';
import type { Policy } from '../../domain/policy.ts';
import type { ComparingService } from '../../ports/comparing.ts';
import type { Context } from '../context.ts';
import { policyOf } from '../request/judge.ts';

type Policies = (scope: string, platform: string) => Promise<Policy>;

/** `policies`, `shown`: for what a card offers; whether it may be done is judged anew when somebody wants it. */
export function createComparing(context: Context): {
  comparing: ComparingService;
  policies: Policies;
  shown: ComparingService['of'];
} {
  const { comparing: store } = context;
  const recent = createTtlCache<Policy>({ clock: () => performance.now(), keepMs: () => 1000, most: 100 });
  const policies: Policies = (scope, platform) =>
    recent.get(`${platform} ${scope}`, () => policyOf(context, scope, platform));
  const chosen: ComparingService['chosen'] = async (whose) => (await store?.chosen(whose)) ?? {};
  const by =
    (read: Policies): ComparingService['of'] =>
    async (whose) => {
      const { limits } = await read(whose.scope, whose.platform);
      const place = { compare: limits.compare, motion: limits.motion };
      return { ...comparingOf(place, await chosen(whose)), place };
    };
  const comparing: ComparingService = {
    chosen,
    of: by((scope, platform) => policyOf(context, scope, platform)),
    choose: async (whose, changes) => store?.choose(whose, changes),
  };
  return { comparing, policies, shown: by(policies) };
}
