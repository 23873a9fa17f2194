/** What a run costs, how long it usually takes and how large its result will be, before anything is spent. */
import type { Model, Settings } from '../../models/model.ts';
import type { QuoteRecord } from '../domain/asked/quote.ts';
import type { Failure } from '../domain/failure.ts';
import type { Usual } from '../view/progress.ts';
import { quoteWords as words } from '../words/quote.ts';
import { otherSettings, settingText, whatIsDone } from '../words/settings.ts';
import type { Expected } from './expected-result.ts';
import type { Measure, StepPrice } from './measure.ts';
import { ownPrice, type Prices } from './prices.ts';

/** How long a price stands, in ms. */
export const quoteLifeMs = 10 * 60_000;

/** One way to run it. */
export type Choice = {
  /** Its number among the quote's variants; left out for what was asked for. */
  variant?: number;
  /** e.g. `Run for 9`, `scale 2 for 4.5`. */
  label: string;
  /** Thousandths of a credit. */
  price: number;
  /** Balance, cap of one job, cap of a day, budget and jobs on the way allow it now. */
  payable: boolean;
  /** Of the balance, in thousandths of a credit; 0 where it is not the balance that is in the way. */
  missing: number;
};

/** What a person sees of a quote; a platform draws it with a button for each choice that can be paid, and Cancel. */
export type Quote = {
  id: string;
  /** What is done: `Larger picture ×4`. */
  title: string;
  /** What is set beside, where it differs from what is usual. */
  settings: string;
  /** The source's name, where it has one. */
  sourceName: string | undefined;
  /** Thousandths of a credit. */
  price: number;
  /** Sentences: the price and the balance, or why it cannot be paid; the wait, the size and whether it fits; what is lost. */
  lines: string[];
  /** What was asked for first, then what is cheaper. At least one of them can be paid, or several can pay the first. */
  choices: Choice[];
  /** Why what was asked for cannot be paid. */
  refused?: Pick<Failure, 'code' | 'facts' | 'message'>;
  cancel: string;
  /** Of several steps: nobody else can pay for it. */
  recipe?: true;
  /** A step more may follow. */
  goesOn?: true;
  /** Of one run; and of each of several steps. */
  measure?: Measure;
  steps?: StepPrice[];
  lab: boolean;
};

/** The words of a quote. @param available thousandths of a credit; null is without limit. */
export function describe(
  id: string,
  record: QuoteRecord,
  facts: {
    model: Model;
    findModel: (name: string) => Model | undefined;
    /** Left out: nothing is known of its work. */
    measure?: Measure;
    wait: Usual | undefined;
    result: Expected | undefined;
    /** Sentences. */
    losses: readonly string[];
    /** Of the place where it will be posted. */
    maxBytes: number | undefined;
    available: number | null;
    sourceName: string | undefined;
    /** Why each of its choices may not be asked for, in their order. */
    refused: readonly (Failure | undefined)[];
    lab: boolean;
  },
): Quote {
  const [own] = record.choices;
  const price = own?.price ?? 0;
  const { model, wait, result, maxBytes, available, sourceName, lab } = facts;
  const [refused] = facts.refused;
  const choices = record.choices.map((choice, index): Choice => {
    const why = facts.refused[index];
    const other = facts.findModel(choice.model) ?? model;
    const changed =
      choice.first !== undefined
        ? words.first(choice.first)
        : other === model
          ? changes(model, own?.settings ?? {}, choice.settings)
          : whatIsDone(other, choice.settings, other.takes === model.takes ? other.short : other.does);
    return {
      ...(index > 0 && { variant: index - 1 }),
      label: index === 0 ? words.run(price) : words.variant(changed, choice.price),
      price: choice.price,
      payable: why === undefined,
      missing: why?.code === 'credits-short' ? choice.price - (available ?? 0) : 0,
    };
  });
  return {
    id,
    title: whatIsDone(model, own?.settings ?? {}),
    settings: otherSettings(model, own?.settings ?? {}),
    sourceName,
    price,
    lines: [
      refused?.message ?? words.price(price, available),
      ...(facts.measure?.by === 'average' ? [words.estimate] : []),
      ...(wait ? [words.wait(wait)] : []),
      ...(result ? [words.result(result, maxBytes)] : []),
      ...facts.losses,
    ],
    choices,
    ...(refused && { refused: { code: refused.code, facts: refused.facts, message: refused.message } }),
    cancel: words.cancel,
    goesOn: true,
    ...(facts.measure && { measure: facts.measure }),
    lab,
  };
}

const changes = ({ fields }: Model, from: Settings, to: Settings): string =>
  fields
    .flatMap((field) => {
      const value = to[field.name];
      return field.kind === 'media' || value === undefined || from[field.name] === value
        ? []
        : [settingText(field, value)];
    })
    .join(', ');

/**
 * Whether it has its time still, and none of its prices is one that the owner has changed. What is learned meanwhile changes
 * nothing: who was told a price pays no more.
 */
export const stillStands = (
  record: QuoteRecord,
  now: number,
  findModel: (name: string) => Model | undefined,
  prices: Prices,
): boolean =>
  now <= record.until &&
  record.choices.every(({ model, settings, price }) => {
    const found = findModel(model);
    return found !== undefined && (ownPrice(found, settings, prices) ?? price) === price;
  });
