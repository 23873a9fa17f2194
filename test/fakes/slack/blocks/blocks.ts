/** Block Kit's blocks with Slack's limits. https://docs.slack.dev/reference/block-kit/blocks */
import { z } from 'zod';
import { address, altText, anyText, plain, slackFile } from './composition.ts';
import { accessory, type Element, image, inActions, inInput } from './elements.ts';

const common = { block_id: z.string().min(1).max(255).optional() };

const section = z
  .strictObject({
    type: z.literal('section'),
    ...common,
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine((it) => it.text !== undefined || it.fields !== undefined, 'must have text or fields');
const divider = z.strictObject({ type: z.literal('divider'), ...common });
const picture = z
  .strictObject({
    type: z.literal('image'),
    ...common,
    image_url: address.optional(),
    slack_file: slackFile.optional(),
    alt_text: altText,
    title: plain(2000).optional(),
  })
  .refine(
    (it) => (it.image_url === undefined) !== (it.slack_file === undefined),
    'must have either image_url or slack_file',
  );
const actions = z.strictObject({
  type: z.literal('actions'),
  ...common,
  elements: z.array(inActions).min(1).max(25),
});
const context = z.strictObject({
  type: z.literal('context'),
  ...common,
  elements: z
    .array(z.union([anyText(3000), image]))
    .min(1)
    .max(10),
});
const input = z
  .strictObject({
    type: z.literal('input'),
    ...common,
    label: plain(2000),
    element: inInput,
    hint: plain(2000).optional(),
    optional: z.boolean().optional(),
    dispatch_action: z.boolean().optional(),
  })
  .refine((it) => !(it.dispatch_action && it.element.type === 'file_input'), {
    message: 'unsupported type: file_input with dispatch_action',
    path: ['element'],
  });
const header = z.strictObject({ type: z.literal('header'), ...common, text: plain(150) });
const markdown = z.strictObject({
  type: z.literal('markdown'),
  ...common,
  text: z.string().min(1).max(12_000),
});
const richText = z.strictObject({
  type: z.literal('rich_text'),
  ...common,
  elements: z.array(
    z.looseObject({
      type: z.enum(['rich_text_section', 'rich_text_list', 'rich_text_quote', 'rich_text_preformatted']),
      elements: z.array(z.looseObject({ type: z.string() })),
    }),
  ),
});
const alert = z.strictObject({
  type: z.literal('alert'),
  ...common,
  level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
  text: anyText(3000),
});
const taskCard = z.strictObject({
  type: z.literal('task_card'),
  ...common,
  task_id: z.string().min(1),
  title: z.string().min(1),
  status: z.enum(['pending', 'in_progress', 'complete', 'error']).optional(),
  details: richText.optional(),
  output: richText.optional(),
  sources: z.array(z.looseObject({ type: z.string() })).optional(),
});
const plan = z.strictObject({
  type: z.literal('plan'),
  ...common,
  title: z.string().min(1),
  tasks: z.array(taskCard).optional(),
});
// Read less closely than the others.
const open = ['table', 'data_table', 'card', 'carousel', 'container', 'video'] as const;
const other = z.looseObject({ type: z.enum(open), ...common });

export const block = z.discriminatedUnion('type', [
  section,
  divider,
  picture,
  actions,
  context,
  input,
  header,
  markdown,
  richText,
  alert,
  taskCard,
  plan,
  other,
]);
export type Block = z.infer<typeof block>;

export type Placed = { element: Element; blockId: string; path: readonly PropertyKey[] };

/** What can be used in a block, with its place in the block. */
export function elementsOf(block: Block): { element: Element; path: readonly PropertyKey[] }[] {
  if (block.type === 'actions')
    return block.elements.map((element, index) => ({ element, path: ['elements', index] }));
  if (block.type === 'input') return [{ element: block.element, path: ['element'] }];
  if (block.type === 'section' && block.accessory) return [{ element: block.accessory, path: ['accessory'] }];
  return [];
}

/** Every element that can be used, in reading order. */
export const everyElement = (blocks: readonly Block[]): Placed[] =>
  blocks.flatMap((block, index) =>
    elementsOf(block).map(({ element, path }) => ({
      element,
      blockId: block.block_id ?? '',
      path: [index, ...path],
    })),
  );

/** Every picture in Slack that blocks show, with its place. */
export const everySlackFile = (blocks: readonly Block[]) =>
  blocks.flatMap((block, index) => {
    const at = (it: object, path: readonly PropertyKey[]) =>
      'slack_file' in it && it.slack_file
        ? [{ file: slackFile.parse(it.slack_file), path: [index, ...path] }]
        : [];
    if (block.type === 'image') return at(block, ['slack_file']);
    if (block.type === 'section' && block.accessory) return at(block.accessory, ['accessory', 'slack_file']);
    if (block.type === 'context')
      return block.elements.flatMap((it, place) => at(it, ['elements', place, 'slack_file']));
    return [];
  });
