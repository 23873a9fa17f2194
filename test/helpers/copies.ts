/** What is made of results beside themselves, and an animation. */
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import sharp from 'sharp';
import { type Comparisons, createComparisons } from '../../src/core/jobs/files/comparisons.ts';
import { type Copies, createCopies } from '../../src/core/jobs/files/copies.ts';
import { createCompare } from '../../src/core/media/comparison/comparison.ts';
import { openFiles } from '../../src/core/media/files.ts';
import { type AsMoving, createMoving } from '../../src/core/media/moving/moving.ts';
import { createShown } from '../../src/core/media/shown/shown.ts';
import { createComparisonStore } from '../../src/core/store/comparisons.ts';
import { ffmpegEncoder } from '../../src/ffmpeg/encoder.ts';
import { ffmpegPath } from './ffmpeg.ts';

/** As a program has it. @param folder asked for when it is used, which may be made later */
export const movingIn =
  (folder: () => string): AsMoving =>
  async (...asked) => {
    const files = await openFiles(join(folder(), 'files'));
    return createMoving({ files, log: { warn: () => {} }, encoder: ffmpegEncoder(ffmpegPath) })(...asked);
  };

type Place = { folder: string; redis: Redis; prefix: string };

/** As a program has it. @param place asked for when it is first used, which may be opened later */
export function lookedIn(place: () => Place): { comparisons: Comparisons; copies: Copies } {
  const open = async () => {
    const { folder, redis, prefix } = place();
    const files = await openFiles(join(folder, 'files'));
    const parts = { files, log: { warn: () => {} }, encoder: ffmpegEncoder(ffmpegPath) };
    const store = createComparisonStore(redis, { prefix, keptMs: 3_600_000 });
    return {
      comparisons: createComparisons({ compare: createCompare(parts), files, store }),
      copies: createCopies({ shown: createShown(parts), files, store }),
    };
  };
  let opened: ReturnType<typeof open> | undefined;
  const made = () => {
    opened ??= open();
    return opened;
  };
  return {
    comparisons: {
      of: async (...asked) => (await made()).comparisons.of(...asked),
      known: async (...asked) => (await made()).comparisons.known(...asked),
      forget: async (id) => (await made()).comparisons.forget(id),
    },
    copies: {
      of: async (...asked) => (await made()).copies.of(...asked),
      look: async (...asked) => (await made()).copies.look(...asked),
    },
  };
}

/** @param place as for `lookedIn` */
export const comparisonsIn = (place: () => Place): Pick<Comparisons, 'of'> => lookedIn(place).comparisons;

/** Three frames of 32 × 32 that are told apart by their colour, as a GIF. */
export async function movingPicture(): Promise<Buffer> {
  const frames = ['#f00', '#0f0', '#00f'].map((background) =>
    sharp({ create: { width: 32, height: 32, channels: 3, background } })
      .png()
      .toBuffer(),
  );
  const joined = sharp(await Promise.all(frames), { join: { animated: true } });
  return joined.gif({ delay: [200, 200, 200], loop: 0 }).toBuffer();
}
