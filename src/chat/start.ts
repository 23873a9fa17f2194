/** The one way to a job: from what somebody asks for, however they asked, to its card or the price to agree to. */
import { within } from '../async/deadline.ts';
import type { Person } from '../core/domain/command.ts';
import { Failure } from '../core/domain/failure.ts';
import { resultNameOf, sourceNameOf } from '../core/domain/file-names.ts';
import type { Job, Source } from '../core/domain/job.ts';
import { findModel } from '../models/index.ts';
import { jobFor } from './access.ts';
import { answering, type Chat, noticeOf } from './chat.ts';
import { Refusal } from './reply.ts';
import type { ChatRequest, Found } from './request.ts';
import type { Opened, Opening, Turn } from './turn.ts';
import { words } from './words.ts';

/**
 * Checks what can be checked at once, makes the card, takes the file, and makes the job or shows its price. Whatever goes
 * wrong is said to the person, and nothing is kept or charged then.
 * @param more further requests of the same turn follow.
 * @returns the job, where one was made at once
 */
export async function startRequest<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  request: ChatRequest<F>,
  { key = turn.key, more = false }: { key?: string; more?: boolean } = {},
): Promise<Job | undefined> {
  const { requests } = chat;
  let opened: Opened | undefined;
  try {
    // By what is declared: a file that cannot be meant is not looked up.
    checkDeclared(chat, request);
    const source = await turn.ready(request.source);
    checkDeclared(chat, { ...request, source });
    const person = await turn.person();
    const { asks, from, view } = await checkAtOnce(chat, turn, person, { ...request, source });
    const { model, settings } = request;
    const title = findModel(model)?.title ?? model;
    const kept = from && request.kept?.file;
    opened = await turn.open({ title, view, asks, source, from, kept, more });
    if (!opened) return undefined;
    const { address } = opened;
    const taken = await take(chat, turn, { ...request, source });
    const id = view && { id: view.id };
    const command = { ...person, ...id, key, model, settings, address, source: taken };
    const answer = asks ? { quote: await requests.quote(command) } : await requests.request(command);
    if ('job' in answer) {
      await opened.became(answer.job);
      return answer.job;
    }
    await opened.price(answer.quote);
  } catch (error) {
    const notice = noticeOf(chat, error);
    await (opened ? opened.refuse(notice) : turn.reply(notice));
  }
  return undefined;
}

/** One job for each of several sources, in order, each with a key of its own; what refuses them all is said once. */
export async function startEach<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  request: Omit<ChatRequest<F>, 'source'>,
  sources: readonly F[],
): Promise<void> {
  if (sources.length < 2) {
    const [source] = sources;
    await startRequest(chat, turn, { ...request, ...(source && { source }) });
    return;
  }
  await answering(chat, turn, async () => {
    const { model, settings } = request;
    await chat.requests.check({ ...(await turn.person()), model, settings });
    await turn.ready(undefined);
    for (const [index, source] of sources.entries())
      await startRequest(
        chat,
        turn,
        { ...request, source },
        {
          key: index === 0 ? turn.key : `${turn.key}:${index}`,
          more: index < sources.length - 1,
        },
      );
  });
}

/** By what is claimed of the file, before any of it is fetched. @throws Failure file-wrong-medium, file-too-large */
export function checkDeclared(
  { maxFileBytes: limit }: Pick<Chat, 'maxFileBytes'>,
  { model, source }: Pick<ChatRequest, 'model' | 'source'>,
): void {
  if (!source) return;
  const needed = findModel(model)?.takes;
  const { medium, bytes = 0 } = source;
  if (needed && medium !== undefined && medium !== needed)
    throw new Failure('file-wrong-medium', { needed, medium });
  if (bytes > limit) throw new Failure('file-too-large', { limit });
}

/** `asks`: the price is to be shown first. `from`: the job whose file is used. `view`: as `Opening.view`. @throws Failure or Refusal */
async function checkAtOnce<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  person: Person,
  { model, settings, source, kept }: ChatRequest<F>,
): Promise<{ asks: boolean } & Pick<Opening, 'from' | 'view'>> {
  const check = async () => {
    const { asks } = await chat.requests.check({ ...person, model, settings });
    const from = source || !kept ? undefined : await jobFor(chat, turn, 'reuse', kept.job);
    const intended = { ...person, model, settings, fileName: source?.name };
    const view = asks ? undefined : await chat.requests.preview(intended);
    return { asks, from, view };
  };
  const { checkMs } = chat.traits;
  if (checkMs === undefined) return check();
  return within(checkMs, check()).catch((error: unknown) => {
    // What took too long is checked again, after the acknowledgement; what is said then may have to be the form for all.
    if (error instanceof Failure || error instanceof Refusal) throw error;
    return { asks: false, from: undefined, view: undefined };
  });
}

async function take<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  { source, kept }: ChatRequest<F>,
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
