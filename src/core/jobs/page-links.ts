/** Makes the addresses of pages (ports/links.ts), and knows its own again. */
import type { Job } from '../domain/job.ts';
import { keptPath } from '../media/files.ts';
import type { Pages } from '../ports/links.ts';
import { wholeOf } from './batch/members.ts';
import type { Context } from './context.ts';
import { signedPaths, signedShape } from './files/signed-paths.ts';

const shape = new RegExp(`^${signedShape}(?:\\/(.{0,200}))?$`);

/** @param context.links left out, there are none */
export function createPageLinks(
  context: Pick<Context, 'links' | 'store' | 'batches' | 'files' | 'keepFilesMs' | 'clock'>,
): Pages {
  const { links, store, files, keepFilesMs, clock } = context;
  if (!links) return { of: () => undefined, ofAlbum: () => undefined, open: async () => undefined };
  const kinds = {
    result: signedPaths(links, 'page', '/view/result/'),
    album: signedPaths(links, 'album', '/view/album/'),
  };

  /** Seconds since 1970, when the file of the last one goes at the latest. */
  const endOf = (jobs: readonly Job[]): number | undefined => {
    const ends = jobs.flatMap(({ result, removed, resultAt }) =>
      result && !removed && resultAt !== undefined ? [resultAt + keepFilesMs] : [],
    );
    return ends.length === 0 ? undefined : Math.floor(Math.max(...ends) / 1000);
  };
  const urlOf = (kind: keyof typeof kinds, job: string, jobs: readonly Job[]): string | undefined => {
    const until = endOf(jobs);
    return until === undefined ? undefined : kinds[kind].url({ job, until });
  };

  async function jobsOf(kind: keyof typeof kinds, id: string): Promise<readonly Job[]> {
    if (kind === 'album')
      return ((await wholeOf(context, id))?.members ?? []).flatMap(({ job }) => (job ? [job] : []));
    const job = await store.read(id);
    return job ? [job] : [];
  }
  const isThere = async (job: Job): Promise<boolean> =>
    !job.removed && (await keptPath(files.path, job.result)) !== undefined;

  return {
    of: (job) => urlOf('result', job.id, [job]),
    ofAlbum: (id, jobs) => urlOf('album', id, jobs),

    async open(asked) {
      // What chats and others add behind it says nothing.
      const [path = ''] = asked.split('?');
      for (const kind of ['result', 'album'] as const) {
        const paths = kinds[kind];
        const [, job = '', until = '', given = '', rest] = shape.exec(paths.below(path) ?? '') ?? [];
        if (given === '' || !paths.isSigned({ job, until }, given)) continue;
        if (Number(until) * 1000 <= clock()) return undefined;
        const jobs: Job[] = [];
        for (const it of await jobsOf(kind, job)) if (await isThere(it)) jobs.push(it);
        if (jobs.length === 0) return undefined;
        return { kind, jobs, url: paths.url({ job, until }), rest, until: Number(until) * 1000 };
      }
      return undefined;
    },
  };
}
