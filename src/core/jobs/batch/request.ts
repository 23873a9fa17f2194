/** Several at once: their files are looked at, their sum is weighed, and they become jobs, or a price to agree to. */
import pLimit from 'p-limit';
import type { BatchAsked, BatchCommand } from '../../domain/asked/batch.ts';
import { Failure } from '../../domain/failure.ts';
import type { BatchRequests } from '../../ports/batches.ts';
import type { Answer } from '../../ports/engine.ts';
import type { Context } from '../context.ts';
import { judge } from '../request/judge.ts';
import { inOurWords } from '../request/our-words.ts';
import { examine } from '../request/request.ts';
import type { Cards } from './card.ts';
import { makeBatch, type Ready, whyNone } from './make.ts';
import { wholeOf } from './members.ts';
import { quoteBatch } from './quote.ts';
import { sumOf, weighAll } from './weigh.ts';

/** Files that are looked at at once. */
const looks = 3;

/** `told`: its price, before anything was known of its file. */
type Examined = Ready & { told?: number; failure?: Failure };

async function examined(
  context: Context,
  { items: _, ...command }: BatchCommand,
  item: BatchAsked,
): Promise<Examined> {
  const { source, ...rest } = item;
  // It was refused by whoever took it.
  if (!source) return rest;
  try {
    const { model, settings, address } = item;
    const asked = { ...command, model, settings, address, source };
    const before = await judge(context, asked);
    const found = await examine(context, asked, before);
    return { ...item, source: found.source, judged: found.judged, told: before.price };
  } catch (error) {
    if (source.kind === 'stored') await context.files.remove(source.name);
    if (!(error instanceof Failure)) throw error;
    return { ...rest, refused: whyNone(error), failure: error };
  }
}

async function requestBatch(context: Context, command: BatchCommand): Promise<Answer> {
  const limit = pLimit(looks);
  const looked = await Promise.allSettled(
    command.items.map((item) => limit(() => examined(context, command, item))),
  );
  const all: Examined[] = looked.flatMap((it) => (it.status === 'fulfilled' ? [it.value] : []));
  const forget = async () => {
    for (const { source } of all) if (source?.kind === 'stored') await context.files.remove(source.name);
  };
  try {
    for (const it of looked) if (it.status === 'rejected') throw it.reason;
    const good = all.flatMap(({ judged }) => (judged ? [judged] : []));
    if (good.length === 0) throw all.find(({ failure }) => failure)?.failure ?? new Failure('crashed');
    const weighed = await weighAll(context, command, good);
    // As of one: their work may cost more than what was said of them before it was seen.
    const told = sumOf(all.map((it) => it.told ?? 0));
    const isDearer = good[0]?.limits.confirm_above !== null && sumOf(good.map(({ price }) => price)) > told;
    // What a taste costs is always said first.
    return weighed.asks || isDearer || command.taste
      ? { quote: await quoteBatch(context, command, all, weighed) }
      : { job: await makeBatch(context, command, all) };
  } catch (error) {
    if (error instanceof Failure) await forget();
    throw error;
  }
}

async function checkBatch(
  context: Context,
  asked: Parameters<BatchRequests['checkBatch']>[0],
  runs: Parameters<BatchRequests['checkBatch']>[1],
): Promise<{ asks: boolean }> {
  const judged = await Promise.all(runs.map((run) => judge(context, { ...asked, ...run })));
  // Nobody is refused for more than what no file costs less than, and is asked about what is usual.
  const least = judged.map((it) => ({ ...it, price: it.atLeast }));
  const { asks } = await weighAll(context, asked, least);
  const above = judged[0]?.limits.confirm_above ?? null;
  return { asks: asks || (above !== null && sumOf(judged.map(({ price }) => price)) > above) };
}

export const batchRequests = (context: Context, card: Cards): BatchRequests => ({
  checkBatch: (asked, runs) => checkBatch(context, asked, runs).catch(inOurWords),
  requestBatch: (command) => requestBatch(context, command).catch(inOurWords),
  async batch(id) {
    const whole = await wholeOf(context, id);
    return (
      whole && {
        items: whole.record.items,
        jobs: whole.members.flatMap(({ job }) => (job ? [job] : [])),
      }
    );
  },
  card: async (job) => card.view(await card.of(job)),
});
