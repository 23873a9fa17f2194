/** `--then`: several steps as one request, with one price and one file at its end. */
import { randomUUID } from 'node:crypto';
import { stepsFrom } from '../../../chat/recipe/steps.ts';
import type { Quote } from '../../../core/credits/quote.ts';
import type { Step } from '../../../core/domain/asked/recipe.ts';
import type { Person } from '../../../core/domain/command.ts';
import type { Job } from '../../../core/domain/job.ts';
import type { Answer, Requests } from '../../../core/ports/engine.ts';
import type { Asked } from '../arguments.ts';
import type { Terminal } from '../index.ts';
import { sourceFrom } from '../sources.ts';
import { inWords, traits } from './presets.ts';

type Run = Extract<Asked, { kind: 'run' }>;
type Context = { requests: Requests; terminal: Pick<Terminal, 'addressFor'> };

/** @throws ArgumentError naming the step */
async function stepsOf(
  { model, settings, then }: Run,
  { requests }: Context,
  person: Person,
): Promise<Step[]> {
  const next = await inWords(stepsFrom({ requests, traits }, person, then, { before: model }));
  return [{ model: model.name, settings }, ...next];
}

/** @throws Failure or ArgumentError with one sentence when nothing was begun */
export async function askSteps(asked: Run, context: Context, person: Person): Promise<Answer> {
  const { requests, terminal } = context;
  const steps = await stepsOf(asked, context, person);
  await requests.recipes.check(person, steps);
  const answer = await requests.recipes.request({
    ...person,
    key: randomUUID(),
    address: terminal.addressFor(asked.out),
    steps,
    source: asked.source === undefined ? undefined : await sourceFrom(asked.source, requests),
  });
  return 'quote' in answer && asked.yes ? requests.run(answer.quote.id, { person }) : answer;
}

/** Its price alone. @throws as `askSteps` */
export async function quoteSteps(asked: Run, context: Context, person: Person): Promise<Quote> {
  const { requests, terminal } = context;
  const steps = await stepsOf(asked, context, person);
  const answer = await requests.recipes.request(
    {
      ...person,
      key: randomUUID(),
      steps,
      address: terminal.addressFor(asked.out),
      source: asked.source === undefined ? undefined : await sourceFrom(asked.source, requests),
    },
    { asks: true },
  );
  if ('quote' in answer) return answer.quote;
  throw new Error('a price was asked for');
}

type Asking = Pick<Context, 'requests'>;

const jobsOf = async ({ id, batch }: Job, { requests }: Asking): Promise<readonly Pick<Job, 'id'>[]> =>
  (batch?.step && (await requests.batch(batch.id))?.jobs) || [{ id }];

/** Until each of them is over: the last one as it is then. */
export async function settledSteps(job: Job, context: Asking): Promise<Job> {
  for (const { id } of await jobsOf(job, context)) await context.requests.settled(id);
  return context.requests.settled(job.id);
}

/** A Ctrl-C gives up all of them. */
export async function cancelSteps(job: Job, context: Asking): Promise<void> {
  for (const { id } of await jobsOf(job, context)) await context.requests.cancel(id);
}
