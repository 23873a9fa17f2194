/** Drawing an open form again. */

import { within } from '../../../async/deadline.ts';
import { pricedBy } from '../../../chat/form/filled.ts';
import { priceLine } from '../../../chat/form/form.ts';
import { priceIn } from '../../../chat/form/steps-price.ts';
import type { Person } from '../../../core/domain/command.ts';
import { picturedOrNot } from '../cards/post-message.ts';
import type { Bot } from '../context.ts';
import { slackError } from '../errors.ts';
import { personOf } from '../requests/people.ts';
import { presetsFor } from './presets.ts';
import type { Filled } from './state.ts';
import { viewFor } from './view.ts';

/** ms, for what is asked of Redis and, rarely, of Slack. */
const checkMs = 1_500;
/** So many forms are remembered. */
const mostForms = 500;

/** @param changedAt the ts of the change, if it is one */
type Shown = { id: string; hash?: string | undefined; changedAt?: string | undefined };

/**
 * Draws a form again with what is filled in, and with the price as it is now. The newest change wins: an older one that
 * is drawn late would undo what the person has chosen since. Never rejects.
 */
export async function draw(bot: Bot, user: string, filled: Filled, shown: Shown): Promise<void> {
  const { id, hash, changedAt = '' } = shown;
  const { formChanges: newest } = bot.memory;
  if (changedAt < (newest.get(id) ?? '')) return;
  newest.delete(id);
  newest.set(id, changedAt);
  for (const oldest of newest.keys()) if (newest.size > mostForms) newest.delete(oldest);
  try {
    const price = await checked(bot, user, filled, (person) =>
      priceIn(bot.chat, person, pricedBy(filled)),
    ).catch(() => ({ line: priceLine(bot.chat, pricedBy(filled)) }));
    const { read } = await bot.accessTo(filled.team);
    const presets = await presetsFor(bot, user, filled).catch(() => []);
    await picturedOrNot(viewFor(bot.chat, filled, { price, presets, pictures: true }), async (view) => {
      const update = { view_id: id, view };
      await read.views
        .update({ ...update, ...(hash === undefined ? {} : { hash }) })
        .catch(async (error: unknown) => {
          const overtaken = newest.get(id) !== changedAt || changedAt === '';
          if (overtaken || slackError(error) !== 'hash_conflict') throw error;
          await read.views.update(update);
        });
    });
  } catch (error) {
    // It was closed or sent meanwhile, or drawn again.
    bot.log.debug({ error: slackError(error) }, 'a form could not be drawn again');
  }
}

/** Does something for whoever fills in a form, within what Slack leaves. @throws what it throws, or when it took too long */
export const checked = <T>(
  bot: Bot,
  user: string,
  { team, draft, channel: chosen }: Filled,
  work: (person: Person) => Promise<T>,
): Promise<T> => {
  const channel = draft.conversation?.channel ?? chosen;
  const at = { team, user, ...(channel === undefined ? {} : { channel }) };
  return within(checkMs, personOf(bot, at).then(work));
};
