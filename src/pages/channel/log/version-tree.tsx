/** Versions of one source below the newest of them: a nested list, folded to its heading until somebody opens it. */
import { votingWords } from '../../../chat/versions/words.ts';
import { versionWords } from '../../../core/words/versions/words.ts';
import { shownInBrowsers } from '../../parts/types.ts';
import { ActionButton } from './action-buttons.tsx';
import type { TreeNode, VersionTree } from './messages.ts';
import { fileUrl } from './urls.ts';

type Names = ReadonlyMap<string, string>;
type Branch = { node: TreeNode; below: Branch[] };

/** Each below what it was made from. They come in the order of an outline. */
function branchesOf(nodes: readonly TreeNode[]): Branch[] {
  const roots: Branch[] = [];
  const above: Branch[] = [];
  for (const node of nodes) {
    const branch: Branch = { node, below: [] };
    const parent = above.findLast((it) => node.number.startsWith(`${it.node.number}.`));
    (parent?.below ?? roots).push(branch);
    above.push(branch);
  }
  return roots;
}

export function VersionTreeOf({ tree, names }: { tree: VersionTree; names: Names }) {
  return (
    <details class="versions">
      <summary>
        <strong>{tree.heading}</strong> <span class="dim num">{tree.tally}</span>
      </summary>
      <Branches branches={branchesOf(tree.nodes)} names={names} />
    </details>
  );
}

function Branches({ branches, names }: { branches: readonly Branch[]; names: Names }) {
  if (branches.length === 0) return null;
  return (
    <ul class="tree">
      {branches.map(({ node, below }) => (
        <li>
          <Node node={node} names={names} />
          <Branches branches={below} names={names} />
        </li>
      ))}
    </ul>
  );
}

/** Bytes of a picture that is loaded to be seen in small. */
const mostShown = 5_000_000;

function Node({ node, names }: { node: TreeNode; names: Names }) {
  const { number, did, by, from, picked, gone, file } = node;
  const whose = `@${names.get(by) ?? by}`;
  const isShown = file && !gone && file.bytes <= mostShown && shownInBrowsers(file.type);
  return (
    <div class="node" data-picked={picked === undefined ? undefined : ''}>
      <span class="print">
        {isShown && file.type.startsWith('image/') && (
          <img src={fileUrl(file)} alt={file.alt ?? number} loading="lazy" />
        )}
        {picked !== undefined && <Ring />}
      </span>
      <div class="grow">
        <h4>
          <span class="mono">{number}</span> {did}
        </h4>
        <p class="small dim">{versionWords.madeBy(whose, from, gone)}</p>
        {picked !== undefined && (
          <p class="small picked">{versionWords.pickedBy(`@${names.get(picked) ?? picked}`)}</p>
        )}
      </div>
      {!gone && <Acts node={node} />}
    </div>
  );
}

/** A vote says whether it is one's own: the page knows who looks. */
function Acts({ node: { job: id, number, votes, voters } }: { node: TreeNode }) {
  return (
    <div class="acts">
      <button
        class="btn quiet"
        type="button"
        data-act="upvote"
        data-id={id}
        data-voters={JSON.stringify(voters)}
        aria-pressed="false"
      >
        {votingWords.vote(number, votes)}
      </button>
      <ActionButton action={{ act: 'fork', id, label: votingWords.fork }} quiet />
      <ActionButton action={{ act: 'pick', id, label: votingWords.pick(number) }} quiet />
    </div>
  );
}

/** With grease pencil. */
const Ring = () => (
  <svg class="ring" viewBox="0 0 120 80" preserveAspectRatio="none" aria-hidden="true">
    <path d="M30 10C62-2 112 4 116 37c3 29-39 42-74 38C12 71-3 50 5 29 11 14 42 4 78 8" />
  </svg>
);
