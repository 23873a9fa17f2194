/** The owner's say: whoever posted a picture decides whether others may enhance it. */
import type { Say } from '../../core/store/owners/says.ts';
import { jobFor } from '../access.ts';
import type { Chat } from '../chat.ts';
import { Refusal } from '../reply.ts';
import type { ChatRequest, Found, Kept } from '../request.ts';
import type { Turn } from '../turn.ts';
import { ownerWords as words } from './words.ts';

type About<F extends Found> = Pick<ChatRequest<F>, 'source' | 'kept'>;

/**
 * Whose it is beside the asker's own, those first whose word counts first. A link that somebody gave is nobody's; what was
 * made of a picture is its author's and its requester's, and whoever posted the picture may use it anyway.
 */
async function ownersOf<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  { source, kept }: About<F>,
): Promise<string[]> {
  const { requester: asker } = turn.asker;
  const of = async ({ job: id, file }: Kept) => {
    const { address, requester } = await jobFor(chat, turn, 'reuse', id);
    const { author } = chat.shown(address);
    if (author === asker) return [];
    return file === 'source' ? [author ?? requester] : [author ?? requester, requester];
  };
  const posted = source?.posted;
  const found = source
    ? posted?.job === undefined
      ? [posted?.by]
      : await of({ job: posted.job, file: 'result' })
    : kept
      ? await of(kept)
      : [];
  return [...new Set(found)].filter((it) => it !== undefined && it !== asker) as string[];
}

/**
 * Whether it may be enhanced by whoever asks. Asked for before anything is fetched.
 * @param allowed who has allowed it already
 * @returns whom to ask first; undefined where nobody is to be asked
 * @throws Refusal where somebody said *nobody*, or it is not for the asker
 */
export async function ownerToAsk<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  about: About<F>,
  allowed: readonly string[],
): Promise<string | undefined> {
  const { says } = chat.requests;
  const { scope, requester: asker } = turn.asker;
  let ask: string | undefined;
  for (const requester of await ownersOf(chat, turn, about)) {
    const owner = { scope, requester };
    const say: Say = await says.say(owner);
    if (say === 'nobody') throw new Refusal(words.nobody);
    if (say !== 'ask' || allowed.includes(requester)) continue;
    if (!(await says.isAllowed(owner, asker))) ask ??= requester;
  }
  return ask;
}
