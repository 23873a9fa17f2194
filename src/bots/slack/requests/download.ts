/** Files that Slack hosts: fetched with the bot's token, which goes to Slack's own hosts only. */

import { Agent, request } from 'undici';
import { Refusal } from '../../../chat/reply.ts';
import { Failure } from '../../../core/domain/failure.ts';
import type { Access, Bot } from '../context.ts';
import { words } from '../words/request.ts';

/** ms in which something must come, and for the whole file. */
const idleMs = 20_000;
const longestMs = 180_000;

/** A sign-in page, which is what Slack answers to whoever may not see a file, with status 200 (slackapi/bolt-js#2585). */
const isPage = (start: Buffer) => /^\s*<(?:!doctype html|html)[\s>]/i.test(start.subarray(0, 200).toString());

/**
 * The bytes of a file. No redirect is followed; the size is capped by whoever keeps them.
 * @param file `url`: its `url_private`; `bytes`: its size as Slack tells it, to see that all of it came.
 * @throws Refusal when the app may not read it, or it did not come whole; Failure link-refused, link-unreachable,
 *   link-too-slow
 */
export async function* download(
  { fileOrigins }: Pick<Bot, 'fileOrigins'>,
  { token }: Pick<Access, 'token'>,
  { url, bytes: size }: { url: string; bytes?: number | undefined },
): AsyncGenerator<Uint8Array> {
  if (!URL.canParse(url) || !fileOrigins.includes(new URL(url).origin)) throw new Refusal(words.external);
  const { host } = new URL(url);
  const whole = AbortSignal.timeout(longestMs);
  const agent = new Agent({ headersTimeout: idleMs, bodyTimeout: idleMs, connect: { timeout: 10_000 } });
  let came = 0;
  try {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await request(url, { headers, dispatcher: agent, signal: whole });
    const { statusCode: status } = answer;
    const type = String(answer.headers['content-type'] ?? '');
    if (status === 404) throw new Refusal(words.fileHidden);
    // A redirect leads to the sign-in page, too.
    if ((status >= 300 && status < 400) || type.startsWith('text/html') || status === 401 || status === 403)
      throw new Refusal(words.reinstall);
    if (status !== 200) throw new Failure('link-refused', { host, status });
    for await (const chunk of answer.body) {
      // Of a body of undici's, which is given in buffers.
      const piece = chunk as Buffer;
      if (came === 0 && isPage(piece)) throw new Refusal(words.reinstall);
      came += piece.length;
      yield piece;
    }
  } catch (error) {
    if (error instanceof Failure || error instanceof Refusal) throw error;
    const name = error instanceof Error ? error.name : '';
    if (whole.aborted || /Timeout/.test(name))
      throw new Failure('link-too-slow', { host, ms: whole.aborted ? longestMs : idleMs });
    throw new Failure('link-unreachable', { host });
  } finally {
    await agent.destroy();
  }
  if (size !== undefined && came !== size) throw new Refusal(words.incomplete);
}
