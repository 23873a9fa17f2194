/** `jobs`: a person's own jobs, seen by them alone; an admin sees all that is known of any job of theirs. */

import { inspectionLines, unfinishedLines } from '../../core/inspect/lines.ts';
import { nearest } from '../../core/text/nearest.ts';
import { status } from '../../core/words/status.ts';
import { jobFor } from '../access.ts';
import { cancelJob } from '../acts/cancel.ts';
import { sendAgain } from '../acts/resend.ts';
import type { Chat } from '../chat.ts';
import { pressed } from '../job-actions.ts';
import { Refusal } from '../reply.ts';
import type { Found } from '../request.ts';
import type { Destination, Turn } from '../turn.ts';
import { listedJob, newestJobs } from './job-list.ts';
import { commandWords } from './words.ts';

export const jobDeeds = ['show', 'cancel', 'again', 'resend'] as const;
export type JobDeed = (typeof jobDeeds)[number];
const listed = 10;

export async function listJobs<F extends Found>(chat: Chat, turn: Turn<F>): Promise<void> {
  const jobs = await newestJobs(chat, turn.asker, listed);
  await turn.reply({ kind: 'jobs', jobs, empty: commandWords.noJobs });
}

/** Does with a job what its word says; without an id an admin is shown all that are not over. @throws Refusal or Failure */
export async function jobCommand<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  deed: JobDeed,
  id: string | undefined,
  to: Destination = 'here',
): Promise<void> {
  if (id === undefined) {
    if (deed === 'show') return listUnfinished(chat, turn);
    throw new Refusal(commandWords.whichJob(deed));
  }
  switch (deed) {
    case 'show':
      return showJob(chat, turn, id);
    case 'cancel':
      return cancelJob(chat, turn, { id });
    case 'again':
      return pressed(chat, turn, { act: 'again', id });
    case 'resend':
      return sendAgain(chat, turn, { id }, to);
  }
}

/** For admins: all of the scope's jobs that are not over, the oldest first, with what each waits for. */
async function listUnfinished<F extends Found>(chat: Chat, turn: Turn<F>): Promise<void> {
  const person = await turn.person();
  if (!(await chat.requests.credits.isAdmin(person))) throw new Refusal(commandWords.whichJob('show'));
  const { platform, scope } = person;
  const jobs = await chat.requests.unfinished({ platform, scope });
  await turn.reply({ kind: 'lines', lines: (style) => unfinishedLines(jobs, chat.clock(), style) });
}

async function showJob<F extends Found>(chat: Chat, turn: Turn<F>, id: string): Promise<void> {
  const { requests } = chat;
  const person = await turn.person();
  const admin = await requests.credits.isAdmin(person);
  const found = admin ? await requests.read(id) : undefined;
  // Of their own scope an admin sees every job; to everybody else only their own is known.
  const isTheirs = found?.platform === person.platform && found.scope === person.scope;
  const job = found && isTheirs ? found : await jobFor(chat, turn, 'see', id);
  const shown = await listedJob(chat, job, job.requester === person.requester);
  const { view } = shown;
  const more = [view.line, ...(view.lab ? [status.lab] : []), ...(isTheirs ? await detailsOf(chat, id) : [])];
  await turn.reply({ kind: 'jobs', jobs: [shown], more, empty: commandWords.noJobs });
}

/** False for what is no job, and for one that is not theirs to see: which of the two, nobody learns. */
async function showIfTheirs<F extends Found>(chat: Chat, turn: Turn<F>, word: string): Promise<boolean> {
  if (!(await chat.requests.read(word))) return false;
  try {
    await showJob(chat, turn, word);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** All that is known of it, for whoever looks after the place; which machine works at it is the owner's alone. */
async function detailsOf(
  { requests, clock }: Pick<Chat, 'requests' | 'clock'>,
  id: string,
): Promise<string[]> {
  const found = await requests.inspect(id);
  if (!found) return [];
  const { holder, ...rest } = found;
  return inspectionLines({ ...rest, holder: holder && { ...holder, by: undefined } }, clock());
}

/**
 * As it is typed: nothing lists all, an id alone shows it.
 * @throws Refusal with what is wrong with it
 */
export async function typedJobs<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  said: readonly string[],
): Promise<void> {
  const [first, id, more] = said.map((word) => chat.traits.legible(word).toLowerCase());
  if (first === undefined || first === 'list') return listJobs(chat, turn);
  const deed = jobDeeds.find((each) => each === first);
  if (!deed) {
    if (id === undefined && (await showIfTheirs(chat, turn, first))) return;
    throw new Refusal(commandWords.noJobDeed(first, nearest(first, jobDeeds), jobDeeds));
  }
  if (more !== undefined) throw new Refusal(commandWords.tooMuch(more));
  await jobCommand(chat, turn, deed, id);
}
