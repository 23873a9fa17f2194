/** Makes links to results (ports/links.ts), and knows its own again. */
import { stat } from 'node:fs/promises';
import type { Job } from '../../domain/job.ts';
import { keptPath } from '../../media/files.ts';
import type { Links } from '../../ports/links.ts';
import type { Delivery } from '../../ports/platform.ts';
import { deliveryOf } from './job-files.ts';
import { type LinkKeys, signedPaths, signedShape } from './signed-paths.ts';

/** ms; less where the file goes before. */
const longestMs = 24 * 3_600_000;
const shape = new RegExp(`^${signedShape}\\/([^/?#]{1,1000})$`);

/** @param options.links left out, there are none */
export function createLinks(options: {
  links?: LinkKeys | undefined;
  read: (id: string) => Promise<Job | undefined>;
  filePath: (name: string) => string;
  /** How long a file is kept after it was made, in ms. */
  keepFilesMs: number;
  clock: () => number;
}): Links {
  const { links, read, filePath, keepFilesMs, clock } = options;
  if (!links) return { to: async () => undefined, open: async () => undefined };
  const paths = signedPaths(links, 'result', '/files/');

  async function resultOf(job: Job | undefined): Promise<Delivery | undefined> {
    if (!job?.result || job.removed) return undefined;
    const path = await keptPath(filePath, job.result);
    return path === undefined ? undefined : deliveryOf(job, job.result, path);
  }

  return {
    async to(job) {
      const result = await resultOf(job);
      const made = result && (await stat(result.path).catch(() => undefined));
      if (!result || !made) return undefined;
      const until = Math.floor(Math.min(clock() + longestMs, made.mtimeMs + keepFilesMs) / 1000);
      return {
        url: `${paths.url({ job: job.id, until })}${encoded(result.fileName)}`,
        until: until * 1000,
      };
    },

    async open(path) {
      const [, job = '', until = '', given = '', name = ''] = shape.exec(paths.below(path) ?? '') ?? [];
      if (given === '' || !paths.isSigned({ job, until }, given)) return undefined;
      if (Number(until) * 1000 <= clock()) return undefined;
      const result = await resultOf(await read(job));
      // The name is for people alone and is no path; another one would only say what is not so.
      if (!result || readable(name) !== result.fileName.normalize('NFC')) return undefined;
      return { ...result, job };
    },
  };
}

/** No sign of it means anything where links are written. */
const encoded = (name: string): string =>
  encodeURIComponent(name).replace(/[!'()*~_]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);

function readable(name: string): string | undefined {
  try {
    return decodeURIComponent(name).normalize('NFC');
  } catch {
    return undefined;
  }
}
