/** Posts one large file and reports how much memory that took; started by slack-memory.test.ts. */
import { stat } from 'node:fs/promises';
import { webApi } from '@slack/bolt';
import { complete } from '../../../src/bots/slack/cards/share.ts';
import { upload } from '../../../src/bots/slack/cards/upload.ts';
import type { Access, Bot } from '../../../src/bots/slack/context.ts';
import { createLog } from '../../../src/core/log.ts';

const [apiUrl = '', token = '', channel = '', path = ''] = process.argv.slice(2);
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
const before = process.memoryUsage().rss;
let highest = before;
const watch = setInterval(() => {
  highest = Math.max(highest, process.memoryUsage().rss);
}, 10);
const started = performance.now();
const file = await upload(bot, access, { path, bytes, type: 'video/mp4', fileName: 'a.mp4' }, '');
await complete(access, { file, channel, comment: 'Here it is.' });
const ms = performance.now() - started;
clearInterval(watch);
process.send?.({ bytes, ms, grownBytes: highest - before }, () => process.disconnect());
