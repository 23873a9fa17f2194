/** From a form that was sent to jobs. */

import type { Asking, Bot, Found, Kept, Marks, Place } from '../context.ts';
import { personOf } from '../requests/people.ts';
import { begin } from '../requests/start.ts';
import type { Filled } from './state.ts';
import { sourcesOf } from './validate.ts';

/**
 * One job for each file that is meant. Never rejects: what is wrong is said to the person.
 * @param at.key see `Asking`; further files have keys of their own. @param at.responseUrl of a channel that was chosen
 */
export async function runFilled(
  bot: Bot,
  { user, key, responseUrl }: { user: string; key: string; responseUrl?: string | undefined },
  filled: Filled,
): Promise<void> {
  const { team, draft, model, settings, channel } = filled;
  const chosen: Place = channel === undefined ? directTo({ team }, user) : { team, channel, direct: false };
  const place = draft.place ?? { ...chosen, ...(responseUrl === undefined ? {} : { responseUrl }) };
  const person = await personOf(bot, { team, user, channel: place.channel });
  const asking = { person, place, model: model.name, settings };
  await beginEach(bot, { ...asking, key }, sourcesOf(filled), draft);
}

/** One job for each source, or one for the file of an earlier job. @param asking.key of the first; the others have their own */
export async function beginEach(
  bot: Bot,
  asking: Omit<Asking, 'source' | 'kept' | 'marks'>,
  sources: readonly Found[],
  { kept, marks }: { kept?: Kept | undefined; marks?: Marks | undefined } = {},
): Promise<void> {
  const again = { ...(kept ? { kept } : {}), ...(marks ? { marks } : {}) };
  const { key } = asking;
  for (const [index, source] of (kept ? [undefined] : sources).entries())
    await begin(bot, { ...asking, ...again, key: index === 0 ? key : `${key}:${index}`, source });
}

/** Direct messages are reached by the person's own id. */
export const directTo = ({ team }: Pick<Place, 'team'>, user: string): Place => ({
  team,
  channel: user,
  direct: true,
});
