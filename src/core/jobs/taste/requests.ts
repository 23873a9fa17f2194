/** What is asked about taste tests: what there is to try, parts of pictures, votes. */

import { models } from '../../../models/index.ts';
import { waysToTry } from '../../credits/ways.ts';
import { votingMs } from '../../domain/asked/taste.ts';
import { Failure } from '../../domain/failure.ts';
import { isOver } from '../../domain/job.ts';
import { isAllowed } from '../../domain/policy.ts';
import type { TasteRequests } from '../../ports/taste.ts';
import type { Context } from '../context.ts';
import { showAnew } from '../kept-results.ts';
import { policyOf } from '../request/judge.ts';
import { inOurWords } from '../request/our-words.ts';
import { partsOf } from './parts.ts';

/** ms. As long as the batch itself is known. */
const votesKeptMs = 40 * 86_400_000;

export function tasteRequests(context: Context): TasteRequests {
  const { batches, clock, prices } = context;
  return {
    async ways(person) {
      const policy = await policyOf(context, person.scope, person.platform);
      const found = waysToTry(prices, (model) => isAllowed(policy, model, person));
      if (found.length > 0) return found;
      const [first] = models.filter(({ takes, gives }) => takes === 'image' && gives === 'image');
      throw new Failure('not-allowed-here', { title: first?.title ?? '' });
    },
    parts: (source, area, count) => partsOf(context, source, area, count).catch(inOurWords),
    async of(job) {
      const kept = job.batch?.id === job.id ? await batches.read(job.id) : undefined;
      return kept?.record.taste;
    },
    async vote(job, person, position) {
      const { record } = (await batches.read(job.id)) ?? {};
      if (!record?.taste || clock() > record.at + votingMs) return 'over';
      await batches.vote(job.id, person, position, votesKeptMs);
      const now = await context.store.read(job.id);
      if (now && isOver(now.state)) await showAnew(context, now);
      return 'counted';
    },
  };
}
