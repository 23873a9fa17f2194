/** Several files that were sent or chosen together: one price, one card, and one message with what comes of them. */
import pLimit from 'p-limit';
import { within } from '../../async/deadline.ts';
import { mostInBatch } from '../../core/domain/asked/batch.ts';
import { Failure } from '../../core/domain/failure.ts';
import type { OpeningRecord } from '../../core/ports/engine.ts';
import { batchWords as cardWords } from '../../core/words/batch.ts';
import { whatIsDone } from '../../core/words/settings.ts';
import { findModel } from '../../models/index.ts';
import { type Chat, noticeOf } from '../chat.ts';
import { askOwner } from '../owner/ask.ts';
import { followBatch } from '../owner/followed.ts';
import { withOthers } from '../pot/offers.ts';
import { chainWords } from '../recipe/words.ts';
import { repairable } from '../repair.ts';
import { about, Refusal } from '../reply.ts';
import type { ChatRequest, Found } from '../request.ts';
import { startRequest } from '../start.ts';
import type { Opened, Turn } from '../turn.ts';
import { type Asked, type Looked, lookAt, taken } from './look.ts';
import { batchWords as words } from './words.ts';

/** Files that are taken at once. */
const takes = 3;

/** All of them as one request; one is a request like any other. */
export async function startAll<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  request: Omit<ChatRequest<F>, 'source'>,
  sources: readonly F[],
): Promise<void> {
  if (sources.length < 2) {
    await startRequest(chat, turn, { ...request, source: sources[0] });
    return;
  }
  if (request.next?.length) throw new Refusal(chainWords.oneFile);
  const left = sources.slice(mostInBatch).map(({ name }) => name);
  const record = chat.requests.opening({ ...turn.asker, key: turn.key });
  try {
    await begin(chat, turn, request, { sources: sources.slice(0, mostInBatch), record });
    await record.close();
  } finally {
    // What could not even be refused is left to housekeeping.
    record.leave();
  }
  if (left.length > 0) await turn.reply({ kind: 'notice', text: words.tooMany(mostInBatch, left) });
}

/** @throws what could not be said */
async function begin<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  request: Asked<F>,
  { sources, record }: { sources: readonly F[]; record: OpeningRecord },
): Promise<void> {
  const { model, settings, payer, daily, told, allowed = [] } = request;
  let opened: Opened<F> | undefined;
  let media = sources;
  try {
    const person = { ...(await turn.person()), payer, daily, told };
    await turn.ready(undefined);
    const looked: Looked<F>[] = [];
    for (const source of sources) looked.push(await lookAt(chat, turn, { model, source, allowed }));
    const good = looked.filter(({ refused }) => !refused);
    const [first] = good;
    if (!first) {
      const error = looked[0]?.error;
      media = looked
        .filter((it) => it.refused?.text === looked[0]?.refused?.text)
        .map(({ source }) => source);
      throw error;
    }
    const { asks } = await checkAtOnce(chat, { ...person, key: turn.key }, good.length, { model, settings });
    const owner = good.find((it) => it.owner !== undefined)?.owner;
    if (owner !== undefined) return await askOwner(chat, turn, { owner, person, request, sources });
    opened = await turn.open({
      title: titleOf(request, looked.length),
      view: undefined,
      asks,
      source: first.source,
      from: undefined,
      kept: undefined,
      more: false,
      record,
    });
    if (!opened) return;
    await record.at(opened.address);
    const limit = pLimit(takes);
    const { beside } = opened;
    const items = await Promise.all(
      looked.map((it) => limit(() => taken(chat, turn, { ...it, request, address: beside(it.source) }))),
    );
    const answer = await chat.requests.requestBatch({ ...person, id: record.id, key: turn.key, items });
    if ('job' in answer) {
      await opened.became(answer.job);
      await followBatch(chat, answer.job);
    } else await opened.price(await withOthers(chat, turn, answer.quote));
  } catch (error) {
    const draft = { ...request, media };
    const mendable = await repairable(chat, turn, { notice: noticeOf(chat, error), error, draft });
    const said = media.length < sources.length ? about(media, mendable) : mendable;
    if (opened) await opened.refuse(said);
    else await turn.reply(said);
  }
}

const titleOf = ({ model: name, settings }: Asked<Found>, count: number): string => {
  const model = findModel(name);
  const prepared = model?.prepare(settings);
  return cardWords.title(model ? whatIsDone(model, prepared?.ok ? prepared.settings : {}) : name, count);
};

async function checkAtOnce(
  { requests, traits }: Chat,
  asked: Parameters<Chat['requests']['checkBatch']>[0],
  count: number,
  run: Pick<ChatRequest, 'model' | 'settings'>,
): Promise<{ asks: boolean }> {
  const checking = requests.checkBatch(
    asked,
    Array.from({ length: count }, () => run),
  );
  const { checkMs } = traits;
  if (checkMs === undefined) return checking;
  return within(checkMs, checking).catch((error: unknown) => {
    // What took too long is checked again, after the acknowledgement.
    if (error instanceof Failure || error instanceof Refusal) throw error;
    return { asks: false };
  });
}
