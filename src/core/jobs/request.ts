import type { Command } from '../domain/command.ts';
import { Failure } from '../domain/failure.ts';
import type { Job } from '../domain/job.ts';
import type { Answer } from '../ports/engine.ts';
import { accept, asks, type Judged, judge } from './accept.ts';
import type { Context } from './context.ts';
import { forget, makeQuote } from './quotes.ts';

export async function request(context: Context, command: Command): Promise<Answer> {
  const judged = await judge(context, command);
  if (asks(judged)) return { quote: await makeQuote(context, command, judged) };
  return { job: await submit(context, command, judged) };
}

export async function submit(context: Context, command: Command, judged?: Judged): Promise<Job> {
  try {
    const found = judged ?? (await judge(context, command));
    if (!command.source) throw new Failure('no-source', { medium: found.model.takes });
    return await accept(context, command, found, command.source);
  } catch (error) {
    await forget(context, command.source, error);
    throw error;
  }
}
