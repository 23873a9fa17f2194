/** The first two steps of an upload: an address for it, and the bytes; the third one posts it, see share.ts. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Agent, request } from 'undici';
import { z } from 'zod';
import { paced } from '../../../async/paced.ts';
import type { Fitting } from '../../../core/jobs/files/job-files.ts';
import type { Access, Bot } from '../context.ts';
import { slackError } from '../errors.ts';

/** ms in which something must move, and for the whole file. */
const idleMs = 60_000;
const longestMs = 10 * 60_000;

const ticketSchema = z.object({ upload_url: z.url(), file_id: z.string() });

/** From begin to begin of two tries may lie a whole one. */
const pace = { pausesMs: [1_000, 2_000, 4_000], longestMs };

/**
 * Sends a file, streamed: in memory is never more than a piece of it. Nobody sees it yet, so it is tried again, paced.
 * @param alt for pictures only; a share of anything else that has one is lost (slackapi/python-slack-sdk#1818).
 * @returns Slack's id of the file. @throws what Slack refuses with, or Error
 */
export function upload(bot: Bot, access: Access, file: Fitting, alt: string | undefined): Promise<string> {
  const again = (error: unknown) => {
    // The call before it is paced by itself.
    if (!(error instanceof UploadRefused)) return false;
    bot.log.warn({ error: slackError(error) }, 'an upload broke off and is begun anew');
    return 0;
  };
  return paced(bot.pause, () => send(bot, access, file, alt), again, pace);
}

async function send(bot: Bot, access: Access, file: Fitting, alt: string | undefined): Promise<string> {
  const { size } = await stat(file.path);
  // By apiCall: what the library calls the alt text, Slack does not know.
  const answer = await access.files.apiCall('files.getUploadURLExternal', {
    filename: file.fileName,
    length: size,
    ...(alt !== undefined && file.type.startsWith('image/') ? { alt_txt: alt } : {}),
  });
  const { upload_url: url, file_id: id } = ticketSchema.parse(answer);
  if (!bot.fileOrigins.includes(new URL(url).origin))
    throw new Error('the address of an upload is not Slack’s');
  await sendBytes(url, file.path, size);
  return id;
}

/** @throws Error without the address, which is a secret */
async function sendBytes(url: string, path: string, size: number): Promise<void> {
  const agent = new Agent({ headersTimeout: idleMs, bodyTimeout: idleMs, connect: { timeout: 10_000 } });
  const body = createReadStream(path);
  try {
    // Not fetch, and not the library's own upload: they hold the whole file in memory.
    const { statusCode, body: answer } = await request(url, {
      method: 'POST',
      dispatcher: agent,
      signal: AbortSignal.timeout(longestMs),
      headers: { 'content-type': 'application/octet-stream', 'content-length': String(size) },
      body,
    });
    await answer.dump();
    if (statusCode !== 200) throw new UploadRefused(`Slack answered an upload with ${statusCode}`);
  } catch (error) {
    if (error instanceof UploadRefused) throw error;
    throw new UploadRefused(`an upload broke off: ${slackError(error)}`);
  } finally {
    body.destroy();
    await agent.destroy();
  }
}

class UploadRefused extends Error {
  override name = 'UploadRefused';
}
