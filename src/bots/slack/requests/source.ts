/** The file of a request: where it comes from, and whether it may be used there. */
import { Refusal } from '../../../chat/reply.ts';
import { Failure } from '../../../core/domain/failure.ts';
import type { Job, Source } from '../../../core/domain/job.ts';
import { readAddress } from '../address.ts';
import type { Access, Bot, Found, Team } from '../context.ts';
import { words } from '../words/request.ts';
import { download } from './download.ts';
import { pasted } from './file-links.ts';
import { lookUp } from './look-up.ts';

/** As Slack knows it, where the app was given what this needs, and whoever asks could see it. @throws Refusal */
export async function readySource(
  bot: Bot,
  at: { team: Team; channel: string; user: string },
  source: Found | undefined,
): Promise<Found | undefined> {
  const access = await bot.accessTo(at.team);
  checkRights(access, source);
  return source && whose(access, await lookUp(bot, at.team, await pasted(bot, access, at, source)));
}

/** Who posted it; of a result of ours, which job it is of. A file's deletion is told by its id. */
function whose({ team, botUser }: Access, found: Found): Found {
  const { file, message } = found;
  if (file === undefined) return found;
  const { author, job } = message ?? {};
  const by = author === undefined || author === botUser ? {} : { by: author };
  const of = author === botUser && job !== undefined ? { job } : {};
  return { ...found, posted: { ...by, ...of, at: placeOf(team.id, file) } };
}

/** What a file's deletion is told by. */
export const placeOf = (team: string, file: string): string => `${team}:${file}`;

/** What the app was not given and this needs, before anything is spent on it. @throws Refusal */
function checkRights({ scopes }: Access, source: Found | undefined): void {
  const lacks = (scope: string) => scopes()?.has(scope) === false;
  if (source?.file !== undefined && lacks('files:read')) throw new Refusal(words.reinstall);
  if (lacks('files:write') || lacks('chat:write')) throw new Refusal(words.mayNotPost);
}

/** In the data folder, as far as Slack hosts it. @throws Failure or Refusal */
export async function take(bot: Bot, team: Team, source: Found): Promise<Source> {
  const { file, url, name } = source;
  const called = name ? { fileName: name } : {};
  if (file === undefined) return { kind: 'link', link: url, ...called };
  return { kind: 'stored', ...(await download(bot, await bot.accessTo(team), source)), ...called };
}

/** A file that is no longer kept here may still be where it came from. */
export async function takeAgain(bot: Bot, { source, address }: Job): Promise<Source | undefined> {
  if (source.kind === 'link') return source;
  const { origin, team } = readAddress(address);
  if (origin?.file === undefined) return undefined;
  const { file, name } = origin;
  try {
    return await take(bot, team, await lookUp(bot, team, { file, name, url: '' }));
  } catch (error) {
    if (error instanceof Refusal || error instanceof Failure) return undefined;
    throw error;
  }
}
