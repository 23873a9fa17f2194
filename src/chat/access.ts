/** Who may do what with a job. One rule for every platform; the platform says who somebody is, and where. */
import type { Person } from '../core/domain/command.ts';
import type { Job } from '../core/domain/job.ts';
import { homeOf, isSameHome } from '../core/domain/versions/home.ts';
import type { Chat } from './chat.ts';
import { Refusal } from './reply.ts';
import type { Found, Shown } from './request.ts';
import type { Turn } from './turn.ts';
import { words } from './words.ts';

export type Deed = 'see' | 'reuse' | 'cancel' | 'resend' | 'remove';

/** `admins`: those of the scope may. `stays`: it may be used in its own conversation alone. `unknown`: they learn nothing. */
export type Verdict = 'yes' | 'admins' | 'stays' | 'unknown';

export type Asker = Pick<Person, 'platform' | 'scope' | 'requester'> & {
  conversation: string;
  /** The platform's word that they moderate it. */
  moderates: boolean;
  /** The platform gives a person the same id in every scope. */
  sameIdEverywhere: boolean;
};

export type Subject = Pick<Job, 'platform' | 'scope' | 'requester' | 'removed'> &
  Pick<Shown, 'conversation' | 'confined' | 'author'>;

/**
 * Ids can be guessed, and what was posted in a conversation stays among those who are in it: a file is used where it was
 * posted, or by whoever asked for it. A moderator decides in their own conversation, an admin in all of the scope. What was
 * removed is its requester's alone.
 */
export function verdictOn(deed: Deed, asker: Asker, job: Subject): Verdict {
  if (job.platform !== asker.platform) return 'unknown';
  const here = job.conversation === asker.conversation;
  const sameScope = job.scope === asker.scope;
  if (job.requester === asker.requester && (sameScope || asker.sameIdEverywhere))
    return deed === 'reuse' && job.confined && !here ? 'stays' : 'yes';
  if (!sameScope) return 'unknown';
  const moderates = here && asker.moderates;
  switch (deed) {
    case 'see':
      return 'unknown';
    case 'reuse':
      if (job.removed) return 'unknown';
      return here ? 'yes' : 'stays';
    case 'cancel':
      return moderates ? 'yes' : 'admins';
    case 'resend':
      return 'admins';
    case 'remove':
      return moderates || job.author === asker.requester ? 'yes' : 'admins';
  }
}

/**
 * The job, where this person may do this with it. The platform is asked who they are only where that decides it.
 * @throws Refusal: nothing is known of it, or it is not theirs to decide, or it stays where it is
 */
export async function jobFor<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  deed: Deed,
  id: string,
): Promise<Job> {
  const job = await chat.requests.read(id);
  // By an id alone nobody learns whether there is such a job: what is not, and what is elsewhere, read the same.
  const nothing = deed === 'reuse' ? words.notHere : words.gone;
  if (job?.platform !== turn.asker.platform) throw new Refusal(nothing);
  const { conversation, confined, author, removed } = chat.shown(job.address);
  const subject: Subject = {
    ...job,
    conversation,
    confined,
    author,
    removed: job.removed || removed === true,
  };
  let asker: Asker = {
    ...turn.asker,
    conversation: turn.conversation.id,
    moderates: false,
    sameIdEverywhere: chat.traits.sameIdEverywhere,
  };
  /** A thread belongs to its channel: who sees the one sees the other. */
  async function isNear(): Promise<boolean> {
    if (!job || conversation === turn.conversation.id || job.scope !== turn.asker.scope) return false;
    return isSameHome(homeOf(job), homeOf(await turn.person()));
  }
  let verdict = verdictOn(deed, asker, subject);
  if (verdict !== 'yes' && (await isNear())) {
    asker = { ...asker, conversation };
    verdict = verdictOn(deed, asker, subject);
  }
  if (verdict === 'admins' && (await turn.moderates()))
    verdict = verdictOn(deed, { ...asker, moderates: true }, subject);
  if (verdict === 'yes') return job;
  if (verdict === 'stays' && job.requester === asker.requester) throw new Refusal(words.confinedStays);
  if (verdict === 'admins' && (await chat.requests.credits.isAdmin(await turn.person()))) return job;
  // Whoever sees the job is told who may.
  const sees = verdict === 'admins' && turn.pressed?.job === job.id;
  const { moderators } = chat.traits;
  if (!sees) throw new Refusal(nothing);
  throw new Refusal(deed === 'remove' ? words.notYoursToRemove(moderators) : words.notYours(moderators));
}
