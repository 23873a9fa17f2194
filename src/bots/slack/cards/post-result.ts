/** Posting a result, once: in the thread of its card, else as a direct message. */
import { within } from '../../../async/deadline.ts';
import { versionPosted } from '../../../chat/versions/grown.ts';
import { words as chatWords } from '../../../chat/words.ts';
import { Failure } from '../../../core/domain/failure.ts';
import type { Fitting } from '../../../core/jobs/files/job-files.ts';
import type { Delivery } from '../../../core/ports/platform.ts';
import type { View } from '../../../core/view/view.ts';
import { bytes as size } from '../../../core/words/amounts.ts';
import { type Address, amend } from '../address.ts';
import { restrictionOf } from '../connection/refusals.ts';
import type { Access, Bot } from '../context.ts';
import { asFault, asRefused, slackError } from '../errors.ts';
import { mostBytes } from '../upload-limits.ts';
import { words } from '../words/request.ts';
import { altOf } from './card.ts';
import { directChannel, forgetMembership } from './destination.ts';
import { resultOf } from './result.ts';
import { completeOnce, isPosted, shareOf } from './share.ts';
import { upload } from './upload.ts';

/** ms */
const deliverMs = 15 * 60_000;
/** A file that an admin's limit refuses is tried smaller so often. */
const mostRounds = 4;

export type Work = { bot: Bot; address: Address; view: View; delivery: Delivery };
/** `marks`: as what that which is begun is written into the job's record, if it is. */
export type Try = Work & { access: Access; marks: 'posting' | 'accompanying' | false };
/** Where it is posted. */
type Target = { channel: string; thread?: string | undefined };
type Result = NonNullable<Address['result']>;
type Outcome = { result: Result } | { why: string };

/**
 * Posts it where it can be posted, unless it is posted already.
 * @returns the address with the result's place
 * @throws Failure cannot-deliver when every way is closed; anything else is worth another try, and names no secret.
 */
export async function post(work: Work): Promise<Address> {
  if (work.address.result) return work.address;
  return inTime(everyWay(work));
}

/** @throws what names no secret */
export const inTime = <It>(posting: Promise<It>): Promise<It> =>
  within(deliverMs, posting).catch((error: unknown) => {
    throw asFault(error);
  });

async function everyWay(work: Work): Promise<Address> {
  const { bot, address, view } = work;
  const access = await bot.accessTo(address.team);
  const tried = { ...work, access, marks: 'posting' as const };
  const home = { channel: address.channel, thread: address.thread ?? address.status };
  const first = (await whatWasBegun(tried, home)) ?? (await inConversation(tried, home));
  const keep = async (result: Result) => {
    const now = await amend(bot, view.id, address, (it) => ({ ...it, result }));
    await versionPosted(bot.chat, view.id);
    return now;
  };
  if ('result' in first) return keep(first.result);
  forgetMembership(bot, access, home.channel);
  const direct = address.direct ? undefined : await directChannel(access, address.requester);
  const second = direct === undefined ? undefined : await inConversation(tried, { channel: direct });
  if (!second || !('result' in second)) {
    // Whoever sends it again begins anew, where it was asked for.
    await amend(bot, view.id, address, ({ posting: _, ...now }) => now);
    throw new Failure('cannot-deliver', { detail: first.why });
  }
  return keep({ ...second.result, why: first.why });
}

/** An earlier attempt, ours or a dead process', may have posted it: undefined when it did not. */
export async function whatWasBegun(work: Try, home: Target): Promise<Outcome | undefined> {
  const { posting } = work.address;
  if (!posting) return undefined;
  const target = posting.channel === home.channel ? home : { channel: posting.channel };
  // It was refused with its words, which are the upload's own: it goes up anew, unless it is there after all.
  const plainer = posting.form !== formIn(work);
  if (plainer && (await isPosted(work.access, posting.file)) === false) return undefined;
  return finish(work, target, posting.file, posting.change).catch((error: unknown) => {
    // Closed by now, and not posted before: it goes another way.
    if (restrictionOf(error) === undefined) throw asRefused(error);
    return undefined;
  });
}

/** Uploads and posts it there; smaller where an admin's limit wants it so. `why`: it cannot be there, in words. */
export async function inConversation(work: Try, target: Target): Promise<Outcome> {
  const { bot, access, view, delivery, address } = work;
  let limit = mostBytes;
  let why: string = chatWords.noWay;
  for (let round = 1; round <= mostRounds; round += 1) {
    const fitting = await bot.fit(delivery, view, limit);
    if (!fitting) return { why };
    try {
      const form = formIn(work);
      const own = fitting.alt !== undefined && form === 'full' ? fitting.alt : view.alt;
      const alt = form === 'full' && view.aside === undefined ? altOf(own, address.marks?.alt) : altOf(own);
      const file = await upload(bot, access, fitting, form === 'bare' ? undefined : alt);
      // Written before the attempt: whoever tries after a crash looks first.
      const { change } = fitting;
      const posting = { file, channel: target.channel, form, ...(change === undefined ? {} : { change }) };
      const { marks } = work;
      if (marks) await amend(bot, view.id, address, (now) => ({ ...now, [marks]: posting }));
      const outcome = await finish(work, target, file, change);
      if (outcome) return outcome;
      // Slack has let go of what was uploaded.
      why = chatWords.noWay;
    } catch (error) {
      const name = slackError(error);
      bot.log.warn({ job: view.id, error: name }, 'a result was refused');
      const said = restrictionOf(error);
      if (name === 'file_upload_size_restricted') {
        limit = smaller(fitting);
        why = `${said}; ${words.tooLarge(size(delivery.bytes), size(fitting.bytes)).replace(/\.$/, '')}`;
      } else if (said !== undefined) return { why: said };
      else throw asRefused(error);
    }
  }
  return { why };
}

const formIn = ({ view }: Pick<Work, 'view'>) => view.form ?? 'full';

/** Nobody tells the limit that an admin has set. */
const smaller = ({ bytes }: Fitting): number => Math.floor(bytes / 3);

/** @returns undefined when there is no such upload any more, and none was posted. @throws what Slack refuses with */
async function finish(
  { bot, access, view, address }: Try,
  target: Target,
  file: string,
  change: string | undefined,
): Promise<Outcome | undefined> {
  const said = view.form === 'bare' ? undefined : resultOf(view, address, change);
  const taken = await completeOnce(bot, access, { file, ...target, said });
  if (taken === false) return undefined;
  // Where an earlier attempt may have left it without buttons, the card keeps them.
  const buttons = taken === 'blocks';
  const { channel } = target;
  const conversation = await shareOf(access, channel, file);
  return { result: { file, channel, buttons, ...conversation, ...(change === undefined ? {} : { change }) } };
}
