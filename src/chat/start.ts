/** The one way to a job: from what somebody asks for, however they asked, to its card or the price to agree to. */
import { within } from '../async/deadline.ts';
import type { Command } from '../core/domain/command.ts';
import { Failure } from '../core/domain/failure.ts';
import type { Job } from '../core/domain/job.ts';
import type { OpeningRecord } from '../core/ports/engine.ts';
import { jobFor } from './access.ts';
import { type Chat, noticeOf } from './chat.ts';
import { checkDeclared, checkWritten } from './media.ts';
import { askOwner } from './owner/ask.ts';
import { follow } from './owner/followed.ts';
import { ownerToAsk } from './owner/say.ts';
import { canBeTogether, withOthers } from './pot/offers.ts';
import { request as ask, check, titleOf } from './recipe/start.ts';
import { offered, repairable } from './repair.ts';
import { Refusal } from './reply.ts';
import type { ChatRequest, Found } from './request.ts';
import { take } from './source.ts';
import type { Opened, Opening, Turn } from './turn.ts';

/**
 * Checks what can be checked at once, makes the card, takes the file, and makes the job or shows its price. Whatever goes
 * wrong is said to the person, and nothing is kept or charged then.
 * @returns the job, where one was made at once
 */
export async function startRequest<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  request: ChatRequest<F>,
): Promise<Job | undefined> {
  const { key } = turn;
  const record = chat.requests.opening({ ...turn.asker, key });
  try {
    const job = await begin(chat, turn, request, record);
    await record.close();
    return job;
  } finally {
    // What could not even be refused is left to housekeeping.
    record.leave();
  }
}

/** @throws what could not be said */
async function begin<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  request: ChatRequest<F>,
  record: OpeningRecord,
): Promise<Job | undefined> {
  const { key } = turn;
  const { model, settings, next, kept, first, payer, daily, told, allowed = [] } = request;
  let { source } = request;
  let opened: Opened<F> | undefined;
  try {
    // By what is declared: a file that cannot be meant is not looked up.
    checkDeclared(chat, request);
    source = await turn.ready(source);
    checkDeclared(chat, { model, source });
    checkWritten(source);
    const owner = await ownerToAsk(chat, turn, { source, kept }, allowed);
    const person = await turn.person();
    const together = canBeTogether(chat, turn) && { together: true as const };
    const asked = { ...person, key, model, settings, ...together, payer, daily, told };
    if (owner !== undefined) {
      await check(chat, asked, request);
      await askOwner(chat, turn, { owner, person, request, sources: source ? [source] : [] });
      return undefined;
    }
    const { asks, from, view } = await checkAtOnce(chat, turn, { ...asked, id: record.id }, request, source);
    const title = titleOf(request);
    opened = await turn.open({
      title,
      view,
      asks,
      source,
      from,
      kept: from && kept?.file,
      more: false,
      record,
    });
    if (!opened) return undefined;
    await record.at(opened.address);
    const taken = await take(chat, turn, { source, kept, first });
    const id = !asks && { id: record.id };
    const madeFrom = source ? source.posted?.job : kept?.file === 'result' ? kept.job : undefined;
    const origin = madeFrom !== undefined && { madeFrom };
    const command: Command = { ...asked, ...id, ...origin, address: opened.address, source: taken };
    const { platform } = turn.asker;
    // Before there is the job: what is deleted meanwhile is known to have been its source all the same.
    if (!asks) await follow(chat, platform, record.id, { source, kept });
    const answer = await ask(chat, command, { asks, next });
    if ('job' in answer) {
      await opened.became(answer.job);
      return answer.job;
    }
    await follow(chat, platform, answer.quote.id, { source, kept });
    const draft = { model, settings, next, media: source ? [source] : [], kept };
    const offer = offered(chat, turn, answer.quote, draft);
    await opened.price(await withOthers(chat, turn, offer));
  } catch (error) {
    const notice = noticeOf(chat, error);
    const media = source ? [source] : [];
    const draft = { model, settings, next, media, kept };
    const mendable = await repairable(chat, turn, { notice, error, draft });
    if (opened) await opened.refuse(mendable);
    else await turn.reply(mendable);
  }
  return undefined;
}

/** `asks`: the price is to be shown first. `from`: the job whose file is used. `view`: as `Opening.view`. @throws Failure or Refusal */
async function checkAtOnce<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  asked: Parameters<Chat['requests']['check']>[0] & { id: string },
  { kept, next }: ChatRequest<F>,
  source: F | undefined,
): Promise<{ asks: boolean } & Pick<Opening, 'from' | 'view'>> {
  const looked = async () => {
    const { asks } = await check(chat, asked, { ...asked, next });
    const from = source || !kept ? undefined : await jobFor(chat, turn, 'reuse', kept.job);
    const intended = { ...asked, fileName: source?.name };
    // Of several steps the card says more than of one, once there are jobs.
    const view = asks || next ? undefined : await chat.requests.preview(intended);
    return { asks, from, view };
  };
  const { checkMs } = chat.traits;
  if (checkMs === undefined) return looked();
  return within(checkMs, looked()).catch((error: unknown) => {
    // What took too long is checked again, after the acknowledgement; what is said then may have to be the form for all.
    if (error instanceof Failure || error instanceof Refusal) throw error;
    return { asks: false, from: undefined, view: undefined };
  });
}
