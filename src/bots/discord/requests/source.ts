/** The file of a request: where it comes from, and what the result takes over from it. */
import { Failure } from '../../../core/domain/failure.ts';
import type { Job, Source } from '../../../core/domain/job.ts';
import { type Address, readAddress } from '../address.ts';
import { isHosted } from '../cards/gallery.ts';
import type { Bot, Found, Opening } from '../context.ts';

type Sources = Pick<Bot, 'requests' | 'fileOrigins'>;

/** Into the data folder as far as Discord hosts it; everything else core fetches. @throws Failure */
export async function take(bot: Sources, { url, name }: Pick<Found, 'url' | 'name'>): Promise<Source> {
  if (!isHosted(bot, { url })) return { kind: 'link', link: url, fileName: name };
  return { kind: 'stored', ...(await bot.requests.keep(download({ url }))), fileName: name };
}

/** A link to a file that Discord hosts is as good as the file. */
export const ownOr = (bot: Pick<Bot, 'fileOrigins'>, source: Found): Found =>
  source.link && isHosted(bot, source) ? { ...source, link: undefined } : source;

/** A file that is no longer kept: for a day Discord may still have it. */
export async function takeAgain(bot: Sources, { source, address }: Job): Promise<Source | undefined> {
  if (source.kind === 'link') return source;
  const { origin } = readAddress(address);
  return origin && take(bot, origin).catch(() => undefined);
}

type Marks = Pick<Address, 'alt' | 'spoiler' | 'source' | 'origin'>;

/** What the result takes over from the source, or from the job whose file is used again. */
export function marksOf({ source, from }: Pick<Opening, 'source' | 'from'>): Marks {
  if (!source) {
    if (!from) return { spoiler: false };
    const { alt, spoiler, source: author } = readAddress(from.address);
    return { spoiler, ...(alt && { alt }), ...(author && { source: author }) };
  }
  const { alt, spoiler, message, url, name } = source;
  return {
    spoiler,
    ...(alt && { alt }),
    ...(message && { source: { message: message.id, channel: message.channel, author: message.author } }),
    origin: { url, name },
  };
}

/** ms for the whole file. */
const longestMs = 120_000;
/** ms in which something must come. */
const idleMs = 20_000;

/**
 * The bytes of a file that Discord hosts. No redirect is followed and no credentials are sent; the size is capped by
 * whoever keeps it.
 * @throws Failure link-refused, link-unreachable, link-too-slow
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
      throw new Failure('link-refused', { host, status: response.status });
    }
    for await (const chunk of response.body) {
      clearTimeout(timer);
      timer = setTimeout(() => idle.abort(), idleMs);
      yield chunk;
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    if (whole.aborted || idle.signal.aborted)
      throw new Failure('link-too-slow', { host, ms: whole.aborted ? longestMs : idleMs }, { cause: error });
    throw new Failure('link-unreachable', { host }, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}
