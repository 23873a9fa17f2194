/** The file of a request: where it comes from, and what the result takes over from it. */
import type { Job, Source } from '../../../core/domain/job.ts';
import { type Address, readAddress } from '../address.ts';
import type { Bot, ChatRequest, Found } from '../context.ts';
import { Refused, words } from '../words/request.ts';
import { download, isHosted } from './download.ts';

type Sources = Pick<Bot, 'requests' | 'openKept' | 'fileOrigins'>;

/** A link that somebody typed: nothing is known of what is there. */
export const linked = (url: string): Found => ({
  url,
  name: '',
  medium: undefined,
  bytes: undefined,
  width: undefined,
  height: undefined,
  alt: undefined,
  spoiler: false,
});

/** The earlier job whose file is asked for. @throws Refused when it is not theirs to use, or not here */
export async function keptJob(
  { requests }: Pick<Bot, 'requests'>,
  { kept, person, conversation }: ChatRequest,
): Promise<Job | undefined> {
  if (!kept) return undefined;
  const job = await requests.read(kept.job);
  // Ids can be guessed: a file stays with the people who have it.
  if (!job || job.scope !== person.scope) throw new Refused(words.gone);
  const { restricted, channel } = readAddress(job.address);
  if (restricted && channel !== conversation.channel) throw new Refused(words.restrictedStays);
  return job;
}

/** The file, in the data folder as far as Discord hosts it. @throws Failure or Refused */
export async function take(bot: Sources, chatRequest: ChatRequest): Promise<Source | undefined> {
  const { source, kept } = chatRequest;
  if (source) return fetched(bot, source);
  const job = await keptJob(bot, chatRequest);
  if (!job || !kept) return undefined;
  const body = await bot.openKept(job, kept.file);
  if (body) return { kind: 'stored', ...(await bot.requests.keep(body)) };
  if (kept.file === 'result') throw new Refused(words.fileGone);
  return asBefore(bot, job, readAddress(job.address));
}

async function fetched(bot: Sources, { url, name }: Pick<Found, 'url' | 'name'>): Promise<Source> {
  if (!isHosted(bot, { url })) return { kind: 'link', link: url, fileName: name };
  return { kind: 'stored', ...(await bot.requests.keep(download({ url }))), fileName: name };
}

/** A file that is no longer kept: for a day Discord may still have it. @throws Refused */
async function asBefore(bot: Sources, { source }: Job, { origin }: Address): Promise<Source> {
  if (source.kind === 'link') return source;
  if (!origin) throw new Refused(words.fileGone);
  return fetched(bot, origin).catch((error: unknown) => {
    throw new Refused(words.fileGone, { cause: error });
  });
}

/** What the result takes over from the source. */
export function marksOf({
  source,
  marks,
}: ChatRequest): Pick<Address, 'alt' | 'spoiler' | 'source' | 'origin'> {
  const message = source?.message;
  const from = message
    ? { message: message.id, channel: message.channel, author: message.author }
    : marks?.source;
  const alt = source?.alt ?? marks?.alt;
  return {
    spoiler: source?.spoiler ?? marks?.spoiler ?? false,
    ...(alt ? { alt } : {}),
    ...(from ? { source: from } : {}),
    ...(source ? { origin: { url: source.url, name: source.name } } : {}),
  };
}
