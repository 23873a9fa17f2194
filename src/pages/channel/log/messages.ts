/** What stands in a channel of ours: plain data, kept in Redis, drawn by what lies beside this. */
import { z } from 'zod';
import type { Action } from '../../../chat/action.ts';
import { voteEmoji } from '../../../chat/channel-rules/voted.ts';
import type { Put } from '../../../core/store/rooms/reactions.ts';
import type { View } from '../../../core/view/view.ts';

/** What stands for a vote, of all emoji that do. */
export const [voteSign] = voteEmoji;

/** A file that was posted. `name`: what it is kept under. */
export const fileSchema = z.object({
  name: z.string(),
  fileName: z.string(),
  type: z.string(),
  bytes: z.number(),
  width: z.number().optional(),
  height: z.number().optional(),
  alt: z.string().optional(),
});
export type PostedFile = z.infer<typeof fileSchema>;

// Both are this program's own, of whichever version: what is drawn of them is read with care, and nothing else.
const view = z.custom<View>((it) => typeof it === 'object' && it !== null);
const actions = z.array(z.custom<Action>((it) => typeof it === 'object' && it !== null));

/** A version as it stands in a tree. `by`, `picked`, `voters`: people, by their ids. */
const treeNodeSchema = z.object({
  number: z.string(),
  did: z.string(),
  from: z.string(),
  by: z.string(),
  votes: z.number(),
  voters: z.array(z.string()),
  job: z.string(),
  gone: z.boolean(),
  picked: z.string().optional(),
  file: fileSchema.optional(),
});
export type TreeNode = z.infer<typeof treeNodeSchema>;
const treeSchema = z.object({ heading: z.string(), tally: z.string(), nodes: z.array(treeNodeSchema) });
export type VersionTree = z.infer<typeof treeSchema>;

/** `at`: ms since 1970. `by`: a person's id. */
const common = { at: z.number(), by: z.string() };

export const messageSchema = z.discriminatedUnion('kind', [
  z.object({ ...common, kind: z.literal('said'), text: z.string(), files: z.array(fileSchema) }),
  /** `only`: nobody else sees it. */
  z.object({
    ...common,
    kind: z.literal('card'),
    title: z.string(),
    view: view.optional(),
    picture: fileSchema.optional(),
    /** Of several, in their order. */
    pictures: z.array(fileSchema.nullable()).optional(),
    author: z.string().optional(),
    actions,
    only: z.literal(true).optional(),
  }),
  z.object({
    ...common,
    kind: z.literal('result'),
    /** A file for each. */
    views: z.array(view),
    files: z.array(fileSchema),
    /** Of the first, where it can be seen beside it. */
    before: fileSchema.optional(),
    /** What was done to make it fit. */
    change: z.string().optional(),
    /** Of one: what can be done with it; of several: what to choose among, and what that is called. */
    actions,
    menu: z.string().optional(),
    /** Something beside the result itself, e.g. its comparison. */
    aside: z.string().optional(),
    /** It is kept at hand, as it was picked. */
    pinned: z.literal(true).optional(),
    /** Who has voted for it, by their ids. */
    voters: z.array(z.string()).optional(),
    /** Below the newest of several versions: all of them. */
    tree: treeSchema.optional(),
    only: z.literal(true).optional(),
  }),
  /** What is answered: to one person alone, or to all. Lines as `Line` writes them. */
  z.object({
    ...common,
    kind: z.literal('note'),
    title: z.string().optional(),
    lines: z.array(z.string()),
    table: z.array(z.string()).optional(),
    picture: fileSchema.optional(),
    actions,
    only: z.literal(true).optional(),
  }),
]);
export type Message = z.infer<typeof messageSchema>;
export type Said = Extract<Message, { kind: 'said' }>;
export type Card = Extract<Message, { kind: 'card' }>;
export type Result = Extract<Message, { kind: 'result' }>;
export type Note = Extract<Message, { kind: 'note' }>;

/** Whether this person may see it. */
export const isFor = (message: Message, person: string): boolean =>
  !('only' in message && message.only) || message.by === person;

/** What of a channel is drawn: a message under its id. `put`: who has put which emoji on it. */
export type Shown<M extends Message = Message> = { id: string; message: M; put?: Put | undefined };
