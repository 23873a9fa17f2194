/** A person's jobs with what is to be seen of them, for lists and for whoever types an id. */
import { sourceNameOf } from '../../core/domain/file-names.ts';
import type { Job } from '../../core/domain/job.ts';
import { reasonOf } from '../../core/view/facts.ts';
import { asItIs } from '../../core/words/names.ts';
import type { Chat } from '../chat.ts';
import { actionsOf } from '../next-actions.ts';
import type { ListedJob } from '../reply.ts';
import type { Turn } from '../turn.ts';
import { commandWords } from './words.ts';

/** A person's newest jobs with what is to be seen of them and what can be done, the newest first. */
export async function newestJobs(chat: Chat, asker: Turn['asker'], count: number): Promise<ListedJob[]> {
  const jobs = await chat.requests.jobs(asker, count);
  return Promise.all(jobs.map((job) => listedJob(chat, job)));
}

/** @param acts whether its person sees it, who may do something with it */
export async function listedJob(chat: Chat, job: Job, acts = true): Promise<ListedJob> {
  const [view, shown, source, reason] = [
    await chat.requests.view(job),
    chat.shown(job.address),
    sourceNameOf(job.source),
    reasonOf(job),
  ];
  const state = reason ? commandWords.failedFor(view.state, reason.briefly) : view.state;
  return {
    job,
    view,
    shown,
    actions: acts ? actionsOf(view, shown, 'list') : [],
    source,
    reason,
    facts: [state, view.title, ...(source === undefined ? [] : [asItIs(source)]), view.price],
  };
}

/** Jobs whose id, model, state or settings hold what is typed so far. */
export async function suggestJobs(
  chat: Chat,
  asker: Turn['asker'],
  typed: string,
  count: number,
): Promise<{ id: string; text: string }[]> {
  const wanted = typed.trim().toLowerCase();
  const jobs = await newestJobs(chat, asker, count);
  return jobs
    .map(({ job, source, view: { state, title, settings } }) => ({
      id: job.id,
      text: [job.id, state, title, source, settings].filter(Boolean).join(' · '),
    }))
    .filter(({ text }) => text.toLowerCase().includes(wanted));
}
