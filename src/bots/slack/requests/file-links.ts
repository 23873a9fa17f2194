/** Links to Slack's own files, as people copy them: they are taken as files, where whoever asks could see them. */

import { z } from 'zod';
import { Refusal } from '../../../chat/reply.ts';
import type { Access, Bot, Found } from '../context.ts';
import { errorKind, isPassing, slackError } from '../errors.ts';
import { words } from '../words/request.ts';
import { fileOf } from './message-media.ts';

/** `https://studio.slack.com/files/U…/F…/name.png`, `https://files.slack.com/files-pri/T…-F…/name.png` */
const fileIn = /\/(?:files\/[UW][A-Z0-9]+\/|files-[a-z]+\/T[A-Z0-9]+-)(F[A-Z0-9]{5,})(?:\/|$)/;

const sharedSchema = z.object({
  user: z.string().nullish(),
  is_public: z.boolean().nullish(),
  channels: z.array(z.string()).nullish(),
  groups: z.array(z.string()).nullish(),
  ims: z.array(z.string()).nullish(),
});

/** The id of the file that a link of Slack's leads to. */
function idIn({ fileOrigins }: Pick<Bot, 'fileOrigins'>, { file, url }: Found): string | undefined {
  if (file !== undefined || !URL.canParse(url)) return undefined;
  const { origin, protocol, hostname, pathname } = new URL(url);
  const isSlack = protocol === 'https:' && /\.slack(?:-gov)?\.com$/.test(hostname);
  return isSlack || fileOrigins.includes(origin) ? fileIn.exec(pathname)?.[1] : undefined;
}

/**
 * The file that a link leads to, where it is one of Slack's; anything else as it is. The bot sees more than a person does:
 * a file is taken only where it is theirs, is in the same conversation, or is public in the workspace.
 * @throws Refusal
 */
export async function pasted(
  bot: Bot,
  { read }: Access,
  at: { channel: string; user: string },
  found: Found,
): Promise<Found> {
  const id = idIn(bot, found);
  if (id === undefined) return found;
  const { file } = await read.files.info({ file: id }).catch((error: unknown) => {
    bot.log.debug({ error: slackError(error) }, 'a link to a file leads nowhere');
    if (errorKind(error) === 'scope') throw new Refusal(words.reinstall);
    if (isPassing(error)) throw error;
    throw new Refusal(words.unseen);
  });
  const { user, is_public, channels, groups, ims } = sharedSchema.parse(file ?? {});
  const here = [channels, groups, ims].some((all) => all?.includes(at.channel));
  if (user !== at.user && !is_public && !here) throw new Refusal(words.unseen);
  const known = fileOf({ ...file, file_access: null });
  if (typeof known === 'string') throw new Refusal(known);
  return known;
}
