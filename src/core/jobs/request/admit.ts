/** How often a person may have something done for which nothing is reserved: it costs us a file, a price or a look elsewhere. */
import type { Person } from '../../domain/command.ts';
import { Failure } from '../../domain/failure.ts';
import type { Limits } from '../../domain/limits.ts';
import type { Counted } from '../../store/bounds/rates.ts';
import type { Context } from '../context.ts';

/** In a minute. One message may bring ten files, and each of them a price. */
const most: Readonly<Record<Counted, number>> = {
  forms: 60,
  prices: 30,
  links: 30,
  codes: 20,
  consents: 10,
  posts: 240,
  reactions: 30,
  pledges: 30,
};

/**
 * Counts it. Somebody who may have any number of jobs at once, as at a terminal of one's own, is not counted.
 * @throws Failure too-often
 */
export async function admit(
  { store }: Pick<Context, 'store'>,
  what: Counted,
  person: Pick<Person, 'scope' | 'requester'>,
  limits?: Pick<Limits, 'jobs_per_person'>,
): Promise<void> {
  if (limits?.jobs_per_person === null) return;
  if ((await store.count(what, person)) > most[what]) throw new Failure('too-often', { what });
}
