/** What sets results beside their sources, as a program has it. */
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { type Comparisons, createComparisons } from '../../src/core/jobs/comparisons.ts';
import { createCompare } from '../../src/core/media/comparison/comparison.ts';
import { openFiles } from '../../src/core/media/files.ts';
import { createComparisonStore } from '../../src/core/store/comparisons.ts';
import { ffmpegEncoder } from '../../src/ffmpeg/encoder.ts';
import { ffmpegPath } from './ffmpeg.ts';

/** @param place asked for when it is first used, which may be opened later */
export function comparisonsIn(
  place: () => { folder: string; redis: Redis; prefix: string },
): Pick<Comparisons, 'of'> {
  let opened: Promise<Comparisons> | undefined;
  const open = async () => {
    const { folder, redis, prefix } = place();
    const files = await openFiles(join(folder, 'files'));
    const compare = createCompare({ files, log: { warn: () => {} }, encoder: ffmpegEncoder(ffmpegPath) });
    return createComparisons({
      compare,
      files,
      store: createComparisonStore(redis, { prefix, keptMs: 3_600_000 }),
    });
  };
  return {
    async of(...asked) {
      opened ??= open();
      return (await opened).of(...asked);
    },
  };
}
