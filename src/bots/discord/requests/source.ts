/** The file of a request: where it comes from, and what the result takes over from it. */
import type { Job, Source } from '../../../core/domain/job.ts';
import { type Address, readAddress } from '../address.ts';
import { isHosted } from '../cards/gallery.ts';
import type { Bot, Found, Opening } from '../context.ts';
import { download } from './download.ts';

type Sources = Pick<Bot, 'requests' | 'fileOrigins'>;

/** Into the data folder as far as Discord hosts it; everything else core fetches. @throws Failure */
export async function take(bot: Sources, { url, name }: Pick<Found, 'url' | 'name'>): Promise<Source> {
  if (!isHosted(bot, { url })) return { kind: 'link', link: url, fileName: name };
  return { kind: 'stored', ...(await bot.requests.keep(download({ url }))), fileName: name };
}

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
