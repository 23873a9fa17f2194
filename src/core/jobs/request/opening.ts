/**
 * The card that is posted before there is the job: the intent is on record before the post, so that another process takes
 * the card back where the one that posted it dies in between.
 */
import type { OpeningRecord, Requests } from '../../ports/engine.ts';
import { notices } from '../../words/notices.ts';
import type { Context } from '../context.ts';
import { newId } from './accept.ts';
import { keyOf } from './refusals.ts';

/** ms. Its process renews it more often than that, however long the file takes; what has lapsed was left behind. */
const lapseMs = 60_000;
const renewMs = 10_000;

/** See `Requests.opening`. */
export function opening(
  { store, clock, log, stopping }: Context,
  { platform, scope, requester, key }: Parameters<Requests['opening']>[0],
): OpeningRecord {
  const id = newId();
  const request = keyOf({ platform, key });
  const until = () => clock() + lapseMs;
  const failed = (error: unknown) =>
    log.warn({ job: id, err: error }, 'the record of a card was not changed');
  let renewing: NodeJS.Timeout | undefined;
  const leave = () => {
    clearInterval(renewing);
    stopping.removeEventListener('abort', leave);
  };
  return {
    id,
    async at(place) {
      await store.recordOpening(id, { platform, scope, requester, request, place }, until());
      if (renewing || stopping.aborted) return;
      renewing = setInterval(() => void store.renewOpening(id, until()).catch(failed), renewMs).unref();
      stopping.addEventListener('abort', leave);
    },
    leave,
    async close() {
      leave();
      // What stays is looked at by housekeeping, which finds the job, or nothing left to take back.
      if (renewing) await store.closeOpening(id).catch(failed);
    },
  };
}

/** Takes back what was left standing by processes that have gone, where no job came of it; its person is told. */
export async function takeBackOpenings({ store, platforms, clock, log }: Context): Promise<void> {
  for (const { id, platform: name, request, place } of await store.lapsedOpenings(clock())) {
    const platform = platforms.get(name);
    // Another process has that platform.
    if (!platform?.withdraw) continue;
    try {
      if (!(await store.read(id))) {
        const other = await store.read((await store.jobOfRequest(request)) ?? '');
        const text = other ? undefined : notices.interrupted;
        await platform.withdraw(place, { id, kept: other?.address, text });
        log.warn({ job: id, platform: name }, 'a card of which no job came was taken back');
      }
      await store.closeOpening(id);
    } catch (error) {
      log.warn({ job: id, err: error }, 'a card of which no job came could not be taken back yet');
    }
  }
}
