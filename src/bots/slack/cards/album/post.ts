/** Posting several results together, once: as the files of one message in the thread of their card, else as a direct message. */
import { words as chatWords } from '../../../../chat/words.ts';
import { Failure } from '../../../../core/domain/failure.ts';
import type { Handed } from '../../../../core/ports/platform.ts';
import type { View } from '../../../../core/view/view.ts';
import { type Address, amend, readAddress } from '../../address.ts';
import { restrictionOf } from '../../connection/refusals.ts';
import type { Access, Bot } from '../../context.ts';
import { asRefused, slackError } from '../../errors.ts';
import { mostBytes } from '../../upload-limits.ts';
import { altOf } from '../card.ts';
import { directChannel, forgetMembership } from '../destination.ts';
import { inTime } from '../post-result.ts';
import { pageOf } from '../result.ts';
import { completeOnce, isPosted, shareOf } from '../share.ts';
import { upload } from '../upload.ts';
import { saidWith } from './message.ts';

type Result = Omit<Handed, 'address'> & { address: Address };
type Work = { bot: Bot; access: Access; card: Address; view: View; results: readonly [Result, ...Result[]] };
type Target = { channel: string; thread?: string | undefined };
type Posting = NonNullable<Address['posting']>;

/** A file that an admin's limit refuses is tried smaller so often. */
const mostRounds = 4;

/** @throws Failure cannot-deliver when every way is closed; anything else is worth another try, and names no secret. */
export async function postAll(bot: Bot, card: Address, view: View, handed: readonly Handed[]): Promise<void> {
  const [first, ...others] = handed.map((it): Result => ({ ...it, address: readAddress(it.address) }));
  if (!first || [first, ...others].every(({ address }) => address.result)) return;
  await inTime(everyWay({ bot, card, view, results: [first, ...others] }));
}

async function everyWay(its: Omit<Work, 'access'>): Promise<void> {
  const { bot, card } = its;
  const access = await bot.accessTo(card.team);
  const work = { ...its, access };
  const home = { channel: card.channel, thread: card.thread ?? card.status };
  const why = (await whatWasBegun(work, home)) ?? (await inConversation(work, home));
  if (why === undefined) return;
  forgetMembership(bot, access, home.channel);
  const direct = card.direct ? undefined : await directChannel(access, card.requester);
  if (direct !== undefined && (await inConversation(work, { channel: direct }, why.why)) === undefined)
    return;
  const [first] = work.results;
  // Whoever sends one again begins anew, where it was asked for.
  await amend(bot, first.view.id, first.address, ({ posting: _, ...now }) => now);
  throw new Failure('cannot-deliver', { detail: why.why });
}

type Closed = { why: string } | undefined;

/** An earlier attempt, ours or a dead process', may have posted them: undefined where they are, `null` where not. */
async function whatWasBegun(work: Work, home: Target): Promise<Closed | null> {
  const { posting } = work.results[0].address;
  if (!posting) return null;
  const target = posting.channel === home.channel ? home : { channel: posting.channel };
  const plainer = posting.form !== formIn(work);
  if (plainer && (await isPosted(work.access, posting.file)) === false) return null;
  const taken = await finish(work, target, posting).catch((error: unknown) => {
    if (restrictionOf(error) === undefined) throw asRefused(error);
    return false;
  });
  return taken ? undefined : null;
}

const formIn = ({ view }: Pick<Work, 'view'>) => view.form ?? 'full';

/** @returns why they cannot be there, in words; undefined where they are */
async function inConversation(work: Work, target: Target, before?: string): Promise<Closed> {
  const { bot, results } = work;
  const [{ view: first, address }] = results;
  let limit = mostBytes;
  let why: string = chatWords.noWay;
  for (let round = 1; round <= mostRounds; round += 1) {
    let largest = 0;
    try {
      const files: Record<string, string> = {};
      const changes: Record<string, string> = {};
      for (const it of results) {
        const fitting = await bot.fit(it.delivery, it.view, limit);
        if (!fitting) continue;
        largest = Math.max(largest, fitting.bytes);
        const alt = altOf(it.view.alt, formIn(work) === 'full' ? it.address.marks?.alt : undefined);
        files[it.view.id] = await upload(
          bot,
          work.access,
          fitting,
          formIn(work) === 'bare' ? undefined : alt,
        );
        if (fitting.change !== undefined) changes[it.view.id] = fitting.change;
      }
      const [file] = Object.values(files);
      if (file === undefined) return { why };
      const posting = { file, channel: target.channel, form: formIn(work), files, changes };
      // Written before the attempt: whoever tries after a crash looks first.
      await amend(bot, first.id, address, (now) => ({ ...now, posting }));
      if (await finish(work, target, posting, before)) return undefined;
      // Slack has let go of what was uploaded.
      why = chatWords.noWay;
    } catch (error) {
      const said = restrictionOf(error);
      bot.log.warn({ batch: work.view.id, error: slackError(error) }, 'results were refused');
      if (slackError(error) === 'file_upload_size_restricted') {
        limit = Math.floor((largest || limit) / 3);
        why = said ?? why;
      } else if (said !== undefined) return { why: said };
      else throw asRefused(error);
    }
  }
  return { why };
}

/** @returns false when there is no such upload any more, and none was posted. @throws what Slack refuses with */
async function finish(work: Work, target: Target, posting: Posting, why?: string): Promise<boolean> {
  const { bot, access, results } = work;
  const { file, files = {}, changes = {} } = posting;
  const ids = Object.values(files);
  const form = formIn(work);
  const views = results.map((it) => it.view);
  const neutral = form !== 'full';
  const page = neutral ? [] : pageOf(work.view, work.card);
  const words = { requester: work.card.requester, changes, neutral, page };
  const said = form === 'bare' ? undefined : saidWith(views, words);
  const others = ids.filter((id) => id !== file);
  const taken = await completeOnce(bot, access, { file, others, ...target, said });
  if (taken === false) return false;
  const { channel } = target;
  for (const { view, address } of results) {
    const own = files[view.id];
    if (own === undefined || address.result) continue;
    const share = await shareOf(access, channel, own);
    const change = changes[view.id];
    const result = {
      file: own,
      channel,
      buttons: taken === 'blocks',
      together: { id: file, count: ids.length },
      ...share,
      ...(change === undefined ? {} : { change }),
      ...(why === undefined ? {} : { why }),
    };
    await amend(bot, view.id, address, (now) => ({ ...now, result }));
  }
  return true;
}
