/** Messages that bring results, after they were posted: drawn anew, in one line, pinned, and announced as picked. */
import type { AdminNotice, Chat } from '../../../chat/chat.ts';
import { actionsOf } from '../../../chat/next-actions.ts';
import { unfoldOf } from '../../../chat/versions/actions.ts';
import { grow } from '../../../chat/versions/grown.ts';
import type { Job } from '../../../core/domain/job.ts';
import { votesFor } from '../../../core/domain/versions/tree.ts';
import { outlineOf } from '../../../core/view/versions/outline.ts';
import { versionWords } from '../../../core/words/versions/words.ts';
import { kept, messageAt } from '../../../pages/channel/log/kept.ts';
import type { PostedFile, Result, TreeNode } from '../../../pages/channel/log/messages.ts';
import { type Address, readAddress, shownAt } from '../address.ts';
import type { Web } from '../context.ts';
import { tellAll } from './reply.ts';
import { handedOver } from './result.ts';

export const resultMessages = (web: () => Web): Chat['results'] => ({
  folds: true,
  async announce({ address }: Job, notice: AdminNotice) {
    await tellAll(web(), readAddress(address).room, notice);
    return true;
  },
  async redraw(job, view) {
    const tree = await web().requests.versions.of(job);
    const own = tree?.versions.find((it) => it.job === job.id)?.number;
    const voters = [...(tree?.votes ?? [])].flatMap(([person, number]) => (number === own ? [person] : []));
    const done = await changed(web(), job, (message, address) => {
      const posted = { ...view, ...handedOver };
      const actions = view.versioned?.folded ? [unfoldOf(view)] : actionsOf(posted, shownAt(address));
      return { ...message, views: [posted], actions, voters };
    });
    await drawTree(web(), job.id);
    return done;
  },
  pin: (job) => changed(web(), job, (message) => ({ ...message, pinned: true })),
});

/** False where its message stands with others, or no more. @param change gives nothing where nothing is to change */
async function changed(
  web: Web,
  { address: json }: Job,
  change: (message: Result, address: Address) => Result | undefined,
): Promise<boolean> {
  const address = readAddress(json);
  const { room, result } = address;
  const message = result && (await messageAt(web, room, result.id));
  if (!result || message?.kind !== 'result' || message.files.length > 1) return false;
  const now = change(message, address);
  return now !== undefined && web.rooms.change(room, result.id, kept(now));
}

/** The tree stands below the newest version; what stood below an older one goes. */
export async function drawTree(web: Web, id: string): Promise<void> {
  const tree = await web.requests.versions.of({ id });
  if (!tree || tree.versions.length < 2) return;
  const grown = await grow(web.chat, tree);
  const names = await web.rooms.namesOf(tree.scope, [grown.poster ?? '']);
  const { heading, tally } = outlineOf(grown, { nameOf: (person) => `@${names.get(person) ?? person}` });
  const files = new Map<string, PostedFile>();
  for (const [job, { address }] of grown.jobs) {
    const file = await fileAt(web, readAddress(address));
    if (file) files.set(job, file);
  }
  const nodes = grown.standing.map(
    ({ number, did, requester, parent, job, gone }): TreeNode => ({
      number,
      did,
      by: requester,
      job,
      gone,
      from: parent ?? tree.name ?? versionWords.source,
      votes: votesFor(tree, number),
      voters: [...tree.votes].flatMap(([person, voted]) => (voted === number ? [person] : [])),
      picked: tree.picked?.number === number ? tree.picked.by : undefined,
      file: files.get(job),
    }),
  );
  const [newest, ...older] = [...grown.jobs.values()].sort((one, other) => other.createdAt - one.createdAt);
  if (newest) await changed(web, newest, (message) => ({ ...message, tree: { heading, tally, nodes } }));
  for (const job of older)
    if (await changed(web, job, ({ tree: had, ...rest }) => (had ? rest : undefined))) return;
}

async function fileAt(web: Web, { room, result }: Address): Promise<PostedFile | undefined> {
  const message = result && (await messageAt(web, room, result.id));
  return message?.kind === 'result' && message.files.length === 1 ? message.files[0] : undefined;
}
