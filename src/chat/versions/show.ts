/** `versions`: the outline as text, and a contact sheet, for everybody who is there. */
import type { Tree } from '../../core/domain/versions/tree.ts';
import { votesFor } from '../../core/domain/versions/tree.ts';
import { mostFrames } from '../../core/media/versions/task.ts';
import { outlineOf } from '../../core/view/versions/outline.ts';
import { asItIs } from '../../core/words/names.ts';
import { versionWords as outlineWords } from '../../core/words/versions/words.ts';
import type { Action } from '../action.ts';
import { type Chat, isDouble } from '../chat.ts';
import type { Found } from '../request.ts';
import type { Turn } from '../turn.ts';
import { words as chatWords } from '../words.ts';
import { type GrownTree, grow, versionAt } from './grown.ts';

/** Under a result. */
export async function showVersions<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  { id }: Pick<Action, 'id'>,
): Promise<void> {
  const { tree } = await versionAt(chat, turn, id);
  if (await isDouble(chat, turn, `versions:${id}`))
    return turn.reply({ kind: 'notice', text: chatWords.onItsWay, quiet: true });
  await showTree(chat, turn, tree);
}

export async function showTree<F extends Found>(chat: Chat, turn: Turn<F>, tree: Tree): Promise<void> {
  const grown = await grow(chat, tree);
  const { standing, picked, poster } = grown;
  const people = [...standing.map(({ requester }) => requester), poster, picked?.by];
  const nameOf = await namesIn(
    chat,
    turn,
    people.filter((it) => it !== undefined),
  );
  const { heading, tally, lines } = outlineOf(grown, { nameOf });
  const picture = pictureOf(chat, grown);
  await turn.reply({
    kind: 'lines',
    lines: ({ bold }) => [bold(heading), tally, ...lines],
    ...(picture && { picture }),
    forAll: true,
  });
}

/** Names in letters, the same on every platform: whoever is named is not called. */
export async function namesIn<F extends Found>(
  { traits }: Pick<Chat, 'traits'>,
  turn: Turn<F>,
  people: readonly string[],
): Promise<(person: string) => string> {
  const names = await traits.namesOf(turn, [...new Set(people)]);
  return (person) => asItIs(names.get(person) ?? person);
}

/** Drawn when whoever asked has been told to wait. Undefined where there is nothing to be seen. */
function pictureOf(chat: Chat, tree: GrownTree) {
  const tiles = tree.standing.flatMap(({ gone, job: id, number, did }) => {
    const job = tree.jobs.get(id);
    return gone || !job?.result ? [] : [{ number, did, votes: votesFor(tree, number), job }];
  });
  if (tiles.length === 0) return undefined;
  const shown = tiles.slice(0, mostFrames).map(({ number }) => number);
  const name = tree.name ?? outlineWords.source;
  const picked = tree.picked && shown.includes(tree.picked.number) ? tree.picked.number : undefined;
  return {
    png: () => chat.requests.versions.sheet(tree, tiles),
    alt: outlineWords.alt(name, shown, picked, tiles.length - shown.length),
    fileName: 'versions.png',
    comment: outlineWords.sheet(name),
  };
}
