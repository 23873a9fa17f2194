/** Whether and how results are set beside their sources: by what a place allows, and by what a person has chosen. */
import { createTtlCache } from '../../async/ttl-cache.ts';
import { comparingOf } from '../domain/comparing.ts';
import type { Policy } from '../domain/policy.ts';
import type { ComparingService } from '../ports/comparing.ts';
import type { Context } from './context.ts';
import { policyOf } from './request/judge.ts';

/** `policies`: for what a card offers; whether it may be done is judged anew when somebody wants it. */
export function createComparing(context: Context): {
  comparing: ComparingService;
  policies: (scope: string, platform: string) => Promise<Policy>;
} {
  const { comparing: store } = context;
  const shown = createTtlCache<Policy>({ clock: () => performance.now(), keepMs: () => 1000, most: 100 });
  const policies = (scope: string, platform: string) =>
    shown.get(`${platform} ${scope}`, () => policyOf(context, scope, platform));
  const chosen: ComparingService['chosen'] = async (whose) => (await store?.chosen(whose)) ?? {};
  const comparing: ComparingService = {
    chosen,
    async of(whose) {
      const { limits } = await policies(whose.scope, whose.platform);
      const place = { compare: limits.compare, motion: limits.motion };
      return { ...comparingOf(place, await chosen(whose)), place };
    },
    choose: async (whose, changes) => store?.choose(whose, changes),
  };
  return { comparing, policies };
}
