/** `/darkroom jobs …`: a person's own jobs, seen by them alone. */
import type { BlockAction, types } from '@slack/bolt';
import type { Person } from '../../../core/domain/command.ts';
import type { Job } from '../../../core/domain/job.ts';
import { nearest } from '../../../core/text/nearest.ts';
import type { View } from '../../../core/view/view.ts';
import { status } from '../../../core/words/status.ts';
import { type Address, readAddress } from '../address.ts';
import { bodyOf, button, context, note, plain, row, section } from '../cards/blocks.ts';
import { cancelButton } from '../cards/card.ts';
import { linesBody } from '../cards/long-text.ts';
import { replyPrivately } from '../cards/reply-privately.ts';
import { type Access, type Body, type Bot, type Handle, Refused } from '../context.ts';
import { conversationOf } from '../requests/action-context.ts';
import { type IncomingText, legible, wordsOf } from '../requests/incoming-text.ts';
import { personOf } from '../requests/people.ts';
import { startRequest } from '../requests/start.ts';
import { textWords as words } from '../words/commands.ts';
import { words as frame, sentenceFor } from '../words/request.ts';
import { jobLines, newestJobs } from './job-list.ts';
import { resend } from './resend.ts';

/** The action ids that `handleJobsAction` wants. */
export const jobsActions = /^v1:jobs:/;

const deeds = ['show', 'cancel', 'again', 'resend'] as const;
type Deed = (typeof deeds)[number];
const listed = 10;

/**
 * @param text what stands after the word `jobs`.
 * @returns undefined where what was done speaks for itself. @throws Refused
 */
export async function answerJobs(bot: Bot, incoming: IncomingText, text: string): Promise<Body | undefined> {
  const [first, id, more] = wordsOf(text).map((word) => legible(word).toLowerCase());
  if (first === undefined || first === 'list') return list(bot, incoming);
  const deed = deeds.find((each) => each === first);
  // An id alone is one to be shown.
  if (!deed && id === undefined && (await bot.requests.read(first)))
    return perform(bot, incoming, 'show', first);
  if (!deed) throw new Refused(words.noJobDeed(first, nearest(first, deeds), deeds));
  if (id === undefined) throw new Refused(words.whichJob(deed));
  if (more !== undefined) throw new Refused(words.tooMuch(more));
  return perform(bot, incoming, deed, id);
}

/** A button of what `jobs` answered; it does what the word does, where it is pressed. Never rejects. */
export const handleJobsAction: Handle<BlockAction> = async (bot, body, team) => {
  const [action] = body.actions;
  const conversation = conversationOf(body, team);
  const { id: user } = body.user;
  try {
    const deed = deeds.find((each) => action?.action_id === `v1:jobs:${each}`);
    if (action?.type !== 'button' || !deed) throw new Refused(frame.gone);
    const person = await personOf(bot, { team, user, channel: conversation.channel });
    const key = `press:${conversation.channel}:${body.container.message_ts}:${action.action_id}:${action.action_ts}`;
    const said = await perform(bot, { conversation, person, text: '', key }, deed, action.value ?? '');
    if (said) await replyPrivately(bot, conversation, user, said);
  } catch (error) {
    await replyPrivately(bot, conversation, user, sentenceFor(bot, error));
  }
};

async function perform(bot: Bot, incoming: IncomingText, deed: Deed, id: string): Promise<Body | undefined> {
  const { person, conversation, key } = incoming;
  const job = await jobOf(bot, person, id, deed === 'cancel');
  switch (deed) {
    case 'show':
      return showJob(bot, incoming, job);
    case 'cancel': {
      const done = await bot.requests.cancel(job.id);
      bot.homeChanged(conversation.team, job.requester);
      return note(done ? frame.cancelling : frame.cannotCancel);
    }
    case 'again': {
      const { marks } = readAddress(job.address);
      await startRequest(bot, {
        ...{ key, person, conversation, model: job.model, settings: job.settings, source: undefined },
        kept: { job: job.id, file: 'source' },
        ...(marks ? { marks } : {}),
      });
      return undefined;
    }
    case 'resend':
      return note(await resend(bot, incoming, job));
  }
}

/** @param forAdmins those of others, too, for whoever runs the place. @throws Refused when it is not known, or not theirs */
export async function jobOf(bot: Bot, person: Person, id: string, forAdmins = false): Promise<Job> {
  const job = await bot.requests.read(id);
  if (job?.platform !== 'slack' || job.scope !== person.scope) throw new Refused(frame.gone);
  const may =
    job.requester === person.requester || (forAdmins && (await bot.requests.credits.isAdmin(person)));
  if (!may) throw new Refused(frame.gone);
  return job;
}

async function list(bot: Bot, { person, conversation }: IncomingText): Promise<Body> {
  const found = await newestJobs(bot, person, listed);
  if (found.length === 0) return linesBody([words.noJobs]);
  const access = await bot.accessTo(conversation.team);
  const blocks = found.map(async ({ job, view, address }) => [
    section([jobLines(job, view), ...(await linksOf(access, address))].join('\n')),
    ...row(jobButtons(view)),
  ]);
  return bodyOf((await Promise.all(blocks)).flat());
}

function jobButtons(view: View): types.Button[] {
  const { id, state } = view;
  const over = state === 'COMPLETED' || state === 'FAILED' || state === 'CANCELLED';
  const to = (deed: Deed, label: string) => button({ action: `jobs:${deed}`, label, value: id });
  return [
    ...(view.cancellable ? [{ ...cancelButton(view), action_id: 'v1:jobs:cancel' }] : []),
    ...(view.result && over ? [to('resend', words.resend)] : []),
    ...(over ? [to('again', frame.again)] : []),
  ];
}

async function showJob(bot: Bot, { conversation }: IncomingText, job: Job): Promise<Body> {
  const [view, access] = await Promise.all([bot.requests.view(job), bot.accessTo(conversation.team)]);
  const address = readAddress(job.address);
  const links = await linksOf(access, address);
  return bodyOf([
    section(jobLines(job, view)),
    section(plain(view.line)),
    ...(links.length > 0 ? [section(links.join(' · '))] : []),
    ...(view.lab ? [context(plain(status.lab))] : []),
    ...row(jobButtons(view)),
  ]);
}

/** To the job's own message and to its result. Where the bot cannot see one, neither can most people: then there is no link. */
async function linksOf({ read }: Access, { channel, status: ts, result }: Address): Promise<string[]> {
  const at =
    ts === undefined
      ? undefined
      : await read.chat.getPermalink({ channel, message_ts: ts }).then(
          ({ permalink }) => permalink,
          () => undefined,
        );
  const posted = result?.removed ? undefined : result?.permalink;
  return [
    ...(at === undefined ? [] : [words.statusAt(at)]),
    ...(posted === undefined ? [] : [words.resultAt(posted)]),
  ];
}
