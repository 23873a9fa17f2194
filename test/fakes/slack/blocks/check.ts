/** Blocks and views that the app sends: read, checked beyond their shape, and named where they have no names. */
import { z } from 'zod';
import { type Issue, invalid, parse } from '../http/refusals.ts';
import type { FakeState, Installation, SlackFile } from '../state.ts';
import { type Block, block, elementsOf, everySlackFile } from './blocks.ts';
import { type ViewBody, viewBytes, viewSchema } from './view-schema.ts';

const inModalsOnly = new Set(['file_input']);
/** https://docs.slack.dev/reference/block-kit/blocks/alert-block is for modals. */
const blocksInModalsOnly = new Set(['alert']);
const picturesOnly = /^image\/(png|jpeg|gif)$/;

/** The blocks of a message. @throws Refusal invalid_blocks */
export function readBlocks(state: FakeState, installation: Installation, sent: unknown): Block[] {
  const { blocks } = parse(z.object({ blocks: z.array(block).max(50) }), { blocks: sent }, 'invalid_blocks');
  const issues = [...issuesOf(blocks, 'message'), ...fileIssues(state, installation, blocks)];
  if (issues.length > 0)
    throw invalid(
      'invalid_blocks',
      issues.map((it) => ({ ...it, path: ['blocks', ...it.path] })),
    );
  return name(state, blocks);
}

/** A view. @throws Refusal invalid_arguments, view_too_large */
export function readView(
  state: FakeState,
  installation: Installation,
  sent: unknown,
  type: 'modal' | 'home',
): ViewBody {
  const view = parse(viewSchema, sent, 'invalid_arguments', ['view']);
  const issues = [...issuesOf(view.blocks, type), ...fileIssues(state, installation, view.blocks)].map(
    (it) => ({ ...it, path: ['view', 'blocks', ...it.path] }),
  );
  if (view.type !== type) issues.push({ path: ['view', 'type'], message: `must be ${type}` });
  if (Buffer.byteLength(JSON.stringify(view)) > viewBytes)
    throw invalid('view_too_large', [{ path: ['view'], message: `more than ${viewBytes} bytes` }]);
  if (issues.length > 0) throw invalid('invalid_arguments', issues);
  return { ...view, blocks: name(state, view.blocks) };
}

/** What the schemas cannot say: names that stand twice, and what belongs elsewhere. */
function issuesOf(blocks: readonly Block[], place: 'message' | 'modal' | 'home'): Issue[] {
  const issues: Issue[] = [];
  const blockIds = new Set<string>();
  let markdown = 0;
  blocks.forEach((one, index) => {
    const { block_id: id } = one;
    if (id !== undefined && blockIds.has(id))
      issues.push({ path: [index, 'block_id'], message: `block_id ${id} already exists` });
    if (id !== undefined) blockIds.add(id);
    if (place !== 'modal' && blocksInModalsOnly.has(one.type))
      issues.push({ path: [index, 'type'], message: `unsupported type: ${one.type}` });
    if (one.type === 'markdown') markdown += one.text.length;
    const actionIds = new Set<string>();
    for (const { element, path } of elementsOf(one)) {
      const actionId = 'action_id' in element ? element.action_id : undefined;
      if (actionId !== undefined && actionIds.has(actionId))
        issues.push({ path: [index, ...path], message: `action_id ${actionId} already exists` });
      if (actionId !== undefined) actionIds.add(actionId);
      if (place !== 'modal' && inModalsOnly.has(element.type))
        issues.push({ path: [index, ...path], message: `unsupported type: ${element.type}` });
    }
  });
  // The cap counts the whole payload. https://docs.slack.dev/reference/block-kit/blocks/markdown-block
  if (markdown > 12_000) issues.push({ path: [], message: `${markdown} of 12000 characters of markdown` });
  return issues;
}

/** Pictures in Slack: there, processed, of a kind that blocks show, and of the installation's own workspaces. */
function fileIssues(state: FakeState, installation: Installation, blocks: readonly Block[]): Issue[] {
  const visible = (file: SlackFile) =>
    !file.deleted &&
    file.processed &&
    picturesOnly.test(file.mimetype) &&
    (installation.workspace
      ? file.workspace === installation.workspace
      : file.workspace.enterprise === installation.enterprise);
  return everySlackFile(blocks).flatMap(({ file: { id, url }, path }) => {
    const found = [...state.files.values()].find((it) => it.id === id || url?.includes(`-${it.id}/`));
    return found && visible(found) ? [] : [{ path, message: 'invalid slack file' }];
  });
}

/** Slack gives a name to each block and element that has none. */
function name(state: FakeState, blocks: readonly Block[]): Block[] {
  return blocks.map((sent) => {
    const one = structuredClone(sent);
    one.block_id ??= state.ids.next('b');
    for (const { element } of elementsOf(one))
      if (element.type !== 'image') element.action_id ??= state.ids.next('a');
    return one;
  });
}
