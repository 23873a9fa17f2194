/** From a form that was sent to jobs. */
import { begin } from './begin.ts';
import type { Bot, Place } from './bot.ts';
import { sourcesOf } from './form-check.ts';
import type { Filled } from './form-values.ts';
import { personOf } from './people.ts';

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
  const { kept, marks } = draft;
  const again = { ...(kept ? { kept } : {}), ...(marks ? { marks } : {}) };
  const asking = { person, place, model: model.name, settings, ...again };
  for (const [index, source] of (kept ? [undefined] : sourcesOf(filled)).entries())
    await begin(bot, { ...asking, key: index === 0 ? key : `${key}:${index}`, source });
}

/** Direct messages are reached by the person's own id. */
export const directTo = ({ team }: Pick<Place, 'team'>, user: string): Place => ({
  team,
  channel: user,
  direct: true,
});
