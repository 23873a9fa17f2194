/** What is posted below a result though nobody asked for it, once. */
import { addressNow } from '../../address.ts';
import { inConversation, inTime, type Work, whatWasBegun } from '../post-result.ts';
import { asideIn, rememberAside } from './asides.ts';

/** As `Platform.accompany`: in the thread that has the result. */
export async function accompany({ address: given, ...work }: Work): Promise<void> {
  const { bot, view } = work;
  const address = await addressNow(bot, view.id, given);
  const { result, asides, accompanying, channel, thread, status, team } = address;
  if (!result || result.removed || asides?.some(({ own }) => own)) return;
  const access = await bot.accessTo(team);
  const target = {
    channel: result.channel,
    ...(result.channel === channel && { thread: thread ?? status }),
  };
  const { posting: _, ...rest } = address;
  // It is looked for as a result is.
  const begun = accompanying ? { ...rest, posting: accompanying } : rest;
  const tried = { ...work, access, address: begun, marks: 'accompanying' as const };
  const outcome = await inTime(
    whatWasBegun(tried, target).then((known) => known ?? inConversation(tried, target)),
  );
  if ('result' in outcome) await rememberAside(bot, view.id, address, asideIn(outcome.result, { own: true }));
}
