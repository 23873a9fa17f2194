/** A picture beside lines: what is private to one person can bring no file, so it goes to them directly. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { escaped, note } from '../cards/blocks.ts';
import { directChannel } from '../cards/destination.ts';
import { complete, shareOf } from '../cards/share.ts';
import { upload } from '../cards/upload.ts';
import type { Access, Bot, Reply } from '../context.ts';
import { slackError } from '../errors.ts';
import { textWords as words } from '../words/commands.ts';

/** https://docs.slack.dev/reference/methods/files.getUploadURLExternal */
const longestAlt = 1000;

type Picture = NonNullable<Extract<Reply, { kind: 'lines' }>['picture']>;

/** Never rejects. @returns where it is, as mrkdwn */
export async function sendPicture(
  bot: Bot,
  access: Access,
  user: string,
  { png, alt, fileName, comment }: Picture,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'darkroom-picture-'));
  try {
    const bytes = await png();
    const path = join(folder, fileName);
    await writeFile(path, bytes);
    const channel = await directChannel(access, user);
    if (channel === undefined) return words.noPicture;
    const picture = { path, fileName, type: 'image/png', bytes: bytes.length };
    const file = await upload(bot, access, picture, alt.slice(0, longestAlt));
    await complete(access, { file, channel, said: note(escaped(comment)) });
    const { permalink } = await shareOf(access, channel, file);
    return permalink === undefined ? words.pictureHere : words.pictureAt(permalink);
  } catch (error) {
    bot.log.warn({ error: slackError(error) }, 'the picture beside an answer could not be sent');
    return words.noPicture;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
