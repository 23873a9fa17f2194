/** A picture beside lines: what is private to one person can bring no file, so it goes to them directly. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cut } from '../../../core/words/cut.ts';
import { escaped, note } from '../cards/blocks.ts';
import { directChannel } from '../cards/destination.ts';
import { completeOnce, shareOf } from '../cards/share.ts';
import { upload } from '../cards/upload.ts';
import type { Access, Body, Bot, Reply } from '../context.ts';
import { slackError } from '../errors.ts';
import { textWords as words } from '../words/commands.ts';

/** https://docs.slack.dev/reference/methods/files.getUploadURLExternal */
const longestAlt = 1000;

export type Picture = NonNullable<Extract<Reply, { kind: 'lines' }>['picture']>;

/** What is done with a picture while it is a file. */
async function asFile<It>(
  { png, fileName }: Picture,
  work: (file: { path: string; fileName: string; type: string; bytes: number }) => Promise<It>,
): Promise<It> {
  const folder = await mkdtemp(join(tmpdir(), 'darkroom-picture-'));
  try {
    const bytes = await png();
    const path = join(folder, fileName);
    await writeFile(path, bytes);
    return await work({ path, fileName, type: 'image/png', bytes: bytes.length });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Never rejects. @returns where it is, as mrkdwn */
export async function sendPicture(bot: Bot, access: Access, user: string, picture: Picture): Promise<string> {
  try {
    return await asFile(picture, async (it) => {
      const channel = await directChannel(access, user);
      if (channel === undefined) return words.noPicture;
      const file = await upload(bot, access, it, cut(picture.alt, longestAlt));
      await completeOnce(bot, access, { file, channel, said: note(escaped(picture.comment)) });
      const { permalink } = await shareOf(access, channel, file);
      return permalink === undefined ? words.pictureHere : words.pictureAt(permalink);
    });
  } catch (error) {
    bot.log.warn({ error: slackError(error) }, 'the picture beside an answer could not be sent');
    return words.noPicture;
  }
}

/** For all who are there. Never rejects. @returns whether it was posted */
export async function sharePicture(
  bot: Bot,
  access: Access,
  at: { channel: string; thread?: string | undefined; said: Body },
  picture: Picture,
): Promise<boolean> {
  try {
    return await asFile(picture, async (it) => {
      const file = await upload(bot, access, it, cut(picture.alt, longestAlt));
      return (await completeOnce(bot, access, { file, ...at })) !== false;
    });
  } catch (error) {
    bot.log.warn({ error: slackError(error) }, 'a picture could not be shown where it was asked for');
    return false;
  }
}
