/** A price before it is paid. */
import { about, bytes } from './amounts.ts';
import { some } from './names.ts';
import { shape } from './status.ts';

/** What its person has. @param available thousandths of a credit; null is without limit */
export const balance = (available: number | null): string =>
  available === null ? 'you have no limit here' : `you have ${some(available)}`;

export const quoteWords = {
  price: (price: number, available: number | null) =>
    `It costs at most ${some(price)}; ${balance(available)}.`,
  estimate: 'The price is an estimate: too few runs of this have been measured yet.',
  /** Of several: what some of them cost. */
  someEstimate: 'A part of the price is an estimate: too few runs of that have been measured yet.',
  wait: (it: { lowMs: number; highMs: number; measured: boolean }) =>
    it.measured
      ? `It usually takes ${about(it.lowMs)} to ${about(it.highMs)}.`
      : `It takes about ${about(it.lowMs)} on average, says the provider.`,
  result: (
    it: { width: number; height: number; seconds?: number | undefined; bytes: number },
    limit: number | undefined,
  ) =>
    `The result will be about ${shape(it)}${limit !== undefined && it.bytes > limit ? `: more than the ${bytes(limit)} that can be posted here, so a smaller copy will be` : ''}.`,
  run: (price: number) => `Run for ${some(price)}`,
  variant: (what: string, price: number) => `${what} for ${some(price)}`,
  first: (seconds: number) => `First ${seconds} s`,
  cancel: 'Not now',
} as const;
