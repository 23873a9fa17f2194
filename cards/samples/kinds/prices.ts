/** Prices that are to be agreed to first. */

import { cheaper } from '../../../src/core/credits/cheaper.ts';
import { expected } from '../../../src/core/credits/expected-result.ts';
import { priceOf, pricesFrom } from '../../../src/core/credits/prices.ts';
import { describe, type Quote } from '../../../src/core/credits/quote.ts';
import type { QuoteRecord } from '../../../src/core/domain/asked/quote.ts';
import { Failure } from '../../../src/core/domain/failure.ts';
import { usual } from '../../../src/core/view/progress.ts';
import { recipeWords } from '../../../src/core/words/asked/recipe.ts';
import { quoteWords } from '../../../src/core/words/quote.ts';
import { findModel } from '../../../src/models/index.ts';
import { type MediaName, media } from '../media.ts';
import { both, type Section } from '../sample.ts';
import { standIn } from '../stand-in.ts';

type Asked = {
  model: string;
  settings?: Record<string, unknown>;
  of: MediaName;
  /** Thousandths of a credit; null is without limit. */
  available: number | null;
  /** Bytes that the place takes. */
  maxBytes?: number;
  prices?: string;
  lab?: boolean;
};

function quoteFor({
  model: name,
  settings = {},
  of,
  available,
  maxBytes,
  prices = '',
  lab = false,
}: Asked): Quote {
  const model = findModel(name);
  const prepared = model?.prepare(settings);
  if (!model || !prepared?.ok) throw new Error(`${name} does not take these settings`);
  const own = pricesFrom(prices);
  const price = priceOf(model, prepared.settings, own);
  const choices = [
    { model: name, settings: prepared.settings, price },
    ...cheaper(model, prepared.settings, own),
  ];
  const { seconds, ...size } = media[of] as (typeof media)['clip'];
  const { type } = media[of];
  const probe = standIn<Parameters<typeof expected>[2]>({
    ...size,
    type,
    medium: seconds ? 'video' : 'image',
    ...(seconds ? { seconds, fps: 25 } : {}),
  });
  return describe('q1w2e3r', standIn<QuoteRecord>({ choices }), {
    model,
    findModel,
    wait: usual([], lab ? undefined : model.usualMs),
    result: expected(model, prepared.settings, probe, []),
    losses: [],
    maxBytes,
    available,
    sourceName: media[of].name,
    refused: choices.map(({ price: cost }) =>
      available === null || cost <= available
        ? undefined
        : new Failure('credits-short', { price: cost, available, reserved: 0 }),
    ),
    lab,
  });
}

/** Of two steps, and of the same in the order that costs less. */
const steps: Quote = {
  id: 'q1w2e3r',
  title: recipeWords.title(['Larger video ×2', 'Smoother video 60 fps']),
  settings: '',
  sourceName: media.clip.name,
  price: 130_000,
  lines: [
    recipeWords.price({ count: 2, done: 0, sum: 130_000, available: 243_500 }),
    recipeWords.step(0, 'Larger video ×2', 117_620, { lowMs: 163_060, highMs: 163_060 }),
    recipeWords.step(1, 'Smoother video 60 fps', 12_380, undefined),
    recipeWords.swapped(62_000, 68_000),
  ],
  choices: [
    { label: recipeWords.run(2, 0, 130_000), price: 130_000, payable: true, missing: 0 },
    {
      variant: 0,
      label: recipeWords.swap(['smooth', 'upscale-video'], 62_000),
      price: 62_000,
      payable: true,
      missing: 0,
    },
  ],
  cancel: quoteWords.cancel,
  goesOn: true,
  lab: false,
};

const price = (title: string, asked: Asked) => both(title, (easel) => easel.price(quoteFor(asked), asked.of));
const clarity = { model: 'clarityai-flux-upscaler', of: 'skyline' } as const;
const video = { model: 'flashvsr', of: 'clip' } as const;

export const prices: Section = {
  title: 'The price, before anything is spent',
  about: 'seen by one person; what is missing, and what would do',
  samples: [
    price('Affordable, with a cheaper model', { ...clarity, available: 243_500 }),
    price('Not affordable', { ...clarity, available: 143_500 }),
    price('Without limit', { ...video, available: null }),
    price('With cheaper settings', {
      ...video,
      settings: { scale: 4 },
      available: 500_000,
      prices: 'flashvsr=58.81, flashvsr.scale:4=117.62',
    }),
    both('Of two steps, with a cheaper order', (easel) => easel.price(steps, 'clip')),
    price('Too large to be posted as it is', {
      model: 'esrgan',
      settings: { scale: 8, output_format: 'png' },
      of: 'skyline',
      available: 1_000,
      maxBytes: 10_000_000,
    }),
    price('Of the lab', { ...clarity, available: 243_500, lab: true }),
  ],
};
