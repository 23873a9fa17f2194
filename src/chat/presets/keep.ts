/** Presets are saved, renamed, removed, shared and taken. What was done is told in a sentence, with what goes with it. */
import { Failure } from '../../core/domain/failure.ts';
import type { Requests } from '../../core/ports/engine.ts';
import { mostPresets, type Preset } from '../../core/store/presets.ts';
import { presetNameFrom } from '../../core/text/preset-name.ts';
import { findModel } from '../../models/index.ts';
import type { Action } from '../action.ts';
import { type Notice, Refusal } from '../reply.ts';
import type { Turn } from '../turn.ts';
import { briefly, type HasPresets, presetNamed, presetsOf, shelfOf } from './named.ts';
import { type Whose, presetWords as words } from './words.ts';

type Keeps = HasPresets & {
  requests: { credits: Pick<Requests['credits'], 'isAdmin'> } & Pick<Requests, 'admit'>;
};
type Who = Pick<Turn, 'asker' | 'person'>;

/** Where it would be kept, and as what. */
export type Keeping = { name: string; whose: Whose; preset: Preset; replace: boolean };

/** @throws Refusal for what cannot be a name */
export function nameFrom(given: string): string {
  const name = presetNameFrom(given);
  if (name === undefined) throw new Refusal(words.badName(given.trim()));
  return name;
}

const used = ({ traits }: Keeps, name: string, { model }: Preset): string =>
  traits.example(`${findModel(model)?.command ?? ''} @${name}`.trim());

/** @throws Failure not-admin where it is for everybody */
async function admit({ requests }: Keeps, { person }: Who, whose: Whose): Promise<void> {
  if (whose === 'scope' && !(await requests.credits.isAdmin(await person()))) throw new Failure('not-admin');
}

/**
 * @param instead what replaces one of the same name, as a button where there can be one.
 * @throws Refusal where there are too many; Failure not-admin
 */
export async function keepPreset(
  chat: Keeps,
  who: Who,
  { name, whose, preset, replace }: Keeping,
  instead?: Pick<Action, 'act' | 'id' | 'argument'>,
): Promise<Notice> {
  await admit(chat, who, whose);
  const shelf = shelfOf(chat, who.asker, whose);
  const saved = await chat.requests.presets.save(shelf, name, preset, { replace });
  if (saved === 'full')
    throw new Refusal(words.tooMany(whose, mostPresets, chat.traits.typed(removing('name', whose))));
  if (saved === 'taken') {
    const there = (await chat.requests.presets.all(shelf)).get(name);
    const what = there ? briefly(there) : '';
    if (!instead) throw new Refusal(words.takenTyped(whose, name, what));
    const label = words.replace;
    return { kind: 'notice', text: words.taken(whose, name, what), actions: [{ ...instead, label }] };
  }
  return { kind: 'notice', ...(await keptNow(chat, who, { name, whose, preset })) };
}

/** What is said of one that was just kept, and what can be done with it next. */
async function keptNow(
  chat: Keeps,
  who: Who,
  { name, whose, preset }: Omit<Keeping, 'replace'>,
): Promise<Pick<Notice, 'text' | 'actions'>> {
  const use = used(chat, name, preset);
  const share: Action = { act: 'preset', id: name, argument: 'share', label: words.share };
  if (whose === 'scope')
    return {
      text: `${words.savedForAll(name, briefly(preset), use)} ${words.hiding}`,
      actions: [share],
    };
  const forAll: Action = { act: 'preset', id: name, argument: 'all', label: words.forEverybody };
  const isAdmin = await chat.requests.credits.isAdmin(await who.person());
  const hides = (await presetsOf(chat, who.asker)).some((it) => it.name === name && it.hides);
  const text = [words.saved(name, briefly(preset), use), ...(hides ? [words.hidden] : [])].join(' ');
  return { text, actions: [...(isAdmin ? [forAll] : []), share] };
}

const removing = (name: string, whose: Whose): string =>
  `presets remove ${name}${whose === 'scope' ? ' for everybody' : ''}`;

/** Their own, unless everybody's is meant. @throws Refusal, Failure not-admin */
export async function removePreset(chat: Keeps, who: Who, given: string, forAll: boolean): Promise<Notice> {
  const { presets } = chat.requests;
  const found = forAll
    ? { name: nameFrom(given), whose: 'scope' as const }
    : await presetNamed(chat, who.asker, given);
  const { name } = found;
  if (found.whose === 'scope' && !forAll)
    throw new Refusal(words.theirs(name, chat.traits.typed(removing(name, 'scope'))));
  await admit(chat, who, found.whose);
  if (!(await presets.remove(shelfOf(chat, who.asker, found.whose), name)))
    throw new Refusal(words.unknown(name, undefined, chat.traits.typed('presets')));
  return { kind: 'notice', text: words.removed(name) };
}

/** One of their own. @throws Refusal */
export async function renamePreset(chat: Keeps, who: Who, given: string, to: string): Promise<Notice> {
  const { presets } = chat.requests;
  const shelf = shelfOf(chat, who.asker, 'own');
  const { name, whose, model, settings, next: steps } = await presetNamed(chat, who.asker, given);
  if (whose === 'scope') throw new Refusal(words.theirs(name, chat.traits.typed(removing(name, 'scope'))));
  const next = nameFrom(to);
  const saved = await presets.save(shelf, next, { model, settings, next: steps }, { replace: false });
  if (saved === 'taken') {
    const there = (await presets.all(shelf)).get(next);
    throw new Refusal(words.takenTyped('own', next, there ? briefly(there) : ''));
  }
  if (saved === 'full')
    throw new Refusal(words.tooMany('own', mostPresets, chat.traits.typed(removing('name', 'own'))));
  await presets.remove(shelf, name);
  return { kind: 'notice', text: words.renamed(name, next) };
}

/** A code by which anybody takes it, whoever they are and wherever. @throws Refusal, Failure too-often */
export async function sharePreset(chat: Keeps, { asker }: Who, given: string): Promise<Notice> {
  const { name, model, settings, next } = await presetNamed(chat, asker, given);
  await chat.requests.admit('codes', asker);
  const code = await chat.requests.presets.share({ name, model, settings, next });
  return { kind: 'notice', text: words.shared(name, chat.traits.typed(`presets take ${code}`)) };
}

/** @param as another name for it. @throws Refusal, Failure too-often */
export async function takePreset(
  chat: Keeps,
  who: Who,
  given: string,
  { as, replace }: { as: string | undefined; replace: boolean },
): Promise<Notice> {
  const code = given.trim().toLowerCase();
  if (!/^[a-z0-9]{10}$/.test(code))
    throw new Refusal(words.badCode(given.trim(), chat.traits.typed('presets share crisp')));
  await chat.requests.admit('codes', who.asker);
  const shared = await chat.requests.presets.shared(code);
  if (!shared) throw new Refusal(words.codeUnknown);
  const { model, settings, next } = shared;
  const name = nameFrom(as ?? shared.name);
  const instead = { act: 'preset', id: code, argument: `take.${name}` } as const;
  return keepPreset(chat, who, { name, whose: 'own', preset: { model, settings, next }, replace }, instead);
}
