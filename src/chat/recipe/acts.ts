/** A step more behind a price; what is left of a recipe that stopped; and all of one once more. */
import { setIn } from '../../core/media/compare/fit-request.ts';
import { whatIsDone } from '../../core/words/settings.ts';
import { findModel } from '../../models/index.ts';
import { jobFor } from '../access.ts';
import { type Action, toldIn } from '../action.ts';
import { type Chat, noticeOf } from '../chat.ts';
import { follow, followOn } from '../owner/followed.ts';
import { canBeTogether, withOthers } from '../pot/offers.ts';
import { Refusal } from '../reply.ts';
import type { ChatRequest, Found } from '../request.ts';
import type { Opened, Turn } from '../turn.ts';
import { words as chatWords } from '../words.ts';
import { followersOf } from './steps.ts';
import { chainWords as words } from './words.ts';

type Done = Pick<Action, 'id' | 'argument'>;

/** @param done.id of a price @param done.argument a model's name, with a value of its main setting behind a point */
export async function step<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  { id, argument }: Done,
): Promise<void> {
  const { recipes } = chat.requests;
  const person = await turn.person();
  const steps = await recipes.stepsOf(id, person);
  if (argument === undefined) {
    const actions = followersOf(findModel(steps.at(-1)?.model ?? '')).flatMap((model): Action[] => {
      const prepared = model.prepare({});
      const what = whatIsDone(model, prepared.ok ? prepared.settings : {});
      return [{ act: 'step', id, argument: model.name, label: words.next(what) }];
    });
    if (actions.length === 0) throw new Refusal(words.noNext);
    return turn.reply({ kind: 'notice', text: words.whichNext, actions });
  }
  const model = findModel(argument);
  if (!model) throw new Refusal(chatWords.gone);
  const quote = await recipes.extend(id, {
    person,
    key: turn.key,
    step: { model: model.name, settings: {} },
  });
  await followOn(chat, turn.asker.platform, id, quote.id);
  await turn.reply({ kind: 'price', quote: await withOthers(chat, turn, quote) });
}

/** Whoever presses pays for what is left. */
export async function resume<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  { id, argument }: Done,
): Promise<void> {
  const { requests } = chat;
  const lead = await jobFor(chat, turn, 'reuse', id);
  const view = await requests.card(lead);
  const offer = view.recipe?.resume;
  if (!offer) throw new Refusal(words.notResumable);
  const record = requests.opening({ ...turn.asker, key: turn.key });
  let opened: Opened<F> | undefined;
  try {
    await turn.ready(undefined);
    opened = await turn.open({
      title: view.title,
      view: undefined,
      asks: offer.asks,
      source: undefined,
      from: lead,
      kept: 'source',
      more: false,
      record,
    });
    if (!opened) return;
    await record.at(opened.address);
    const person = await turn.person();
    const named = offer.asks ? {} : { id: record.id };
    const together = canBeTogether(chat, turn) && { together: true as const };
    const { told } = toldIn(argument);
    const it = {
      ...person,
      ...named,
      ...together,
      key: turn.key,
      address: opened.address,
      batch: id,
      told,
    };
    const answer = await requests.recipes.resume(it);
    const made = 'job' in answer ? answer.job.id : answer.quote.id;
    await follow(chat, turn.asker.platform, made, { kept: { job: id, file: 'source' } });
    if ('job' in answer) await opened.became(answer.job);
    else await opened.price(await withOthers(chat, turn, answer.quote));
    await record.close();
  } catch (error) {
    const notice = noticeOf(chat, error);
    if (opened) await opened.refuse(notice);
    else await turn.reply(notice);
    await record.close();
  } finally {
    record.leave();
  }
}

/** What a recipe's result was made by, from its first step on; undefined for any other job. */
export async function wholeRequest(
  { requests }: Pick<Chat, 'requests'>,
  id: string,
): Promise<Pick<ChatRequest, 'model' | 'settings' | 'next' | 'kept'> | undefined> {
  const job = await requests.read(id);
  const [first, ...rest] = (job && (await requests.recipes.of(job)))?.steps ?? [];
  if (!first) return undefined;
  return {
    model: first.model,
    settings: setIn(first),
    kept: { job: first.id, file: 'source' },
    next: rest.map((it) => ({ model: it.model, settings: setIn(it) })),
  };
}
