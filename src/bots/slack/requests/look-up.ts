/** What Slack knows of files that a message names by their ids alone. */
import { within } from '../../../async/deadline.ts';
import { Refusal } from '../../../chat/reply.ts';
import type { Bot, Found, Team } from '../context.ts';
import { errorKind, slackError } from '../errors.ts';
import { formWords as words } from '../words/form.ts';
import { type Contents, fileOf } from './message-media.ts';

/**
 * What Slack knows of a file whose id alone is known; anything else as it is.
 * @throws Refusal with the sentence for the person; the refusal when Slack is down
 */
export async function lookUp(bot: Pick<Bot, 'accessTo'>, team: Team, found: Found): Promise<Found> {
  const { file: id, message } = found;
  if (id === undefined || found.url !== '') return found;
  const { read } = await bot.accessTo(team);
  const answer = await read.files.info({ file: id }).catch((error: unknown) => {
    if (slackError(error) === 'file_deleted') throw new Refusal(words.unusable.gone(found.name));
    const blind = ['no-file', 'closed', 'scope'].includes(errorKind(error));
    throw blind ? new Refusal(words.cannotSee(found.name), { cause: error }) : error;
  });
  const looked = fileOf({ ...answer.file, file_access: null });
  if (typeof looked === 'string') throw new Refusal(looked);
  if (looked.url === '') throw new Refusal(words.cannotSee(looked.name));
  return { ...looked, ...(message ? { message } : {}) };
}

/**
 * All of a message with what Slack knows of them. What may not be used is among the unusable; what Slack does not tell of
 * by then, or now, is looked up when it is used.
 */
export async function lookUpAll(
  bot: Pick<Bot, 'accessTo'>,
  team: Team,
  { media, unusable }: { media: readonly Found[]; unusable: readonly string[] },
  withinMs = 10_000,
): Promise<Contents> {
  const refused: string[] = [];
  const all = await Promise.all(
    media.map(async (it): Promise<Found[]> => {
      try {
        return [await within(withinMs, lookUp(bot, team, it))];
      } catch (error) {
        if (!(error instanceof Refusal)) return [it];
        refused.push(error.message);
        return [];
      }
    }),
  );
  return { media: all.flat(), unusable: [...unusable, ...refused] };
}
