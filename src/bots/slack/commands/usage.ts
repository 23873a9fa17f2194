/** `/darkroom usage …`: who used what, as a table for the one who asks, and as a picture in their direct messages. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { types } from '@slack/bolt';
import type { Usage } from '../../../core/credits/report/usage.ts';
import { usageLines } from '../../../core/credits/words/usage.ts';
import { escaped, section } from '../cards/blocks.ts';
import { directChannel } from '../cards/destination.ts';
import { linesBody, partsOf } from '../cards/long-text.ts';
import { complete, shareOf } from '../cards/share.ts';
import { upload } from '../cards/upload.ts';
import { type Access, type Body, type Bot, Refused } from '../context.ts';
import { slackError } from '../errors.ts';
import { type IncomingText, legible, wordsOf } from '../requests/incoming-text.ts';
import { textWords as words } from '../words/commands.ts';

const usualDays = 30;
/** A quarter; the ledger keeps a year and a month. */
const mostDays = 92;
/** So many rows fit into one section. */
const mostRows = 25;
/** https://docs.slack.dev/reference/methods/files.getUploadURLExternal */
const longestAlt = 1000;
const fileName = 'usage.png';

/** @param text what stands after the word `usage`: how many days. @throws Failure not-admin, or Refused */
export async function answerUsage(
  bot: Bot,
  { conversation, person }: IncomingText,
  text: string,
): Promise<Body> {
  const [given = String(usualDays), more] = wordsOf(legible(text));
  const days = /^\d{1,3}$/.test(given) ? Number(given) : 0;
  if (days < 1 || days > mostDays) throw new Refused(words.daysWrong(given, mostDays));
  if (more !== undefined && !/^days?$/i.test(more)) throw new Refused(words.tooMuch(more));
  const usage = await bot.requests.credits.usage(person, days);
  const access = await bot.accessTo(conversation.team);
  const people = await namesOf(access, usage);
  const [about = '', ...table] = usageLines(usage, (id) => people.get(id) ?? id, mostRows);
  const picture = await sendPicture(bot, access, person.requester, usage);
  return linesBody([escaped(about)], [...codeOf(table), section(picture)]);
}

/** In letters of one width, whatever stands in people's names. */
const codeOf = (lines: readonly string[]): types.KnownBlock[] =>
  partsOf(lines.map((line) => escaped(line.replaceAll('`', "'")))).map((part) =>
    section(`\`\`\`${part}\`\`\``),
  );

/** In letters of one width no id would be shown as a name. Who cannot be asked about keeps the id. */
async function namesOf({ read }: Access, { rows }: Usage): Promise<ReadonlyMap<string, string>> {
  const people = [...new Set(rows.slice(0, mostRows).map(({ person }) => person))];
  const found = await Promise.all(
    people.map((user) =>
      read.users.info({ user }).then(
        ({ user: it }) => [user, it?.profile?.display_name || it?.real_name || it?.name || user] as const,
        () => [user, user] as const,
      ),
    ),
  );
  return new Map(found);
}

/** What is private to one person can bring no file, so it goes to them directly. @returns where it is, as mrkdwn */
async function sendPicture(bot: Bot, access: Access, user: string, usage: Usage): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'darkroom-usage-'));
  try {
    const bytes = await usage.picture();
    const path = join(folder, fileName);
    await writeFile(path, bytes);
    const channel = await directChannel(access, user);
    if (channel === undefined) return words.noPicture;
    const picture = { path, fileName, type: 'image/png', bytes: bytes.length };
    const file = await upload(bot, access, picture, usage.alt.slice(0, longestAlt));
    await complete(access, { file, channel, comment: words.usageComment });
    const { permalink } = await shareOf(access, channel, file);
    return permalink === undefined ? words.pictureHere : words.pictureAt(permalink);
  } catch (error) {
    bot.log.warn({ error: slackError(error) }, 'the picture of a usage could not be sent');
    return words.noPicture;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
