/** The last step of an upload, and what Slack tells of a file afterwards. */
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Access, Bot } from '../context.ts';
import { errorKind, retryAfterOf, slackError } from '../errors.ts';

export type Share = {
  /** Slack's id of the file. */
  file: string;
  channel: string;
  /** The ts of the thread's first message. */
  thread?: string | undefined;
  /** mrkdwn; empty: the file alone. */
  comment: string;
};

/**
 * Posts an upload; works once. The message comes when Slack has processed the file, seconds later.
 * @throws what Slack refuses with
 */
export async function complete({ files }: Access, { file, channel, thread, comment }: Share): Promise<void> {
  const share = (more: object) =>
    files.apiCall('files.completeUploadExternal', {
      files: [{ id: file }],
      channel_id: channel,
      ...(comment === '' ? {} : { initial_comment: comment }),
      ...more,
    });
  await share(thread === undefined ? {} : { thread_ts: thread }).catch((error: unknown) => {
    // The thread is gone; the channel is not.
    if (errorKind(error) !== 'no-thread') throw error;
    return share({});
  });
}

/** ms. Longer than this a step of a job does not wait: it comes again. */
const mostWaitMs = 15_000;
/** Slack is waited for so often. */
const mostTries = 4;

/**
 * As `complete`; that works once, so after a failure it is looked what became of it.
 * @returns false when there is no such upload any more, and none was posted
 * @throws what Slack refuses with
 */
export async function completeOnce(bot: Bot, access: Access, share: Share): Promise<boolean> {
  const { channel, file } = share;
  for (let tries = 1; ; tries += 1) {
    try {
      await complete(access, share);
      return true;
    } catch (error) {
      const kind = errorKind(error);
      bot.log.warn({ file, error: slackError(error) }, 'an upload could not be made a message');
      const waitMs = retryAfterOf(error);
      if (waitMs !== undefined && waitMs <= mostWaitMs && tries <= mostTries) {
        await pause(waitMs, undefined, { signal: bot.stopping });
        continue;
      }
      if (kind === 'busy' || kind === 'uninstalled') throw error;
      // It stands there: the answer was lost, now or before a crash.
      if ((await shareOf(access, channel, file)).ts !== undefined) return true;
      // It was made complete before, and its message is still to come.
      if (kind === 'no-file') return (await isPosted(access, file)) !== false;
      if (kind !== 'down' || tries > 1) throw error;
    }
  }
}

const shareSchema = z.object({ ts: z.string() });
const sharesSchema = z.record(z.string(), z.array(shareSchema));
const infoSchema = z.object({
  file: z.object({
    permalink: z.string().optional(),
    shares: z.object({ public: sharesSchema.optional(), private: sharesSchema.optional() }).optional(),
  }),
});

/** Whether a file was made complete: before that there is none. Undefined where the app may not ask. */
export async function isPosted({ read }: Access, file: string): Promise<boolean | undefined> {
  try {
    await read.files.info({ file });
    return true;
  } catch (error) {
    if (errorKind(error) === 'no-file') return false;
    if (errorKind(error) === 'scope') return undefined;
    throw error;
  }
}

/** Where a file can be seen, as far as Slack says it yet. Its permalink is there at once. Never rejects. */
export async function shareOf(
  { read }: Access,
  channel: string,
  file: string,
): Promise<{ permalink?: string; ts?: string }> {
  const answer = await read.files.info({ file }).then(
    (it) => infoSchema.safeParse(it).data?.file,
    () => undefined,
  );
  const ts = [answer?.shares?.public, answer?.shares?.private].flatMap((it) => it?.[channel] ?? [])[0]?.ts;
  return {
    ...(answer?.permalink === undefined ? {} : { permalink: answer.permalink }),
    ...(ts === undefined ? {} : { ts }),
  };
}
