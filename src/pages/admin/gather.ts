/** All that the page shows, gathered so that what does not answer leaves the rest standing. */
import { z } from 'zod';
import { within } from '../../async/deadline.ts';
import { createTtlCache } from '../../async/ttl-cache.ts';
import type { Inspection } from '../../core/inspect/inspection.ts';
import { type JobList, jobStates } from '../../core/inspect/job-list.ts';
import type { Overview } from '../../core/inspect/overview.ts';
import type { Log } from '../../core/log.ts';
import type { Requests } from '../../core/ports/engine.ts';
import type { Hearing } from '../../core/ports/platform.ts';
import { refusedText } from '../../core/store/server/refusals.ts';

/** What the owner's view is made of. */
export type AdminParts = {
  requests: Pick<Requests, 'overview' | 'findJobs' | 'inspect' | 'provider'>;
  /** The time by Redis' clock, in ms since 1970. */
  clock: () => number;
  redis: {
    ping: () => Promise<void>;
    /** What a power cut loses, in words; undefined where nothing is. */
    weakness: () => string | undefined;
  };
  /** The chats by their titles; those that this process is to hear nobody on are left out. */
  hearing: () => readonly { title: string; hearing: Hearing }[];
  /** BullMQ's own queues. */
  queues: () => readonly object[];
  log: Pick<Log, 'warn'>;
};

/** How many days are shown: the first is shown where nobody chose. */
export const spans = [14, 7, 90] as const;

/** What the address asks for; whatever is wrong in it is as if it was not there. */
export const askedSchema = z.object({
  days: z.coerce.number().pipe(z.literal(spans)).catch(spans[0]),
  find: z.string().trim().max(100).catch(''),
  state: z.enum(jobStates).catch('all'),
  open: z
    .string()
    .regex(/^[\w-]{1,40}$/)
    .optional()
    .catch(undefined),
  after: z
    .string()
    .regex(/^[\w-]{1,40}$/)
    .optional()
    .catch(undefined),
});
export type Asked = z.infer<typeof askedSchema>;

type Account = Awaited<ReturnType<Requests['provider']>>;

export type Shown = {
  asked: Asked;
  now: number;
  /** Left out where Redis does not answer. */
  about:
    | { overview: Overview; list: JobList; opened: { id: string; job: Inspection | undefined } | undefined }
    | undefined;
  redis: { pingMs: number } | { trouble: string };
  weakness: string | undefined;
  /** Undefined: not known, since Redis does not answer. */
  account: Account | undefined;
  hearing: ReturnType<AdminParts['hearing']>;
};

/** ms. What takes longer is told as what does not answer. */
const longestMs = 4000;
/** The provider is asked about the account so often at most, however many pages are open. */
const accountMs = 60_000;

export function createGather({ requests, clock, redis, hearing, log }: AdminParts) {
  const accounts = createTtlCache<Account>({ clock: Date.now, keepMs: () => accountMs, most: 1 });

  async function pinged(): Promise<Shown['redis']> {
    const from = performance.now();
    try {
      await within(longestMs, redis.ping());
      return { pingMs: Math.max(1, Math.round(performance.now() - from)) };
    } catch (error) {
      return { trouble: refusedText(error) };
    }
  }

  async function about({ days, find, state, open, after }: Asked): Promise<NonNullable<Shown['about']>> {
    const [overview, list, job] = await Promise.all([
      requests.overview(days),
      requests.findJobs({ text: find, state, after }),
      open === undefined ? undefined : requests.inspect(open),
    ]);
    return { overview, list, opened: open === undefined ? undefined : { id: open, job } };
  }

  return async (asked: Asked): Promise<Shown> => {
    const [found, ping, account] = await Promise.allSettled([
      within(longestMs, about(asked)),
      pinged(),
      within(longestMs, accounts.get('', requests.provider)),
    ]);
    const answer = ping.status === 'fulfilled' ? ping.value : { trouble: refusedText(ping.reason) };
    if (found.status === 'rejected') log.warn({ err: found.reason }, 'the owner’s view could not be read');
    const failed = found.status === 'rejected' && !('trouble' in answer);
    return {
      asked,
      now: clock(),
      about: found.status === 'fulfilled' ? found.value : undefined,
      redis: failed ? { trouble: refusedText(found.reason) } : answer,
      weakness: redis.weakness(),
      account: account.status === 'fulfilled' ? account.value : undefined,
      hearing: hearing(),
    };
  };
}
