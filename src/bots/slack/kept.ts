/** Files of jobs in the data folder, as this platform hands them on. */
import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import type { MediaFile } from '../../core/job/record.ts';
import type { Fit } from '../../core/media/fit.ts';
import { fitted } from '../../core/words/fit.ts';
import type { Bot } from './bot.ts';

/** ms */
const longestFitMs = 15 * 60_000;

/**
 * @param options.filePath the path of a kept file. @param options.fitTo makes results fit; left out, what is too large is
 * not posted as a file. @param options.stopping ends a fit that is on its way.
 */
export function keptFiles(options: {
  filePath: (name: string) => string;
  fitTo?: Fit['fitTo'] | undefined;
  stopping: AbortSignal;
}): Pick<Bot, 'resultOf' | 'openKept' | 'fit'> {
  const { filePath, fitTo, stopping } = options;

  async function pathOf(file: MediaFile | undefined): Promise<string | undefined> {
    if (!file) return undefined;
    const path = filePath(file.name);
    return access(path).then(
      () => path,
      () => undefined,
    );
  }

  return {
    async resultOf(job) {
      const path = await pathOf(job.result);
      if (path === undefined || !job.result) return undefined;
      const { type, bytes, name } = job.result;
      return { path, type, bytes, fileName: `${job.model}-${job.id}.${name.split('.').at(-1)}` };
    },
    async openKept(job, file) {
      const path = await pathOf(file === 'result' ? job.result : job.sourceFile);
      return path === undefined ? undefined : createReadStream(path);
    },
    async fit(delivery, { result }, limit) {
      if (delivery.bytes <= limit) return delivery;
      if (!fitTo || !result) return undefined;
      const signal = AbortSignal.any([stopping, AbortSignal.timeout(longestFitMs)]);
      const { change, name, type, bytes } = await fitTo(result, limit, { signal });
      if (!change || change.kind === 'none') return undefined;
      const fileName = delivery.fileName.replace(/\.\w+$/, `.${name.split('.').at(-1)}`);
      return { path: filePath(name), type, bytes, fileName, change: fitted(change) };
    },
  };
}
