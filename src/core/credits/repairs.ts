/** How a run that failed, or was refused, could be run so that it works, and for how much. */
import { findModel, models } from '../../models/index.ts';
import type { Model, Setting } from '../../models/model.ts';
import type { Job } from '../domain/job.ts';
import type { MediaRecord } from '../domain/media-record.ts';
import { isAllowed, limitsFor, type Policy } from '../domain/policy.ts';
import { type Way, waysOf } from '../domain/repairs.ts';
import { sourceRecordOf } from '../view/losses.ts';
import type { Repair } from '../view/view.ts';
import { firstOf } from './first-seconds.ts';
import { type Prices, priceOf } from './prices.ts';

type Settings = Readonly<Record<string, unknown>>;
/** `facts`: of the failure. */
type Run = {
  model: string;
  settings: Settings;
  facts?: Readonly<Record<string, unknown>> | undefined;
  /** Left out where nobody has looked into it. */
  source?: MediaRecord | undefined;
};
/** `channel` and `above`: where it would run, as rules name it. */
type Place = {
  prices: Prices;
  policy: Policy;
  at: { channel?: string | undefined; above?: string | undefined };
};

/** Jobs that ended without a result that was handed over. */
export const canBeRepaired = ({ state }: Pick<Job, 'state'>): boolean =>
  state === 'cancelled' ||
  state === 'failed' ||
  state === 'expired' ||
  state === 'lost' ||
  state === 'uncertain';

/** @param policy of the place: others than the requester may press, so what is set for everybody counts. */
export function repairOfJob(job: Job, place: Omit<Place, 'at'>): Repair | undefined {
  const { failure, state, model, settings, channel, above } = job;
  const run = { model, settings, facts: failure?.facts, source: sourceRecordOf(job) };
  return repairOf(failure?.code ?? state, run, { ...place, at: { channel, above } });
}

/** The first way that this run can go; undefined where another run mends nothing. */
export function repairOf(code: string, run: Run, place: Place): Repair | undefined {
  const model = findModel(run.model);
  if (!model) return undefined;
  const { confirm_above } = limitsFor(place.policy, []);
  for (const way of waysOf(code)) {
    const found = tryWay(way, model, run, place);
    const other = found && findModel(found.model);
    if (!other) continue;
    const prepared = other.prepare(settingsOf(found, run));
    if (!prepared.ok) continue;
    const source = run.source && found.first !== undefined ? firstOf(run.source, found.first) : run.source;
    const price = priceOf(other, prepared.settings, place.prices, source);
    return { ...found, price, asks: confirm_above !== null && price > confirm_above };
  }
  return undefined;
}

/** What is set in the run that mends another one. */
export function settingsOf({ by, set }: Pick<Repair, 'by' | 'set'>, run: Pick<Run, 'settings'>): Settings {
  if (by === 'instead') return {};
  return set ? { ...run.settings, [set.name]: set.value } : run.settings;
}

type Found = Omit<Repair, 'price' | 'asks'>;

function tryWay(way: Way, model: Model, { settings, facts }: Run, place: Place): Found | undefined {
  const setTo = (set: Repair['set']): Found | undefined => set && { by: 'set', model: model.name, set };
  switch (way) {
    case 'again':
      return { by: 'again', model: model.name };
    case 'format':
      return setTo(otherFormat(model, settings));
    case 'lighter':
      return setTo(lower(model, settings));
    case 'better': {
      const { better } = facts ?? {};
      return setTo(isSetting(better) ? better : undefined);
    }
    case 'instead': {
      const other = substitute(model, place);
      return other && { by: 'instead', model: other.name };
    }
    case 'first': {
      const { maxSeconds: first } = model.media;
      return first === undefined ? undefined : { by: 'first', model: model.name, first };
    }
    case 'resend':
    case 'ask':
      return undefined;
  }
}

/** As a record may hold it. */
const isSetting = (it: unknown): it is Setting =>
  typeof it === 'object' && it !== null && 'name' in it && 'value' in it && typeof it.name === 'string';

/** PNG is read everywhere; where that was it, the model's first other one. */
function otherFormat(model: Model, settings: Settings): Repair['set'] {
  const field = model.fields.find(({ role }) => role === 'format');
  if (field?.kind !== 'choice') return undefined;
  const now = settings[field.name] ?? field.default;
  const others = field.options.map(({ value }) => value).filter((value) => value !== now);
  const value = others.find((it) => it === 'png') ?? others[0];
  return value === undefined ? undefined : { name: field.name, value };
}

/** The next lower scale that still makes it larger. */
function lower(model: Model, settings: Settings): Repair['set'] {
  const field = model.fields.find(({ name, role }) => name === model.main && role === 'times');
  if (field?.kind !== 'choice' && field?.kind !== 'number') return undefined;
  const now = Number(settings[field.name] ?? field.default);
  const values =
    field.kind === 'choice'
      ? field.options.map(({ value }) => Number(value)).filter((value) => value < now)
      : [Math.max(field.min, Math.floor(now / 2))];
  const value = Math.max(...values);
  return value > 1 && value < now ? { name: field.name, value } : undefined;
}

/** Another model that makes the same of the same, and may run there: the one it names, else the cheapest. */
function substitute(model: Model, { prices, policy, at }: Place): Model | undefined {
  const priceFor = (it: Model) => {
    const usual = it.prepare({});
    return usual.ok ? priceOf(it, usual.settings, prices) : it.price;
  };
  const [first] = models
    .filter((it) => it !== model && it.takes === model.takes && it.gives === model.gives)
    .filter((it) => isAllowed(policy, it.name, at))
    .sort((one, other) => rank(one) - rank(other) || priceFor(one) - priceFor(other));
  return first;

  function rank({ name }: Model): number {
    return name === model.instead ? 0 : 1;
  }
}
