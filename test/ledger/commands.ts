/** Makes precise what an operation means in the world as it is. */
import { states } from '../../src/core/domain/job.ts';
import { apply, type Command } from './model.ts';
import { type ModelJob, type ModelState, policyOf, spentIn } from './model-state.ts';
import { next, type Person, type Pick, people, type Single, type Wish } from './operations.ts';

const live = ['accepted', 'queued', 'submitting', 'polling'] as const;

const at = <Item>(items: readonly Item[], index: number): Item | undefined => items[index % items.length];

const ownerOf = (it: Person) => ({
  scope: at(people.scopes, it.scope) ?? '',
  requester: at(people.persons, it.person) ?? '',
});

/** How much is wished: what is left of something is seen in a copy of the world that is brought to the present. */
function amountOf(state: ModelState, person: Person, wish: Wish): number {
  if (typeof wish === 'number') return wish;
  const copy = structuredClone(state);
  const owner = ownerOf(person);
  const account = apply(copy, { kind: 'read', ...owner, keepLimit: false });
  if (typeof account !== 'object' || !('allowance' in account)) throw new Error('no account was read');
  const { perDay, budget } = policyOf(state, owner.scope);
  const left = {
    balance: account.limit === null ? 5 : account.allowance + account.granted,
    granted: account.granted,
    day: (perDay ?? 5) - account.today,
    budget: (budget ?? 5) - spentIn(copy, owner.scope),
  }[wish.left];
  return Math.max(0, left + wish.more);
}

function jobOf(state: ModelState, { job, among }: Pick) {
  return at(
    state.jobs.filter(({ hold }) => among === 'all' || (hold === 'reserved') === (among === 'open')),
    job,
  );
}

const costOf = (job: ModelJob, cost: 'zero' | 'below' | 'equal' | 'above') =>
  ({ zero: 0, below: Math.floor(job.price / 2), equal: job.price, above: job.price + 3 })[cost];

/**
 * @param history every command so far; its length makes new names.
 * @returns undefined when there is nothing it could be about.
 */
export function commandOf(state: ModelState, it: Single, history: readonly Command[]): Command | undefined {
  const fresh = `${history.length}`;
  switch (it.kind) {
    case 'reserve': {
      const taken = it.takenId ? state.jobs.findLast(({ stored }) => stored)?.id : undefined;
      const names = { id: taken ?? `job-${fresh}`, key: `request-${fresh}` };
      const price = amountOf(state, it, it.price);
      return { kind: 'reserve', ...ownerOf(it), ...names, price, settings: it.settings };
    }
    case 'give': {
      const amount = Math.max(1, amountOf(state, it, it.amount));
      const { what, keepLimit } = it;
      return { kind: 'give', ...ownerOf(it), what, amount, key: `gift-${fresh}`, keepLimit };
    }
    case 'read':
      return { kind: 'read', ...ownerOf(it), keepLimit: it.keepLimit };
    case 'again':
      return repeated(it, history);
  }
  const job = jobOf(state, it);
  if (!job) return undefined;
  const { id, price, scope, person: requester } = job;
  const about = { id, scope, requester };
  switch (it.kind) {
    case 'close': {
      const to = it.credits === 'settle' ? 'fetched' : 'failed';
      const cost = it.cost === 'none' ? {} : { cost: costOf(job, it.cost) };
      return { kind: 'change', ...about, from: it.late ? states : live, to, credits: it.credits, ...cost };
    }
    case 'advance': {
      const to = next[job.state];
      return to && { kind: 'change', ...about, from: [job.state], to };
    }
    case 'unpaid':
      return { kind: 'change', ...about, from: live, to: 'failed' };
    case 'void':
      return { kind: 'void', ...about, price };
    case 'lose':
      return { kind: 'lose', ...about };
  }
}

/** A delivery that comes again brings a job id of its own. */
function repeated(it: Extract<Single, { kind: 'again' }>, history: readonly Command[]) {
  const earlier = at(
    history.filter(({ kind }) => kind !== 'read' && kind !== 'lose'),
    it.earlier,
  );
  if (earlier?.kind !== 'reserve' && earlier?.kind !== 'give') return earlier;
  const requester =
    it.other === 'person' ? at(people.persons, people.persons.indexOf(earlier.requester) + 1) : undefined;
  const changed = { ...earlier, ...(requester !== undefined && { requester }) };
  if (changed.kind === 'give')
    return it.other === 'content' ? { ...changed, amount: changed.amount + 1 } : changed;
  const settings = it.other === 'content' ? changed.settings + 1 : changed.settings;
  return { ...changed, id: `job-${history.length}`, settings };
}
