/** The last step of an upload, and what Slack tells of a file afterwards. */
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { createTries } from '../../../async/paced.ts';
import type { Access, Body, Bot } from '../context.ts';
import { errorKind, retryAfterOf, slackError } from '../errors.ts';

export type Share = {
  /** Slack's id of the file. */
  file: string;
  /** Of the same message. */
  others?: readonly string[];
  channel: string;
  /** The ts of the thread's first message. */
  thread?: string | undefined;
  /** With its text alone where Slack does not take its blocks. Left out: the file alone. */
  said?: Body | undefined;
};

/**
 * Posts an upload; works once. The message comes when Slack has processed the file, seconds later. Answers whether the
 * buttons came with it. @throws what Slack refuses with
 */
async function complete(
  { files }: Access,
  { file, others = [], channel, thread, said }: Share,
): Promise<Words> {
  let words: Words = said?.blocks ? 'blocks' : 'text';
  const wordsIn = () => {
    if (!said) return {};
    return words === 'blocks' ? { blocks: said.blocks } : { initial_comment: said.text };
  };
  const share = (more: object): Promise<unknown> =>
    files.apiCall('files.completeUploadExternal', {
      files: [file, ...others].map((id) => ({ id })),
      channel_id: channel,
      ...wordsIn(),
      ...more,
    });
  for (let at: object = thread === undefined ? {} : { thread_ts: thread }; ; ) {
    try {
      await share(at);
      return words;
    } catch (error) {
      // The thread is gone; the channel is not.
      if (errorKind(error) === 'no-thread' && 'thread_ts' in at) at = {};
      else if (slackError(error) === 'invalid_blocks' && words === 'blocks') words = 'text';
      else throw error;
    }
  }
}

/** What was taken with the file. */
type Words = 'blocks' | 'text';

/** ms. Longer than this a step of a job does not wait: it comes again. */
const mostWaitMs = 15_000;
/** Slack is waited for so often. */
const mostTries = 4;

/**
 * As `complete`; that works once, so after a failure it is looked what became of it.
 * @returns false when there is no such upload any more, and none was posted; `unknown`: it stands, as an earlier attempt
 *   has left it
 * @throws what Slack refuses with
 */
export async function completeOnce(
  bot: Bot,
  access: Access,
  share: Share,
): Promise<Words | 'unknown' | false> {
  const { channel, file } = share;
  const tryAgain = createTries(bot.pause);
  for (let tries = 1; ; tries += 1) {
    try {
      return await complete(access, share);
    } catch (error) {
      const kind = errorKind(error);
      bot.log.warn({ file, error: slackError(error) }, 'an upload could not be made a message');
      const waitMs = kind === 'busy' ? retryAfterOf(error) : undefined;
      if (waitMs !== undefined && waitMs <= mostWaitMs && tries <= mostTries) {
        await pause(waitMs, undefined, { signal: bot.stopping });
        continue;
      }
      if (['busy', 'unaccepted', 'uninstalled'].includes(kind)) throw error;
      // It stands there: the answer was lost, now or before a crash.
      if ((await shareOf(access, channel, file)).ts !== undefined) return 'unknown';
      // It was made complete before, and its message is still to come.
      if (kind === 'no-file') return (await isPosted(access, file)) !== false && 'unknown';
      if (kind !== 'down' || !(await tryAgain())) throw error;
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
