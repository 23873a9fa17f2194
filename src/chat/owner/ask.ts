/** A request that whoever posted the picture is asked about: kept until they answer, or until ten minutes are over. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Person } from '../../core/domain/command.ts';
import type { Json } from '../../core/domain/job.ts';
import type { Consent } from '../../core/store/owners/consents.ts';
import { stepSchema } from '../../core/store/presets.ts';
import { whatIsDone } from '../../core/words/settings.ts';
import { findModel } from '../../models/index.ts';
import type { Action } from '../action.ts';
import type { Chat } from '../chat.ts';
import { Refusal } from '../reply.ts';
import type { ChatRequest, Found } from '../request.ts';
import type { Turn } from '../turn.ts';
import { ownerWords as words } from './words.ts';

/** ms. */
const waitsMs = 10 * 60_000;

const requestSchema = z.object({
  turn: z.json(),
  model: z.string(),
  settings: z.record(z.string(), z.unknown()),
  first: z.number().exactOptional(),
  sources: z.array(z.looseObject({ url: z.string(), name: z.string() })),
  next: z.array(stepSchema).exactOptional(),
  kept: z.object({ job: z.string(), file: z.enum(['source', 'result']) }).exactOptional(),
  told: z.number().exactOptional(),
  allowed: z.array(z.string()),
});
/** As it is kept: the platform's turn, to be gone on with, and what was asked for. */
export const requestIn = ({ request }: Consent): z.infer<typeof requestSchema> =>
  requestSchema.parse(request);

/** Delivered twice, it is asked once. */
const idOf = (key: string, owner: string): string =>
  createHash('sha256').update(`${key} ${owner}`).digest('hex').slice(0, 12);

/** What it would do, as people read it. */
export function whatOf({ model: name, settings }: Pick<ChatRequest, 'model' | 'settings'>): string {
  const model = findModel(name);
  const prepared = model?.prepare(settings);
  return model ? whatIsDone(model, prepared?.ok ? prepared.settings : {}) : name;
}

/**
 * Asks them, by a card that only they can press, and tells the requester.
 * @param it.sources one, several that are asked for at once, or none where an earlier job's file is used
 * @throws Failure too-often; Refusal where they cannot be asked
 */
export async function askOwner<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  it: { owner: string; person: Person; request: Omit<ChatRequest<F>, 'source'>; sources: readonly F[] },
): Promise<void> {
  const { requests, clock } = chat;
  const { owner, person, request, sources } = it;
  const { model, settings, next, kept, first, told, allowed = [] } = request;
  const [source, ...more] = sources;
  const again = await turn.again(source);
  if (again === undefined) throw new Refusal(words.cannotAsk);
  const { platform, scope, requester } = turn.asker;
  const until = Math.round(clock()) + waitsMs;
  const id = idOf(turn.key, owner);
  // JSON has no undefined; what a platform found is plain data.
  const waiting: Json = JSON.parse(
    JSON.stringify({ turn: again, model, settings, next, first, sources, kept, told, allowed }),
  );
  if (!(await requests.consents.add(id, { platform, scope, requester, owner, until }, waiting))) return;
  try {
    await requests.admit('consents', person);
    const what = whatOf(request);
    const card = await turn.askOwner({
      owner,
      source,
      lines: ({ person: named = (who) => who }) => [
        words.asks(named(owner), named(requester), what, { name: source?.name, more: more.length }),
        words.tenMinutes,
      ],
      actions: actionsFor(id),
    });
    if (card === undefined) throw new Refusal(words.cannotAsk);
    await requests.consents.at(id, card.place);
    if (!card.seen) await turn.reply({ kind: 'notice', text: words.asked });
  } catch (error) {
    await requests.consents.take(id);
    throw error;
  }
}

const actionsFor = (id: string): Action[] => [
  { act: 'consent', id, argument: 'yes', label: words.allow, style: 'primary' },
  { act: 'consent', id, argument: 'always', label: words.always },
  { act: 'consent', id, argument: 'no', label: words.no },
  { act: 'privacy', id: 'mine', label: words.mine },
];

/** Its time is over: its card says so, and whoever asked is told. */
export async function consentLapsed(chat: Chat, id: string): Promise<void> {
  const lapsed = await chat.requests.consents.take(id);
  if (!lapsed) return;
  const { scope, requester, owner, card } = lapsed;
  await closeCard(chat, card, ({ person = (who) => who }) => [words.lapsed(person(owner))]);
  await chat.tell(scope, requester, words.lapsedYou(whatOf(requestIn(lapsed))));
}

/** What it asked is answered, and its buttons go. Where that cannot be shown it is of no more use, and harmless. */
export async function closeCard(
  chat: Chat,
  card: Json | undefined,
  lines: Parameters<Chat['rewrite']>[1],
): Promise<void> {
  if (card === undefined) return;
  await chat.rewrite(card, lines).catch((error: unknown) => {
    chat.log.warn({ err: chat.loggable?.(error) ?? error }, 'an answered question still stands');
  });
}
