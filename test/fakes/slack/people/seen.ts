/** A message, a view or a thread as a person sees it. */
import { type Block, everyElement } from '../blocks/blocks.ts';
import type { Text } from '../blocks/composition.ts';
import type { Button } from '../blocks/elements.ts';
import type { Channel, Message, SlackFile, View } from '../state.ts';

/**
 * The whole text that a person reads, a line per block, without what stands on buttons and in fields. Where a message
 * has blocks, its `text` is shown in notifications only.
 */
export const textOf = (shown: Pick<Message, 'text' | 'blocks'> | View): string => {
  const blocks = 'body' in shown ? shown.body.blocks : shown.blocks;
  if (!('body' in shown) && blocks.length === 0) return shown.text;
  return blocks.flatMap(blockText).filter(Boolean).join('\n');
};

/** The buttons in reading order, links too. */
export const buttonsOf = (shown: Pick<Message, 'blocks'> | View): Button[] =>
  everyElement('body' in shown ? shown.body.blocks : shown.blocks).flatMap(({ element }) =>
    element.type === 'button' ? [element] : [],
  );

/** The messages of a thread that are left, its first one included, oldest first; without ephemeral ones. */
export const threadOf = (root: Pick<Message, 'channel' | 'ts'>): Message[] =>
  root.channel.messages.filter(
    (it) => !it.deleted && !it.visibleTo && (it.ts === root.ts || it.thread === root.ts),
  );

/** The files of a message, or of all messages of a thread, with the message that each came with. */
export const filesOf = (
  shown: Message | readonly Message[],
): (Pick<SlackFile, 'id' | 'name' | 'title' | 'bytes' | 'size' | 'sha256' | 'mimetype' | 'alt'> & {
  message: Message;
})[] =>
  ('ts' in shown ? [shown] : shown).flatMap((message) =>
    message.files.map(({ id, name, title, bytes, size, sha256, mimetype, alt }) => {
      return { id, name, title, bytes, size, sha256, mimetype, alt, message };
    }),
  );

/** What a person sees in a channel, oldest first: ephemeral messages only when they are theirs. */
export const messagesIn = (channel: Channel, viewer?: Message['author']): Message[] =>
  channel.messages.filter((it) => !it.deleted && (!it.visibleTo || it.visibleTo === viewer));

/** The ids of the pictures in Slack that a message or a view shows, beside its text or for themselves. */
export const picturesOf = (shown: Pick<Message, 'blocks'> | View): string[] =>
  ('body' in shown ? shown.body.blocks : shown.blocks).flatMap((it) => {
    const picture = it.type === 'section' ? it.accessory : it;
    return picture?.type === 'image' && picture.slack_file?.id ? [picture.slack_file.id] : [];
  });

function blockText(block: Block): string[] {
  switch (block.type) {
    case 'section':
      return [block.text, ...(block.fields ?? [])].flatMap((it) => (it ? [it.text] : []));
    case 'header':
    case 'alert':
      return [block.text.text];
    case 'markdown':
      return [block.text];
    case 'context':
      return [block.elements.flatMap((it) => ('text' in it ? [(it satisfies Text).text] : [])).join(' ')];
    case 'image':
      return [block.title?.text ?? ''];
    case 'rich_text':
      return block.elements.map((it) => it.elements.map(richText).join(''));
    case 'input':
      return [block.label.text, block.hint?.text ?? ''];
    case 'plan':
      return [block.title, ...(block.tasks ?? []).flatMap(blockText)];
    case 'task_card':
      return [
        `${block.title}${block.status ? ` (${block.status})` : ''}`,
        ...[block.details, block.output].flatMap((it) => (it ? blockText(it) : [])),
      ];
    default:
      return [];
  }
}

/** One piece of rich text, as near as words come to what the client draws. */
function richText(piece: Record<string, unknown>): string {
  if (Array.isArray(piece.elements))
    // A list's elements are sections of the same loose shape.
    return piece.elements.map((it) => richText(it as Record<string, unknown>)).join('\n');
  if (piece.type === 'user') return `<@${piece.user_id}>`;
  if (piece.type === 'date') return String(piece.fallback ?? piece.timestamp);
  if (piece.type === 'link') return String(piece.text ?? piece.url);
  return String(piece.text ?? '');
}
