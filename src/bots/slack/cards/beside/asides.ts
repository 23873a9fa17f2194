/** What is posted of a result beside it is remembered, so that it goes with the result. */
import { type Address, addressNow, amend } from '../../address.ts';
import type { Bot } from '../../context.ts';
import { errorKind, slackError } from '../../errors.ts';
import { shareOf } from '../share.ts';

type Aside = NonNullable<Address['asides']>[number];

/** The oldest are forgotten, and stay. */
const mostAsides = 20;

/** So that it goes with the result; at once, where that has gone meanwhile. @param given the job's address */
export async function rememberAside(bot: Bot, id: string, given: Address, aside: Aside): Promise<void> {
  const withIt = (all: readonly Aside[] = []) => [...all.filter(({ file }) => file !== aside.file), aside];
  await amend(bot, id, given, (now) => ({ ...now, asides: withIt(now.asides).slice(-mostAsides) }));
  if ((await bot.requests.read(id))?.removed) await removeAsides(bot, id, given);
}

/** What cannot be taken away any more stays, and is not asked for again. @param given the job's address */
export async function removeAsides(bot: Bot, id: string, given: Address): Promise<void> {
  const { asides = [], team } = await addressNow(bot, id, given);
  if (asides.length === 0) return;
  const access = await bot.accessTo(team);
  for (const { file, channel, ts: known } of asides) {
    // Its message may have come seconds after it was posted.
    const ts = known ?? (await shareOf(access, channel, file)).ts;
    if (ts === undefined) continue;
    await access.post.chat.delete({ channel, ts }).catch((error: unknown) => {
      // Somebody else was quicker.
      if (errorKind(error) === 'frozen') return;
      bot.log.warn(
        { job: id, error: slackError(error) },
        'what was posted beside a result could not be removed',
      );
    });
  }
  const gone = new Set(asides.map(({ file }) => file));
  await amend(bot, id, given, ({ asides: left = [], ...now }) => ({
    ...now,
    asides: left.filter(({ file }) => !gone.has(file)),
  }));
}

export const asideIn = (
  result: Pick<NonNullable<Address['result']>, 'file' | 'channel' | 'ts'>,
  more: Pick<Aside, 'own'> = {},
): Aside => {
  const { file, channel, ts } = result;
  return { file, channel, ...(ts === undefined ? {} : { ts }), ...more };
};
