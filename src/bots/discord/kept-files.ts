/** Files of jobs, as the data folder still has them: to be posted, run again, or made to fit. */
import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import type { MediaFile } from '../../core/job/record.ts';
import type { Fit } from '../../core/media/fit.ts';
import { fitted } from '../../core/words/fit.ts';
import type { Bot } from './bot.ts';

/** Of a limit, for the file itself: a request has a frame around it. */
const share = 0.98;

/**
 * @param options.filePath the path of a kept file, which may be gone
 * @param options.fitTo left out, what is too large does not fit
 * @param options.longestMs for making one file fit, in ms; `stopping` ends it earlier
 */
export function keptFiles(options: {
  filePath: (name: string) => string;
  fitTo: Fit['fitTo'] | undefined;
  stopping: AbortSignal;
  longestMs: number;
}): Pick<Bot, 'fit' | 'resultOf' | 'openKept'> {
  const { filePath, fitTo, stopping, longestMs } = options;

  const pathOf = async (file: MediaFile | undefined): Promise<string | undefined> => {
    if (!file) return undefined;
    const path = filePath(file.name);
    return access(path).then(
      () => path,
      () => undefined,
    );
  };

  return {
    async fit(delivery, { result }, limit) {
      if (delivery.bytes <= limit * share) return delivery;
      if (!fitTo || !result) return undefined;
      const signal = AbortSignal.any([stopping, AbortSignal.timeout(longestMs)]);
      const { change, name, type, bytes } = await fitTo(result, limit, { signal });
      if (!change || change.kind === 'none') return undefined;
      const fileName = delivery.fileName.replace(/\.\w+$/, `.${name.split('.').at(-1)}`);
      return { path: filePath(name), type, bytes, fileName, change: fitted(change) };
    },
    async resultOf(job) {
      const path = await pathOf(job.result);
      if (!path || !job.result) return undefined;
      const { type, bytes, name } = job.result;
      return { path, type, bytes, fileName: `${job.model}-${job.id}.${name.split('.').at(-1)}` };
    },
    async openKept(job, file) {
      const path = await pathOf(file === 'result' ? job.result : job.sourceFile);
      return path === undefined ? undefined : createReadStream(path);
    },
  };
}
