/** Whether and how results are set beside their sources: by what a place allows, and by what a person has chosen. */
import { createTtlCache } from '../../async/ttl-cache.ts';
import { comparingOf } from '../domain/comparing.ts';
import type { Policy } from '../domain/policy.ts';
import type { ComparingService } from '../ports/comparing.ts';
import type { Context } from './context.ts';
import { policyOf } from './request/judge.ts';

type Policies = (scope: string, platform: string) => Promise<Policy>;

/** For what a card offers; whether it may be done is judged anew when somebody wants it. */
export function shownPolicies(context: Context): Policies {
  const shown = createTtlCache<Policy>({ clock: () => performance.now(), keepMs: () => 1000, most: 100 });
  return (scope, platform) => shown.get(`${platform} ${scope}`, () => policyOf(context, scope, platform));
}

/** @param policies may be some moments old */
export function createComparing(
  { preferences }: Pick<Context, 'preferences'>,
  policies: Policies,
): ComparingService {
  const chosen: ComparingService['chosen'] = async (whose) => (await preferences?.read(whose)) ?? {};
  return {
    chosen,
    async of(whose) {
      const { limits } = await policies(whose.scope, whose.platform);
      const place = { compare: limits.compare, motion: limits.motion };
      return { ...comparingOf(place, await chosen(whose)), place };
    },
    choose: async (whose, changes) => preferences?.write(whose, changes),
  };
}
