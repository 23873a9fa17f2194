/** Files that Slack hosts: fetched with the bot's token, which goes to Slack's own hosts only. */

import { Agent, request } from 'undici';
import { paced } from '../../../async/paced.ts';
import { Refusal } from '../../../chat/reply.ts';
import { words as chatWords } from '../../../chat/words.ts';
import { Failure } from '../../../core/domain/failure.ts';
import type { Stored } from '../../../core/media/files.ts';
import type { Access, Bot } from '../context.ts';
import { slackError } from '../errors.ts';
import { words } from '../words/request.ts';

/** ms in which something must come, and for the whole file. */
const idleMs = 20_000;
const longestMs = 180_000;

const pace = { pausesMs: [1_000, 2_000, 4_000], longestMs: 60_000 };

/** It did not come, or not whole: it may the next time. */
class BrokeOff extends Refusal {
  /** For the log. */
  readonly reason: string;
  /** ms, for which Slack asks to be left alone. */
  readonly afterMs: number;
  constructor(reason: string, afterMs = 0) {
    super(chatWords.fileLate('Slack'));
    this.reason = reason;
    this.afterMs = afterMs;
  }
}

/** A sign-in page, which is what Slack answers to whoever may not see a file, with status 200 (slackapi/bolt-js#2585). */
const isPage = (start: Buffer) => /^\s*<(?:!doctype html|html)[\s>]/i.test(start.subarray(0, 200).toString());

type File = { url: string; bytes?: number | undefined };

/**
 * A file in the data folder; what breaks off is begun anew, paced. No redirect is followed.
 * @param file `url`: its `url_private`; `bytes`: its size as Slack tells it, to see that all of it came.
 * @throws Refusal when the app may not read it, or it did not come; Failure file-too-large, file-empty, file-not-media
 */
export function download(
  bot: Pick<Bot, 'fileOrigins' | 'pause' | 'requests' | 'log'>,
  access: Pick<Access, 'token'>,
  file: File,
): Promise<Stored> {
  const again = (error: unknown) => {
    if (!(error instanceof BrokeOff)) return false;
    bot.log.warn({ reason: error.reason }, 'a download broke off');
    return error.afterMs;
  };
  return paced(bot.pause, () => bot.requests.keep(bytesOf(bot, access, file)), again, pace);
}

async function* bytesOf(
  { fileOrigins }: Pick<Bot, 'fileOrigins'>,
  { token }: Pick<Access, 'token'>,
  { url, bytes: size }: File,
): AsyncGenerator<Uint8Array> {
  if (!URL.canParse(url) || !fileOrigins.includes(new URL(url).origin)) throw new Refusal(words.external);
  const whole = AbortSignal.timeout(longestMs);
  const agent = new Agent({ headersTimeout: idleMs, bodyTimeout: idleMs, connect: { timeout: 10_000 } });
  let came = 0;
  try {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await request(url, { headers, dispatcher: agent, signal: whole });
    const { statusCode: status } = answer;
    const type = String(answer.headers['content-type'] ?? '');
    // Before its type: what Slack says then is a page, too.
    if (status >= 500 || status === 408 || status === 429)
      throw new BrokeOff(`http ${status}`, 1_000 * (Number(answer.headers['retry-after']) || 0));
    if (status === 404) throw new Refusal(words.fileHidden);
    // A redirect leads to the sign-in page, too.
    if ((status >= 300 && status < 400) || type.startsWith('text/html') || status === 401 || status === 403)
      throw new Refusal(words.reinstall);
    if (status !== 200) throw new Refusal(words.fileRefused(status));
    for await (const chunk of answer.body) {
      // Of a body of undici's, which is given in buffers.
      const piece = chunk as Buffer;
      if (came === 0 && isPage(piece)) throw new Refusal(words.reinstall);
      came += piece.length;
      yield piece;
    }
  } catch (error) {
    if (error instanceof Failure || error instanceof Refusal) throw error;
    throw new BrokeOff(slackError(error));
  } finally {
    await agent.destroy();
  }
  if (size !== undefined && came !== size) throw new BrokeOff('incomplete');
}
