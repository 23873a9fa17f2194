/** Each of several files by itself: whether it will do, and its bytes; or why not, as all may read it. */
import type { BatchAsked, WhyNone } from '../../core/domain/asked/batch.ts';
import { Failure } from '../../core/domain/failure.ts';
import type { Json } from '../../core/domain/job.ts';
import { type Chat, noticeOf } from '../chat.ts';
import { checkDeclared, checkWritten } from '../media.ts';
import { ownerToAsk } from '../owner/say.ts';
import type { ChatRequest, Found } from '../request.ts';
import { take } from '../source.ts';
import type { Turn } from '../turn.ts';

export type Asked<F extends Found> = Omit<ChatRequest<F>, 'source' | 'kept'>;

/** A source that may do, or why it does not. */
export type Looked<F extends Found> = {
  source: F;
  owner?: string | undefined;
  error?: unknown;
  refused?: WhyNone;
};

export async function lookAt<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  { model, source: given, allowed }: { model: string; source: F; allowed: readonly string[] },
): Promise<Looked<F>> {
  let source = given;
  try {
    checkDeclared(chat, { model, source });
    source = (await turn.ready(source)) ?? source;
    checkDeclared(chat, { model, source });
    checkWritten(source);
    return { source, owner: await ownerToAsk(chat, turn, { source }, allowed) };
  } catch (error) {
    return { source, error, refused: whyNone(chat, error) };
  }
}

function whyNone(chat: Chat, error: unknown): WhyNone {
  const { text, forAll = text } = noticeOf(chat, error);
  return error instanceof Failure ? { code: error.code, text: forAll } : { text: forAll };
}

export async function taken<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  it: Looked<F> & { request: Asked<F>; address: Json },
): Promise<BatchAsked> {
  const { source, refused, address, request } = it;
  const { model, settings, first } = request;
  // JSON has no undefined; what a platform found is plain data.
  const found: Json = JSON.parse(JSON.stringify(source));
  const item = { model, settings, name: source.name, found, address };
  if (refused) return { ...item, refused };
  try {
    return { ...item, source: await take(chat, turn, { source, first }) };
  } catch (error) {
    return { ...item, refused: whyNone(chat, error) };
  }
}
