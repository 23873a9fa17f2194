/** The conversation at the page, and what every part of it works with; made once. */
import type { Chat } from '../../chat/chat.ts';
import { createDrafts } from '../../chat/form/form.ts';
import { keptFiles } from '../../core/jobs/files/job-files.ts';
import { mayEnter, roomAlone } from '../../pages/site/rooms.ts';
import { shown } from './address.ts';
import { removeResult } from './cards/remove.ts';
import { rewrite, tellAll, tellAlone } from './cards/reply.ts';
import { resultMessages } from './cards/versions.ts';
import type { Web } from './context.ts';
import type { WebOptions } from './options.ts';
import { traitsOf } from './requests/traits.ts';
import { resumedTurn } from './requests/turn.ts';

/** ms. Pressed or sent again within it, the same is done once. */
const seenMs = 26 * 3_600_000;

export async function createChat(
  options: WebOptions,
  parts: Pick<Web, 'platform' | 'requests' | 'background'> & { stopping: AbortSignal },
): Promise<Web> {
  const { log, clock, rooms, dedupe, prices, maxFileBytes } = options;
  const { stopping, ...its } = parts;
  const { fit, ...files } = keptFiles({ ...options, stopping });
  const isFirst = (key: string) => dedupe(`${its.platform} ${key}`, seenMs);
  const chat: Chat = {
    ...files,
    requests: its.requests,
    log,
    clock,
    prices,
    maxFileBytes,
    once: isFirst,
    forget: (key) => dedupe(`${its.platform} ${key}`, 0),
    shown,
    goOn: (kept) => resumedTurn(whole, kept),
    rewrite: (place, lines, actions) => rewrite(whole, place, lines, actions),
    takeAway: (job) => removeResult(whole, job),
    results: resultMessages(() => whole),
    async tellAdmins(scope, channel, notice) {
      if (channel === null || !mayEnter(channel, { scope, person: '' })) return false;
      await tellAll(whole, channel, notice);
      return true;
    },
    async tell(scope, person, text) {
      await tellAlone(whole, roomAlone(scope, person).id, person, text);
      return true;
    },
    traits: traitsOf(rooms),
  };
  const posted = await options.openPosted();
  const whole: Web = { ...its, chat, rooms, posted, fit, log, clock, isFirst, drafts: createDrafts(clock) };
  return whole;
}
