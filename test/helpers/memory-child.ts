/** A large file passes through once, as the first argument says, in a process that reports how much memory that took. */
import { stat } from 'node:fs/promises';
import { webApi } from '@slack/bolt';
import { note } from '../../src/bots/slack/cards/blocks.ts';
import { complete } from '../../src/bots/slack/cards/share.ts';
import { upload } from '../../src/bots/slack/cards/upload.ts';
import type { Access, Bot } from '../../src/bots/slack/context.ts';
import { createLog } from '../../src/core/log.ts';
import { createFetcher } from '../../src/core/media/fetch.ts';
import { openFiles } from '../../src/core/media/files.ts';

/** Each makes ready, and gives what is measured, which resolves with how many bytes there were. */
const ways: Readonly<Record<string, (...args: string[]) => Promise<() => Promise<number>>>> = {
  /** One link is downloaded into one folder. */
  async download(link = '', folder = '') {
    const files = await openFiles(folder);
    const fetcher = createFetcher();
    const allowedOrigins = [new URL(link).origin];
    return async () => {
      const stored = await fetcher.fetchTo(link, files, { maxBytes: 1e9, timeoutMs: 60_000, allowedOrigins });
      await fetcher.close();
      return stored.bytes;
    };
  },

  /** One file is posted in Slack. */
  async post(apiUrl = '', token = '', channel = '', path = '') {
    const client = () =>
      new webApi.WebClient(token, { slackApiUrl: apiUrl, retryConfig: { retries: 0 }, timeout: 60_000 });
    const access: Access = {
      team: { id: 'T', orgWide: false },
      botUser: 'U',
      token,
      scopes: () => undefined,
      post: client(),
      read: client(),
      files: client(),
    };
    // What an upload needs of it.
    const bot = {
      log: createLog({ level: 'silent', human: false }),
      fileOrigins: [new URL(apiUrl).origin],
      stopping: new AbortController().signal,
    } as unknown as Bot;
    const { size: bytes } = await stat(path);
    return async () => {
      const file = await upload(bot, access, { path, bytes, type: 'video/mp4', fileName: 'a.mp4' }, '');
      await complete(access, { file, channel, said: note('Here it is.') });
      return bytes;
    };
  },
};

const [way = '', ...args] = process.argv.slice(2);
const pass = await ways[way]?.(...args);
if (!pass) throw new Error(`there is no way called ${way}`);
const before = process.memoryUsage().rss;
let highest = before;
const watch = setInterval(() => {
  highest = Math.max(highest, process.memoryUsage().rss);
}, 10);
const started = performance.now();
const bytes = await pass();
const ms = performance.now() - started;
clearInterval(watch);
process.send?.({ bytes, ms, grownBytes: highest - before }, () => process.disconnect());
