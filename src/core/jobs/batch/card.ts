/** The one card of several jobs: it stands at the address of one of them, and is drawn anew when any of them changes. */

import type { Member } from '../../domain/asked/batch.ts';
import { formOf } from '../../domain/form.ts';
import { isOver, type Job, type State } from '../../domain/job.ts';
import type { Pages } from '../../ports/links.ts';
import { batchViewOf } from '../../view/batch-view.ts';
import { tasteCardOf } from '../../view/taste-view.ts';
import type { View } from '../../view/view.ts';
import { tasteWords } from '../../words/batch.ts';
import type { Context } from '../context.ts';
import { type Whole, wholeOf } from './members.ts';

export type Cards = {
  /**
   * The job as its card has it: itself; of several the one that has the card, with a version that counts the changes of all, in
   * a state that is over when all are.
   */
  of(job: Job): Promise<Job>;
  /** What the card of such a job says. */
  view(job: Job): Promise<View>;
};

export type OfSteps = (it: {
  lead: Job;
  whole: Whole;
  version: number;
  /** Of the last one, which has the card. */
  base: View;
  viewOf: (job: Job) => Promise<View>;
}) => Promise<View>;

/** @param options.ofSteps what the card of a recipe says */
export function createCards(
  context: Pick<Context, 'batches' | 'store' | 'clock'>,
  {
    viewOf,
    pages,
    ofSteps,
  }: { viewOf: (job: Job) => Promise<View>; pages: Pick<Pages, 'ofAlbum'>; ofSteps: OfSteps },
): Cards {
  type Parts = { lead: Job; whole: Whole };
  async function partsOf(job: Job): Promise<Parts | undefined> {
    const { batch } = job;
    const whole = batch && (await wholeOf(context, batch.id));
    const lead = batch && whole?.members.find((it) => it.job?.id === batch.id)?.job;
    return lead && whole && { lead, whole };
  }

  return {
    async of(job) {
      const parts = await partsOf(job);
      if (!parts) return job;
      const { lead, whole } = parts;
      const { members, record } = whole;
      const state = record.recipe ? stateOfSteps(members) : stateOf(members);
      return { ...lead, version: versionOf(members), state };
    },
    async view(job) {
      const parts = await partsOf(job);
      if (!parts) return viewOf(job);
      const { lead } = parts;
      const { members, record } = parts.whole;
      const { taste } = record;
      const { refusals } = job;
      const viewIn = (it: Job) => viewOf({ ...it, refusals });
      const version = versionOf(members);
      if (record.recipe) {
        const base = await viewIn(lead);
        return ofSteps({ lead, whole: parts.whole, version, base, viewOf: viewIn });
      }
      const seen = members.map(async (it) => ({ ...it, view: it.job && (await viewIn(it.job)) }));
      const whole = batchViewOf(await viewIn(lead), await Promise.all(seen), version);
      const jobs = members.flatMap((it) => (it.job ? [it.job] : []));
      // What is refused with words of people may be refused for a link.
      const page = formOf(job) === 'full' ? pages.ofAlbum(lead.id, jobs) : undefined;
      if (!taste) return { ...whole, ...(page !== undefined && { page }) };
      const names = [tasteWords.plain, ...members.map(({ name = '' }) => name)];
      return tasteCardOf(whole, taste, names, await context.batches.votes(lead.id));
    },
  };
}

/** It grows with each change of each, and with each that is refused. */
const versionOf = (members: readonly Member[]): number =>
  members.reduce((sum, { job, refused }) => sum + (job?.version ?? (refused ? 1 : 0)), 0);

function stateOf(members: readonly Member[]): State {
  const states = members.flatMap(({ job }) => (job ? [job.state] : []));
  const [going] = states.filter((state) => !isOver(state));
  if (going) return going;
  if (members.some(({ coming }) => coming)) return 'accepted';
  if (states.includes('done')) return 'done';
  return states.every((state) => state === 'cancelled') ? 'cancelled' : 'failed';
}

/** What comes after a step that came to nothing comes to nothing, too. */
function stateOfSteps(members: readonly Member[]): State {
  const states = members.flatMap(({ job }) => (job ? [job.state] : []));
  return (
    states.find((state) => !isOver(state)) ??
    states.find((state) => state !== 'done' && state !== 'cancelled') ??
    states.find((state) => state !== 'done') ??
    'done'
  );
}

/** The store as cards are drawn from it: each job as its card has it. */
export const drawnFrom = <Store extends Pick<Context['store'], 'read'>>(
  store: Store,
  cards: Cards,
): Store => ({
  ...store,
  async read(id: string) {
    const job = await store.read(id);
    return job && cards.of(job);
  },
});
