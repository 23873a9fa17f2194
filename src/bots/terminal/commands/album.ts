/** `npm run enhance` with several files: one price, a line for each, and each result named after its source. */
import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import type { BatchAsked } from '../../../core/domain/asked/batch.ts';
import { Failure } from '../../../core/domain/failure.ts';
import type { Job } from '../../../core/domain/job.ts';
import { enhancedJson } from '../json.ts';
import { checkOut, type Out } from '../out.ts';
import { personFrom } from '../person.ts';
import { sourceFrom } from '../sources.ts';
import { terminalWords as words } from '../words.ts';
import { agreed, type Context, priceKnown, type Run } from './enhance.ts';
import { endOf, savedPath } from './saved.ts';

type One = { source: string; out: Out };

/**
 * Runs all of them to their end. What was saved, or the records as a list, goes to `print`.
 * @returns 0 when each was saved; else 1. @throws Failure or ArgumentError with one sentence when nothing was begun
 */
export async function enhanceAll(asked: Run, context: Context): Promise<0 | 1> {
  const { requests, terminal, print, complain } = context;
  const { model, settings, source: first, out, others, json } = asked;
  const all: readonly One[] = [...(first === undefined ? [] : [{ source: first, out }]), ...others];
  for (const one of all) await checkOut(one.out);
  const person = personFrom(asked.person, context.user);
  const run = { model: model.name, settings };
  await requests.checkBatch(
    person,
    all.map(() => run),
  );
  const items: BatchAsked[] = [];
  for (const { source, out: place } of all) {
    const item = { ...run, name: basename(source), address: terminal.addressFor(place) };
    try {
      items.push({ ...item, source: await sourceFrom(source, requests) });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      items.push({ ...item, refused: { code: error.code, text: error.message } });
    }
  }
  if (items.every(({ refused }) => refused)) {
    complain(items.map(({ name = '', refused }) => words.of(name, refused?.text ?? '')).join('\n'));
    return 1;
  }
  const answer = await requests.requestBatch({ ...person, key: randomUUID(), items });
  const lead =
    'quote' in answer && asked.yes
      ? await agreed(await requests.run(answer.quote.id, { person }), person, asked, context)
      : await agreed(answer, person, asked, context);
  if (!lead) return 1;

  context.guard?.(priceKnown(lead, context));
  const jobs = new Map((await jobsOf(lead, context)).map((job) => [job.batch?.position, job]));
  const over = await settledAll([...jobs.values()], context);
  await terminal.show(lead.address, await requests.card(lead));
  terminal.finishLine();
  const asIs = (lead.batch && (await requests.batch(lead.batch.id)))?.items ?? items;
  const ends = all.map(({ out: place }, position) => {
    const job = over.get(jobs.get(position)?.id ?? '');
    const { name = '', refused } = asIs[position] ?? {};
    return { job, path: job && savedPath(job, place, terminal), name, refused };
  });
  if (json)
    print(
      JSON.stringify(
        ends.map(({ job, path, name, refused }) =>
          job
            ? enhancedJson(job, path)
            : { name, failure: refused && { code: refused.code, sentence: refused.text } },
        ),
        null,
        2,
      ),
    );
  for (const { job, path, name } of ends) {
    if (path !== undefined && !json) print(words.saved(path));
    // What was refused before there was a job has its line, with the reason.
    if (path === undefined && job) complain(words.of(name, endOf(job)));
  }
  return ends.every(({ path }) => path !== undefined) ? 0 : 1;
}

const jobsOf = async ({ batch }: Job, { requests }: Context): Promise<readonly Job[]> =>
  (batch && (await requests.batch(batch.id))?.jobs) ?? [];

/** By their ids. A Ctrl-C gives up all of them. */
async function settledAll(
  jobs: readonly Job[],
  { requests, interrupt }: Context,
): Promise<ReadonlyMap<string, Job>> {
  const cancel = () => {
    for (const { id } of jobs) void requests.cancel(id);
  };
  if (interrupt.aborted) cancel();
  interrupt.addEventListener('abort', cancel, { once: true });
  const over = await Promise.all(jobs.map(({ id }) => requests.settled(id)));
  interrupt.removeEventListener('abort', cancel);
  return new Map(over.map((job) => [job.id, job]));
}
