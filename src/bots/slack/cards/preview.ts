/** The result's picture in its card: Slack takes it there only when it has processed the file, which nobody waits for. */
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { within } from '../../../async/deadline.ts';
import type { View } from '../../../core/view/view.ts';
import type { Address } from '../address.ts';
import type { Access, Body, Bot } from '../context.ts';
import { slackError } from '../errors.ts';
import { words } from '../words/request.ts';
import { bodyOf, escaped, plain, section } from './blocks.ts';
import { cardOf } from './card.ts';
import { addressNow, amend } from './update-address.ts';

/** ms after the end was shown; longer than this a preview is no news. */
const looks = [700, 2_000, 5_000, 12_000];
/** ms. Such an edit is beside the edit limits of all others, so one job in so long has it: rate-limits.ts leaves room for three a minute. */
const bucketMs = 30_000;
/** ms for a question that the end of a card does not wait for longer. */
const askMs = 1_000;
/** What messages show. https://docs.slack.dev/reference/block-kit/block-elements/image-element */
const shownTypes = /^image\/(?:png|jpeg|gif)$/;

const infoSchema = z.object({ file: z.object({ mimetype: z.string().nullish() }) });

/** There is a picture to come. */
function isAwaited({ result, channel }: Address, view: View): boolean {
  const may = result?.channel === channel && !result.removed && !result.shown;
  return may && view.state === 'COMPLETED' && shownTypes.test(view.result?.type ?? '');
}

/** The address with the picture in it, if Slack has it by now; nobody waits for it. */
export async function withPicture(access: Access, address: Address, view: View): Promise<Address> {
  const { result } = address;
  if (!result || !isAwaited(address, view)) return address;
  const type = await within(askMs, typeOf(access, result.file)).catch(() => '');
  return shownTypes.test(type) ? { ...address, result: { ...result, shown: true } } : address;
}

/** The card in the form of its view. */
export function bodyIn(view: View, address: Address, options: { first?: boolean } = {}): Body {
  const { form = 'full', state, line } = view;
  const said = escaped(words.card(view.title, state, line));
  if (form === 'bare') return bodyOf([section(`*${state}*`), section(plain(line))], said);
  const { marks: _, ...plainly } = address;
  return cardOf(view, form === 'full' ? address : plainly, options);
}

/** Edits the picture in later, where there is one to come; begun when the card says how it ended. Never throws. */
export function showPicture(bot: Bot, address: Address, view: View): void {
  if (!isAwaited(address, view)) return;
  // Not among the background's work: a stop does not wait for it.
  later(bot, address, view).catch((error: unknown) => {
    if (!bot.stopping.aborted)
      bot.log.debug({ job: view.id, error: slackError(error) }, 'a card goes without its picture');
  });
}

async function later(bot: Bot, address: Address, view: View): Promise<void> {
  const { result, status } = address;
  if (!result || status === undefined) return;
  if (!(await bot.isFirst(`picture:${address.team.id}:${Math.floor(bot.clock() / bucketMs)}`))) return;
  for (const ms of looks) {
    await pause(ms, undefined, { ref: false, signal: bot.stopping });
    const access = await bot.accessTo(address.team);
    const type = await typeOf(access, result.file);
    if (type === '') continue;
    // A copy that was made to fit may be of another type than the result.
    if (!shownTypes.test(type)) return;
    await bot.inTurn(`card ${view.id}`, async () => {
      const now = await addressNow(bot, view.id, address);
      // Somebody has removed it meanwhile, or the card is another one.
      if (!now.result || now.result.removed || now.status !== status) return;
      const shown = { ...now, result: { ...now.result, shown: true } };
      await access.read.chat.update({ channel: now.channel, ts: status, ...bodyIn(view, shown) });
      await amend(bot, view.id, now, (then) =>
        then.result ? { ...then, result: { ...then.result, shown: true } } : then,
      );
    });
    return;
  }
}

/** Empty as long as Slack works on it. */
async function typeOf({ read }: Access, file: string): Promise<string> {
  return infoSchema.parse(await read.files.info({ file })).file.mimetype ?? '';
}
