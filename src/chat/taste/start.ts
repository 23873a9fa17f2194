/** The way to a taste test: its ways and its part, and the price of all of them, before anything is spent. */
import type { BatchAsked } from '../../core/domain/asked/batch.ts';
import type { Area } from '../../core/domain/asked/taste.ts';
import { sourceNameOf } from '../../core/domain/file-names.ts';
import type { Json } from '../../core/domain/job.ts';
import type { OpeningRecord } from '../../core/ports/engine.ts';
import { tasteWords as cardWords } from '../../core/words/batch.ts';
import { jobFor } from '../access.ts';
import { type Chat, noticeOf } from '../chat.ts';
import { checkDeclared, checkWritten } from '../media.ts';
import { withOthers } from '../pot/offers.ts';
import { Refusal } from '../reply.ts';
import type { Found, Kept } from '../request.ts';
import { take } from '../source.ts';
import type { Opened, Turn } from '../turn.ts';
import { words } from '../words.ts';

type Wanted<F extends Found> = { source?: F | undefined; kept?: Kept | undefined; area: Area };

export async function startTaste<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  wanted: Wanted<F>,
): Promise<void> {
  const record = chat.requests.opening({ ...turn.asker, key: turn.key });
  try {
    await begin(chat, turn, wanted, record);
    await record.close();
  } finally {
    // What could not even be refused is left to housekeeping.
    record.leave();
  }
}

/** @throws what could not be said */
async function begin<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  { source: given, kept, area }: Wanted<F>,
  record: OpeningRecord,
): Promise<void> {
  const { requests } = chat;
  let opened: Opened<F> | undefined;
  try {
    const person = await turn.person();
    const ways = await requests.taste.ways(person);
    const [first] = ways;
    if (!first) throw new Refusal(words.gone);
    const { model } = first;
    checkDeclared(chat, { model, source: given });
    const source = await turn.ready(given);
    checkDeclared(chat, { model, source });
    checkWritten(source);
    const from = source || !kept ? undefined : await jobFor(chat, turn, 'reuse', kept.job);
    await requests.checkBatch({ ...person, key: turn.key }, ways);
    const title = cardWords.title(source?.name);
    opened = await turn.open({
      title,
      view: undefined,
      asks: true,
      source,
      from,
      kept: from && kept?.file,
      more: false,
      record,
    });
    if (!opened) return;
    await record.at(opened.address);
    const whole = await take(chat, turn, { source, kept });
    if (!whole) throw new Refusal(words.nothingThere);
    const name = sourceNameOf(whole);
    const parts = await requests.taste.parts(whole, area, ways.length);
    const { address } = opened;
    // JSON has no undefined; what a platform found is plain data.
    const found: Json | undefined = source && JSON.parse(JSON.stringify(source));
    const items = ways.map((way, index): BatchAsked => {
      const { model: by, settings, name: called } = way;
      return { model: by, settings, name: called, found, address, source: parts[index] };
    });
    const taste = { area, ...(name !== undefined && { name }), ...(from && kept && { kept }) };
    const answer = await requests.requestBatch({ ...person, id: record.id, key: turn.key, items, taste });
    if ('job' in answer) await opened.became(answer.job);
    else await opened.price(await withOthers(chat, turn, answer.quote));
  } catch (error) {
    const notice = noticeOf(chat, error);
    if (opened) await opened.refuse(notice);
    else await turn.reply(notice);
  }
}
