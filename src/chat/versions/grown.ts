/** A tree of versions as it stands: what has become of each, who may vote there, and who may decide. */

import { createKeyedQueue } from '../../async/keyed-queue.ts';
import { isOver, type Job } from '../../core/domain/job.ts';
import { homeOf, isSameHome } from '../../core/domain/versions/home.ts';
import type { Standing, Tree } from '../../core/domain/versions/tree.ts';
import type { Grown } from '../../core/view/versions/outline.ts';
import { jobFor } from '../access.ts';
import type { Chat } from '../chat.ts';
import { Refusal } from '../reply.ts';
import type { Found } from '../request.ts';
import type { Turn } from '../turn.ts';
import { words as chatWords } from '../words.ts';
import { votingWords as words } from './words.ts';

/** `jobs`: of the versions that are there, by id. */
export type GrownTree = Grown & { jobs: ReadonlyMap<string, Job> };

export async function grow(chat: Pick<Chat, 'requests' | 'shown'>, tree: Tree): Promise<GrownTree> {
  const read = await Promise.all(tree.versions.map(({ job }) => chat.requests.read(job)));
  const isGone = (job: Job | undefined) =>
    !job ||
    job.removed ||
    chat.shown(job.address).removed === true ||
    (isOver(job.state) && job.state !== 'done');
  const all = tree.versions.map((version, index): Standing => ({ ...version, gone: isGone(read[index]) }));
  // What is gone stands only for what was made from it.
  const standing = all.filter(
    ({ gone, number }) => !gone || all.some((it) => !it.gone && it.number.startsWith(`${number}.`)),
  );
  const jobs = read.flatMap((job, index) => (job && !all[index]?.gone ? [[job.id, job] as const] : []));
  const first = read.find((job, index) => job && tree.versions[index]?.parent === undefined);
  const poster = first ? chat.shown(first.address).author : undefined;
  return { ...tree, standing, poster, jobs: new Map(jobs) };
}

/** The version that a result is, for whoever sees it. @throws Refusal */
export async function versionAt<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  id: string,
): Promise<{ job: Job; tree: Tree; number: string }> {
  const job = await jobFor(chat, turn, 'reuse', id);
  const tree = await chat.requests.versions.of(job);
  const number = tree?.versions.find((it) => it.job === id)?.number;
  if (!tree || number === undefined) throw new Refusal(words.noVersion);
  // Its person may see it anywhere; the tree stays among those who are there.
  const isHere = chat.shown(job.address).conversation === turn.conversation.id;
  // Who asks where it stands need not be looked up: a form may wait for it.
  if (!isHere && !isSameHome(tree, homeOf(await turn.person()))) throw new Refusal(chatWords.notHere);
  return { job, tree, number };
}

/** Whoever posted the source, or asked for the first version where nobody knows that; moderators and admins. @throws Refusal */
export async function checkMayDecide<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  { poster, versions: [first] }: Pick<Grown, 'poster' | 'versions'>,
): Promise<void> {
  if (turn.asker.requester === (poster ?? first?.requester)) return;
  if (await turn.moderates()) return;
  if (await chat.requests.credits.isAdmin(await turn.person())) return;
  throw new Refusal(words.notYoursToPick(chat.traits.moderators));
}

/** Of one tree in this process nothing is drawn twice at once: what is drawn last says what is so by then. */
const { run: inTurn } = createKeyedQueue();

/** @param id of a version */
export async function inTree<T>(chat: Chat, id: string, work: () => Promise<T>): Promise<T> {
  const tree = await chat.requests.versions.of({ id }).catch(() => undefined);
  return inTurn(tree?.id ?? id, work);
}

/** The messages of those results, all of one tree, say what is so by now. Never rejects: what could not be drawn is only logged. */
export async function redraw(chat: Chat, ids: Iterable<string>): Promise<string[]> {
  const all = [...new Set(ids)];
  const [first] = all;
  return first === undefined ? [] : inTree(chat, first, () => drawAnew(chat, all));
}

async function drawAnew(chat: Chat, ids: readonly string[]): Promise<string[]> {
  const drawn: string[] = [];
  for (const id of ids) {
    const job = await chat.requests.read(id);
    if (!job || job.removed || job.state !== 'done') continue;
    const view = await chat.requests.view(job);
    const done = await chat.results.redraw(job, view).catch((error: unknown) => {
      chat.log.warn({ err: chat.loggable?.(error) ?? error }, 'a result could not be drawn anew');
      return false;
    });
    if (done) drawn.push(id);
  }
  return drawn;
}

/** Once there is a second version, the first one says so, too. Never rejects. */
export async function versionPosted(chat: Chat, id: string): Promise<void> {
  const tree = await chat.requests.versions.of({ id }).catch(() => undefined);
  if (tree?.versions.length !== 2) return;
  await redraw(
    chat,
    tree.versions.flatMap(({ job }) => (job === id ? [] : [job])),
  ).catch(() => []);
}
