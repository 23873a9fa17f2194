/** `response_url`: five messages in half an hour, also where the bot is not a member. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { readBlocks } from '../blocks/check.ts';
import { addMessage, editMessage, removeMessage } from '../methods/messages.ts';
import type { Channel, FakeState, Installation, Message, User } from '../state.ts';
import { Refusal } from './refusals.ts';

/** https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
const mostUses = 5;
const lifetimeMs = 30 * 60 * 1000;

export type ReplyTo = {
  channel: Channel;
  user: User;
  installation: Installation;
  /** The message whose element was used. */
  source: Message | undefined;
  /** Where the answers are kept for the person. */
  replies: Message[];
};
export type Address = ReplyTo & { at: number; uses: number };

/** A new address, e.g. `http://127.0.0.1:1/commands/…`. */
export function createResponseUrl(state: FakeState, to: ReplyTo): string {
  const path = `/${to.source ? 'actions' : 'commands'}/${to.channel.workspace.id}/${randomUUID()}`;
  state.addresses.set(path, { ...to, at: state.clock.now(), uses: 0 });
  return `${state.origin}${path}`;
}

/** Whether a path is, or may once have been, an address of this kind. */
export const isResponsePath = (path: string): boolean => /^\/(commands|actions)\//.test(path);

/** What a post to an address does. `error`: undefined when it was taken. */
export function respond(state: FakeState, path: string, sent: unknown): { status: number; error?: string } {
  const address = state.addresses.get(path);
  if (!address) return { status: 404, error: 'no_such_url' };
  if (state.clock.now() - address.at > lifetimeMs) return { status: 404, error: 'expired_url' };
  if (address.uses >= mostUses) return { status: 404, error: 'used_url' };
  address.uses += 1;
  try {
    say(state, address, sent);
    return { status: 200 };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { status: error.error === 'channel_not_found' ? 404 : 400, error: error.error };
  }
}

const bodySchema = z.looseObject({
  text: z.string().max(40_000).optional(),
  blocks: z.array(z.unknown()).optional(),
  response_type: z.enum(['ephemeral', 'in_channel']).optional(),
  replace_original: z.boolean().optional(),
  delete_original: z.boolean().optional(),
  thread_ts: z.string().optional(),
});

/** Posts, replaces or deletes. What is wrong is a violation too. @throws Refusal */
export function say(state: FakeState, to: ReplyTo, sent: unknown): void {
  const refuse = (error: string, issues: readonly string[]) => {
    state.violations.push({ method: 'response_url', errors: [...issues] });
    return new Refusal(error);
  };
  const parsed = bodySchema.safeParse(sent);
  if (!parsed.success) throw refuse('invalid_payload', [parsed.error.message]);
  const { text = '', blocks: raw, response_type, replace_original, delete_original, thread_ts } = parsed.data;
  const { channel, user, installation, source, replies } = to;
  if (channel.deleted || channel.archived) throw new Refusal('channel_not_found');
  if (delete_original || replace_original) {
    // There is no original message behind a command.
    if (!source) throw refuse('invalid_payload', ['a command has no original message to replace or delete']);
    if (source.deleted) throw new Refusal('message_not_found');
  }
  if (delete_original && source) {
    removeMessage(state, source);
    return;
  }
  const blocks = read();
  if (text === '' && blocks.length === 0) throw refuse('no_text', ['there is neither text nor blocks']);
  if (replace_original && source) {
    editMessage(state, source, { text, blocks });
    return;
  }
  const visibleTo = response_type === 'in_channel' ? undefined : user;
  const thread = thread_ts ?? source?.thread;
  const what = { author: installation.bot, installation, text, blocks, visibleTo, thread };
  replies.push(addMessage(state, channel, what));

  function read() {
    if (raw === undefined) return [];
    try {
      return readBlocks(state, installation, raw);
    } catch (error) {
      throw error instanceof Refusal ? refuse(error.error, error.issues) : error;
    }
  }
}
