/** The file of a request, taken into the data folder: from where it was posted, or from an earlier job. */
import { resultNameOf, sourceNameOf } from '../core/domain/file-names.ts';
import type { Source } from '../core/domain/job.ts';
import { jobFor } from './access.ts';
import type { Chat } from './chat.ts';
import { Refusal } from './reply.ts';
import type { ChatRequest, Found } from './request.ts';
import type { Turn } from './turn.ts';
import { words } from './words.ts';

/** Undefined where none is given. @throws Failure or Refusal */
export async function take<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  request: Pick<ChatRequest<F>, 'source' | 'kept' | 'first'>,
): Promise<Source | undefined> {
  const source = await wholeOf(chat, turn, request);
  const { first } = request;
  return source && first !== undefined ? chat.requests.beginning(source, first) : source;
}

async function wholeOf<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  { source, kept }: Pick<ChatRequest<F>, 'source' | 'kept'>,
): Promise<Source | undefined> {
  if (source) return turn.take(source);
  if (!kept) return undefined;
  const job = await jobFor(chat, turn, 'reuse', kept.job);
  const body = await chat.openKept(job, kept.file);
  const fileName =
    kept.file === 'source' ? sourceNameOf(job.source) : job.result && resultNameOf(job, job.result);
  if (body)
    return {
      kind: 'stored',
      ...(await chat.requests.keep(body)),
      ...(fileName === undefined ? {} : { fileName }),
    };
  // What is no longer kept here may still be where it came from.
  const again = kept.file === 'source' ? await turn.takeAgain(job) : undefined;
  if (!again) throw new Refusal(words.fileGone);
  return again;
}
