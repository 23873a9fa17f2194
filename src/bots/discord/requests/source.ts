/** The file of a request: where it comes from, and what the result takes over from it. */
import { paced } from '../../../async/paced.ts';
import { Refusal } from '../../../chat/reply.ts';
import { words as chatWords } from '../../../chat/words.ts';
import { Failure } from '../../../core/domain/failure.ts';
import type { Job, Source } from '../../../core/domain/job.ts';
import { type Address, readAddress } from '../address.ts';
import { isHosted } from '../cards/gallery.ts';
import type { Bot, Conversation, Found, Opening } from '../context.ts';

type Sources = Pick<Bot, 'requests' | 'fileOrigins' | 'pause' | 'log'>;

/** Into the data folder as far as Discord hosts it; everything else core fetches. @throws Failure or Refusal */
export async function take(bot: Sources, { url, name }: Pick<Found, 'url' | 'name'>): Promise<Source> {
  if (!isHosted(bot, { url })) return { kind: 'link', link: url, fileName: name };
  const again = (error: unknown) => {
    if (!(error instanceof BrokeOff)) return false;
    bot.log.warn({ err: error }, 'a download broke off');
    return error.afterMs;
  };
  const stored = await paced(bot.pause, () => bot.requests.keep(download({ url })), again, pace);
  return { kind: 'stored', ...stored, fileName: name };
}

/** A link to a file that Discord hosts is as good as the file; of what stands in a message it is said whose it is. */
export function ownOr(bot: Pick<Bot, 'fileOrigins' | 'userId'>, source: Found): Found {
  const { message } = source;
  const own = source.link && isHosted(bot, source) ? { ...source, link: undefined } : source;
  if (!message) return own;
  const { author, job } = message;
  const whose = author === bot.userId ? { ...(job !== undefined && { job }) } : { by: author };
  return { ...own, posted: { ...whose, at: placeOf(message.channel, message.id) } };
}

/** What a message's deletion is told by. */
export const placeOf = (channel: string, message: string): string => `${channel}:${message}`;

/** A file that is no longer kept: for a day Discord may still have it. */
export async function takeAgain(bot: Sources, { source, address }: Job): Promise<Source | undefined> {
  if (source.kind === 'link') return source;
  const { origin } = readAddress(address);
  return origin && take(bot, origin).catch(() => undefined);
}

type Marks = Pick<Address, 'alt' | 'spoiler' | 'source' | 'origin' | 'picture'>;

/** What the result takes over from the source, or from the job whose file is used again. */
export function marksOf(
  bot: Pick<Bot, 'fileOrigins'>,
  { source, from, kept }: Pick<Opening, 'source' | 'from' | 'kept'>,
): Marks {
  if (!source) {
    if (!from) return { spoiler: false };
    const { alt, spoiler, source: found, picture, result } = readAddress(from.address);
    const author = found?.author;
    const at = kept === 'result' && result ? { ...result, author: author ?? from.requester } : found;
    return {
      spoiler,
      ...(alt && { alt }),
      ...(at && { source: { channel: at.channel, message: at.message, author: at.author } }),
      ...(picture && kept === 'source' && { picture }),
    };
  }
  const { alt, spoiler, message, posted, url, name, medium } = source;
  // What a stranger hosts is not shown: people's clients would load it from there.
  const isShown = medium === 'image' && isHosted(bot, source);
  return {
    spoiler,
    ...(alt && { alt }),
    ...(message && { source: { message: message.id, channel: message.channel, author: posted?.by ?? '' } }),
    origin: { url, name },
    ...(isShown && { picture: url }),
  };
}

/** ms for the whole file. */
const longestMs = 120_000;
/** ms in which something must come. */
const idleMs = 20_000;
const pace = { pausesMs: [1_000, 2_000, 4_000], longestMs: 60_000 };

/** It did not come, or not whole: it may the next time. */
class BrokeOff extends Refusal {
  /** ms, for which Discord asks to be left alone. */
  readonly afterMs: number;
  constructor(cause: unknown, afterMs = 0) {
    super(chatWords.fileLate('Discord'), { cause });
    this.afterMs = afterMs;
  }
}

/**
 * The bytes of a file that Discord hosts. No redirect is followed and no credentials are sent; the size is capped by
 * whoever keeps it.
 * @throws Failure link-refused; Refusal where it is worth another try
 */
async function* download({ url }: Pick<Found, 'url'>): AsyncGenerator<Uint8Array> {
  const { host } = new URL(url);
  const whole = AbortSignal.timeout(longestMs);
  const idle = new AbortController();
  let timer = setTimeout(() => idle.abort(), idleMs);
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.any([whole, idle.signal]) });
    if (!response.ok || !response.body) {
      await response.body?.cancel();
      const { status, headers } = response;
      if (status >= 500 || status === 408 || status === 429)
        throw new BrokeOff(`http ${status}`, 1_000 * (Number(headers.get('retry-after')) || 0));
      throw new Failure('link-refused', { host, status });
    }
    for await (const chunk of response.body) {
      clearTimeout(timer);
      timer = setTimeout(() => idle.abort(), idleMs);
      yield chunk;
    }
  } catch (error) {
    if (error instanceof Failure || error instanceof BrokeOff) throw error;
    throw new BrokeOff(error);
  } finally {
    clearTimeout(timer);
  }
}

/** How the card is reached. `hidden`: only the person sees it. */
export type Card = Pick<Address, 'card' | 'member' | 'token'> & { hidden: boolean };
export type Asked = { requester: string; conversation: Conversation };

/** What a job's record is to keep of its card and its source. */
export function addressOf(
  bot: Pick<Bot, 'clock' | 'fileOrigins'>,
  { hidden, ...card }: Card,
  { requester, conversation: { guild, channel, restricted, direct } }: Asked,
  opening: Opening,
): Address {
  return {
    ...card,
    ...(guild !== undefined && { guild }),
    ...(hidden && opening.asks && !direct && { priced: true }),
    channel,
    requester,
    restricted,
    askedAt: bot.clock(),
    ...(opening.view && { posted: opening.view.news }),
    ...marksOf(bot, opening),
  };
}
