/**
 * What the lab's runs cost and how long they are shown to take, by the size of what they made. The numbers are the lab's own:
 * whoever asks it has to learn them, as with the provider.
 */
import sharp from 'sharp';
import type { Model } from '../../../models/model.ts';
import { readClip } from '../../media/clip.ts';
import type { StoredFile } from '../files.ts';
import type { Order } from './work.ts';

export type TariffOptions = {
  /** Of the noise: the same runs one after another cost the same again. Left out, nobody knows them. */
  seed?: number;
  /** Whether runs of the same work differ; default true. */
  noise?: boolean;
  /** Each pixel counts as so many, so that tiny files of tests are a lot of work; default 1. */
  pixels?: number;
};

export type Tariff = {
  /** Set aside on submit, when nothing is known of the file: thousandths of a US cent. */
  estimate(model: Model): number;
  /** What a run that made this file costs, and how many times as long as usual it is shown to take. */
  of(order: Pick<Order, 'model' | 'job'>, file: StoredFile): Promise<{ cost: number; times: number }>;
};

/** `start`: what each run costs; `each`: every megapixel of its result, over all frames; `usual`: so many of these take as long as is set. */
type Rate = { start: number; each: number; usual: number };

const rates: Readonly<Record<string, Rate>> = {
  esrgan: { start: 120, each: 18, usual: 16 },
  'clarityai-flux-upscaler': { start: 12_000, each: 8600, usual: 16 },
  flashvsr: { start: 9000, each: 92, usual: 1000 },
  'video-frame-interpolation': { start: 1500, each: 14, usual: 500 },
  svd: { start: 4000, each: 1400, usual: 8 },
};

/** FlashVSR's full mode beside its tiny one. */
const full = 1.7;
/** How far a time and a cost are usually off, as parts of them; one run in so many costs and takes so many times as much. */
const spread = { time: 0.2, cost: 0.15 };
const [outlierIn, outlier] = [40, 3];
/** Nobody who tries it waits for what is only played. */
const times = { least: 0.1, most: 8 };

/** @param options left out, each run costs its model's price, and all take the same. */
export function createTariff(options: TariffOptions | undefined): Tariff {
  if (!options)
    return { estimate: ({ price }) => price, of: async ({ model }) => ({ cost: model.price, times: 1 }) };
  const { seed, noise = true, pixels = 1 } = options;
  const random = seed === undefined ? Math.random : seeded(seed);
  // Of two even numbers one that is normal (Box and Muller); the logarithm of a time or a cost is off by it.
  const off = (by: number) =>
    Math.exp(by * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()));
  const rateOf = ({ name, price }: Model): Rate => rates[name] ?? { start: price, each: 0, usual: 1 };
  const level = ({ start, each }: Rate, work: number) => start + each * work;

  return {
    estimate(model) {
      const rate = rateOf(model);
      return level(rate, rate.usual);
    },
    async of({ model, job }, file) {
      const rate = rateOf(model);
      const made = await megapixels(file).catch(() => rate.usual);
      const work = made * pixels * ('settings' in job && job.settings.mode === 'full' ? full : 1);
      const far = noise && random() < 1 / outlierIn ? outlier : 1;
      const [time, cost] = noise ? [off(spread.time), off(spread.cost)] : [1, 1];
      const share = level(rate, work) / level(rate, rate.usual);
      return {
        cost: Math.max(1, Math.round(level(rate, work) * cost * far)),
        times: Math.min(times.most, Math.max(times.least, share * time * far)),
      };
    },
  };
}

/** Of a file that the lab has made, over all its frames. */
async function megapixels({ path, type }: StoredFile): Promise<number> {
  if (type.startsWith('video/')) {
    const { width, height, frames } = await readClip(path);
    return (width * height * frames) / 1e6;
  }
  const { width, height } = await sharp(path, { limitInputPixels: false }).metadata();
  return (width * height) / 1e6;
}

/** Repeatable numbers from 0 to 1 (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
