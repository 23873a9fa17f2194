/** Makes links to results (ports/links.ts), and knows its own again. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { Job } from '../../domain/job.ts';
import { keptPath } from '../../media/files.ts';
import type { Links } from '../../ports/links.ts';
import type { Delivery } from '../../ports/platform.ts';
import { deliveryOf } from './job-files.ts';

/** What links are made with; all processes have the same. */
export type LinkKeys = {
  /** Where people reach the server, without a slash at its end. */
  publicUrl: string;
  secret: Uint8Array;
};

/** ms; less where the file goes before. */
const longestMs = 24 * 3_600_000;
/** A signature of this program for anything else opens nothing here. */
const purpose = 'result';
const folder = '/files/';
const shape = /^([a-z0-9]{1,32})\/([1-9]\d{0,11})\/([\w-]{43})\/([^/?#]{1,1000})$/;

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
  const { publicUrl, secret } = links;
  const prefix = new URL(publicUrl).pathname.replace(/\/+$/, '');

  /** @param until seconds since 1970, in digits */
  const signed = (job: string, until: number | string): string =>
    createHmac('sha256', secret).update(`${purpose} ${job} ${until}`).digest('base64url');

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
      const signature = signed(job.id, until);
      return {
        url: `${publicUrl}${folder}${job.id}/${until}/${signature}/${encoded(result.fileName)}`,
        until: until * 1000,
      };
    },

    async open(path) {
      // A proxy may hand the path on with or without what stands before it in the public address.
      const own = path.startsWith(`${prefix}${folder}`) ? path.slice(prefix.length) : path;
      if (!own.startsWith(folder)) return undefined;
      const [, id = '', until = '', given = '', name = ''] = shape.exec(own.slice(folder.length)) ?? [];
      if (given === '' || !isSame(given, signed(id, until))) return undefined;
      if (Number(until) * 1000 <= clock()) return undefined;
      const result = await resultOf(await read(id));
      // The name is for people alone and is no path; another one would only say what is not so.
      if (!result || readable(name) !== result.fileName.normalize('NFC')) return undefined;
      return { ...result, job: id };
    },
  };
}

/** In a time that says nothing of where they differ. Both have the length that the shape asks for. */
const isSame = (one: string, other: string): boolean => timingSafeEqual(Buffer.from(one), Buffer.from(other));

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
