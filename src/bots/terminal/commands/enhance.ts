/** `npm run enhance`: one request from the command line, from its arguments to an exit code. */

import { randomUUID } from 'node:crypto';
import type { Person } from '../../../core/domain/command.ts';
import { Failure } from '../../../core/domain/failure.ts';
import type { Job } from '../../../core/domain/job.ts';
import type { KeptFiles } from '../../../core/jobs/files/job-files.ts';
import type { Answer, Requests } from '../../../core/ports/engine.ts';
import type { Asked } from '../arguments.ts';
import { type Ask, quoteLines } from '../ask.ts';
import type { Terminal } from '../index.ts';
import { enhancedJson, quoteJson } from '../json.ts';
import { checkOut } from '../out.ts';
import { personFrom } from '../person.ts';
import { sourceFrom } from '../sources.ts';
import { terminalWords as words } from '../words.ts';
import { saveAlso } from './also.ts';
import { endOf, savedPath } from './saved.ts';
import { askSteps, cancelSteps, settledSteps } from './steps.ts';

export type Run = Extract<Asked, { kind: 'run' }>;

export type Context = {
  requests: Requests;
  /** The files of jobs, for what is saved beside a result. */
  kept: Pick<KeptFiles, 'resultOf' | 'fit'>;
  terminal: Terminal;
  /** Who sits here, as the machine knows them. */
  user: string;
  /** Left out where nobody is there to be asked. */
  ask?: Ask | undefined;
  print: (text: string) => void;
  complain: (text: string) => void;
  /** Aborts when the person presses Ctrl-C: the job is cancelled, and its end is awaited. */
  interrupt: AbortSignal;
  /** Whether a Ctrl-C counts is asked from now on. */
  guard?: (counts: () => Promise<boolean>) => void;
};

/**
 * Runs it to its end. The result's path or the record goes to `print`, everything else to the terminal's screen.
 * @returns 0 when the file was saved, with what was asked for beside it; else 1.
 * @throws Failure or ArgumentError with one sentence when nothing was begun.
 */
export async function enhance(asked: Run, context: Context): Promise<0 | 1> {
  const { requests, terminal, print, complain, interrupt } = context;
  await checkOut(asked.out);
  const person = personFrom(asked.person, context.user);
  const first = await (asked.then.length > 0 ? askSteps : askOne)(asked, context, person);
  const job = await agreed(first, person, asked, context);
  if (!job) return 1;

  context.guard?.(priceKnown(job, context));
  const cancel = () => void cancelSteps(job, context);
  if (interrupt.aborted) cancel();
  interrupt.addEventListener('abort', cancel, { once: true });
  const over = await settledSteps(job, context);
  interrupt.removeEventListener('abort', cancel);

  // Another process on the same data folder may have done the last step; this screen shows it all the same.
  await terminal.show(over.address, await requests.card(over));
  terminal.finishLine();
  const path = savedPath(over, asked.out, terminal);
  const { also: as, out } = asked;
  const also =
    path !== undefined && as ? await saveAlso(over, { as, beside: path, out }, context) : undefined;
  const saved = also && 'path' in also ? also : undefined;
  if (asked.json) print(JSON.stringify({ ...enhancedJson(over, path), also: saved }, null, 2));
  else if (path !== undefined) print(words.saved(path));
  if (saved && !asked.json) print(words.savedAlso(saved.path, saved.change));
  if (path === undefined) complain(endOf(over));
  if (also && 'why' in also) complain(words.notAlso(also.why));
  return path === undefined || (as && !saved) ? 1 : 0;
}

async function askOne(asked: Run, { requests, terminal }: Context, person: Person): Promise<Answer> {
  const wanted = { ...person, model: asked.model.name, settings: asked.settings };
  await requests.check(wanted);
  const command = {
    ...wanted,
    key: randomUUID(),
    address: terminal.addressFor(asked.out),
    source: asked.source === undefined ? undefined : await sourceFrom(asked.source, requests),
  };
  return asked.yes ? { job: await requests.submit(command) } : requests.request(command);
}

/** What cancelling still costs is read first: on the line, or in a sentence of its own. */
export function priceKnown({ id }: Job, { requests, terminal, complain }: Context): () => Promise<boolean> {
  let told = false;
  return async () => {
    const job = await requests.read(id);
    const note = job && (await requests.card(job)).cancelNote;
    if (note === undefined || told || terminal.saysCost(id)) return true;
    told = true;
    terminal.finishLine();
    complain(words.pressAgain(note));
    return false;
  };
}

/** Asks until there is a job, or no wish for one. @throws Failure as `run` does; the quote's file is gone then, too. */
export async function agreed(
  first: Answer,
  person: Person,
  asked: Run,
  context: Context,
): Promise<Job | undefined> {
  const { requests, ask, interrupt, complain, print } = context;
  let answer = first;
  while ('quote' in answer) {
    const { quote } = answer;
    if (!ask) {
      await requests.drop(quote.id, person);
      if (asked.json) print(JSON.stringify({ quote: quoteJson(quote) }, null, 2));
      complain([...quoteLines(quote), words.sayYes].join('\n'));
      return undefined;
    }
    const choice = await ask(quote, interrupt);
    if (choice === 'cancel') {
      await requests.drop(quote.id, person);
      complain(words.leftAlone);
      return undefined;
    }
    const variant = choice === 'run' ? {} : { variant: choice };
    answer = await requests.run(quote.id, { person, ...variant }).catch(async (error: unknown) => {
      if (error instanceof Failure) await requests.drop(quote.id, person);
      throw error;
    });
  }
  return answer.job;
}
