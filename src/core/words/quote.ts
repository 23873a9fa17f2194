/** A price before it is paid. */
import { bytes, credits, duration } from './amounts.ts';
import { shape } from './status.ts';

export const quoteWords = {
  price: (price: number, available: number | null) =>
    `It costs at most ${credits(price)} credits; ${available === null ? 'you have no limit here' : `you have ${credits(available)} credits`}.`,
  wait: (it: { lowMs: number; highMs: number; measured: boolean }) =>
    it.measured
      ? `It usually takes ${duration(it.lowMs)} to ${duration(it.highMs)} (half and nine tenths of the last runs).`
      : `It takes about ${duration(it.lowMs)} on average, says the provider.`,
  result: (
    it: { width: number; height: number; seconds?: number | undefined; bytes: number },
    limit: number | undefined,
  ) =>
    `The result will be about ${shape(it)}${limit !== undefined && it.bytes > limit ? `: more than the ${bytes(limit)} that can be posted here, so a smaller copy will be` : ''}.`,
  run: (price: number) => `Run for ${credits(price)} credits`,
  variant: (what: string, price: number) => `${what} for ${credits(price)} credits`,
  cancel: 'Not now',
} as const;
