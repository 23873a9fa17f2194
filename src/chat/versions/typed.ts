/** `versions`, `versions vote v2`, `versions pick v2.1`: of the picture that is at hand, else of the newest one here. */

import { homeOf, isSameHome } from '../../core/domain/versions/home.ts';
import { numberIn, type Tree } from '../../core/domain/versions/tree.ts';
import type { Chat } from '../chat.ts';
import { Refusal } from '../reply.ts';
import type { About, Found } from '../request.ts';
import type { Turn } from '../turn.ts';
import { back, upvote } from './acts.ts';
import { pick } from './pick.ts';
import { showTree } from './show.ts';
import { votingWords as words } from './words.ts';

const deeds = ['vote', 'unvote', 'pick'] as const;
export type VersionDeed = { deed: (typeof deeds)[number]; number: string };

/** @throws Refusal */
export async function typedVersions<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  said: readonly string[],
  about: () => Promise<About<F>>,
): Promise<void> {
  const asked = deedIn(said.filter((it) => !it.includes('://')));
  await versionsCommand(chat, turn, asked, async () => treeAt(chat, turn, await about()));
}

/** Undefined where all are to be shown. @throws Refusal */
function deedIn([first, number, more]: readonly string[]): VersionDeed | undefined {
  if (first === undefined || first.toLowerCase() === 'show') return undefined;
  const deed = deeds.find((it) => it === first.toLowerCase());
  if (!deed) throw new Refusal(words.noDeed(first));
  if (number === undefined) throw new Refusal(words.whichOne(deed));
  if (more !== undefined) throw new Refusal(words.tooMuch(more));
  return { deed, number };
}

/** @param asked left out: all are shown. @param find the tree that is meant; the newest one here where it gives none */
export async function versionsCommand<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  asked: VersionDeed | undefined,
  find: () => Promise<Tree | undefined> = async () => undefined,
): Promise<void> {
  const tree = (await find()) ?? (await chat.requests.versions.newestIn(await turn.person()));
  if (!tree) throw new Refusal(words.noTree);
  if (!asked) return showTree(chat, turn, tree);
  const number = numberIn(asked.number);
  const version = tree.versions.find((it) => it.number === number);
  if (!version)
    throw new Refusal(
      words.noNumber(
        asked.number,
        tree.versions.map((it) => it.number),
      ),
    );
  const { job: id } = version;
  if (asked.deed === 'pick') return pick(chat, turn, { id });
  await upvote(chat, turn, { id, ...(asked.deed === 'unvote' && { argument: back }) });
}

/** Of a result of ours, or of what was made of a file here. @throws Refusal where nothing was */
async function treeAt<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  { media: [first], earlier }: About<F>,
): Promise<Tree | undefined> {
  const { versions } = chat.requests;
  const person = await turn.person();
  const source = await turn.ready(first);
  const id = source?.posted?.job ?? (source ? undefined : earlier?.kept.job);
  if (!source && id === undefined) return undefined;
  const tree =
    id === undefined
      ? source && (await versions.ofSource(person, await turn.take(source)))
      : await versions.of({ id });
  // What was made elsewhere of the same stays there.
  if (!tree || !isSameHome(tree, homeOf(person))) throw new Refusal(words.nothingMade);
  return tree;
}
