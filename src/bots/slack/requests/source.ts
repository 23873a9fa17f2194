/** The file of a request: where it comes from, and whether it may be used there. */
import { Failure } from '../../../core/domain/failure.ts';
import type { Job, Source } from '../../../core/domain/job.ts';
import { findModel } from '../../../models/index.ts';
import { readAddress } from '../address.ts';
import { type Access, type Bot, type ChatRequest, type Found, Refused } from '../context.ts';
import { words } from '../words/request.ts';
import { download } from './download.ts';
import { lookUp } from './message-media.ts';

/** What the app was not given and this needs, before anything is spent on it. @throws Refused */
export function checkRights({ scopes }: Access, source: Found | undefined): void {
  const lacks = (scope: string) => scopes()?.has(scope) === false;
  if (source?.file !== undefined && lacks('files:read')) throw new Refused(words.reinstall);
  if (lacks('files:write') || lacks('chat:write')) throw new Refused(words.mayNotPost);
}

/** By the declared type and size of the file, before any of it is fetched. @throws Failure file-wrong-medium, file-too-large */
export function checkDeclared(
  { maxFileBytes }: Pick<Bot, 'maxFileBytes'>,
  model: string,
  found: Found,
): void {
  const needed = findModel(model)?.takes;
  if (needed && found.medium !== undefined && found.medium !== needed)
    throw new Failure('file-wrong-medium', { needed, medium: found.medium });
  if ((found.bytes ?? 0) > maxFileBytes) throw new Failure('file-too-large', { limit: maxFileBytes });
}

/**
 * The earlier job whose file is asked for. Ids can be guessed, and what was posted in a channel stays among those who
 * are in it: it is used in the same channel, or by whoever asked for it.
 * @throws Refused when it is not theirs to use, or not here
 */
export async function keptJob(
  { requests }: Pick<Bot, 'requests'>,
  { kept, person, conversation }: Pick<ChatRequest, 'kept' | 'person' | 'conversation'>,
): Promise<Job | undefined> {
  if (!kept) return undefined;
  const job = await requests.read(kept.job);
  if (job?.platform !== 'slack' || job.scope !== person.scope) throw new Refused(words.gone);
  const here = readAddress(job.address).channel === conversation.channel;
  if (!here && job.requester !== person.requester) throw new Refused(words.staysHere);
  return job;
}

/** The file, in the data folder as far as Slack hosts it. @param source as `lookUp` gave it. @throws Failure or Refused */
export async function take(
  bot: Bot,
  access: Access,
  chatRequest: ChatRequest,
  source: Found | undefined,
): Promise<Source | undefined> {
  if (source) return fetched(bot, access, source);
  const job = await keptJob(bot, chatRequest);
  if (!job || !chatRequest.kept) return undefined;
  const body = await bot.openKept(job, chatRequest.kept.file);
  if (body) return { kind: 'stored', ...(await bot.requests.keep(body)) };
  if (chatRequest.kept.file === 'result') throw new Refused(words.fileGone);
  return asBefore(bot, access, job);
}

async function fetched(bot: Bot, access: Access, found: Found): Promise<Source> {
  const { file, url, name } = found;
  if (file === undefined) return { kind: 'link', link: url, ...(name ? { fileName: name } : {}) };
  const stored = await bot.requests.keep(download(bot, access, found));
  return { kind: 'stored', ...stored, ...(name ? { fileName: name } : {}) };
}

/** A file that is no longer kept here may still be where it came from. @throws Refused */
async function asBefore(bot: Bot, access: Access, { source, address }: Job): Promise<Source> {
  if (source.kind === 'link') return source;
  const { origin } = readAddress(address);
  if (origin?.file === undefined) throw new Refused(words.fileGone);
  const { file, name } = origin;
  try {
    return await fetched(
      bot,
      access,
      await lookUp(bot, access.team, { file, name, url: '', medium: undefined }),
    );
  } catch (error) {
    if (error instanceof Refused || error instanceof Failure) throw new Refused(words.fileGone);
    throw error;
  }
}
