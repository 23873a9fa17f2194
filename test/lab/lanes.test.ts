/** Who waits for whom in the lab, and what stops when nobody asks any more. */
import { expect, test } from 'vitest';
import { photo } from '../helpers/sample-media.ts';
import { call, dataUrl, ended, submit, upload, useLab } from './client.ts';

const { start } = useLab();
const instead = { bytes: Buffer.from('a video'), type: 'video/mp4' };

test('a picture does not wait for a video, nor a video for a picture', async () => {
  const at = await start({ parallel: 1 });
  at.behave({ instead, processingMs: 3_600_000 });
  await submit(at, { video: 'https://example.com/a.mp4' }, 'flashvsr');
  at.behave({ instead, processingMs: 0 });
  expect((await ended((await submit(at)).status_url)).json.status).toBe('COMPLETED');
});

test('work that nobody asks after rests, lets others by, and is done when somebody asks again', async () => {
  const at = await start({ parallel: 1, patienceMs: 300 });
  // Its turn comes when it was not asked after for longer than that.
  at.behave({ instead, queuedMs: 500, processingMs: 0 });
  const left = await submit(at, { video: 'https://example.com/a.mp4' }, 'flashvsr');
  at.behave({ instead, queuedMs: 700, processingMs: 0 });
  const next = await submit(at, { video: 'https://example.com/a.mp4' }, 'flashvsr');
  expect((await ended(next.status_url)).json.status).toBe('COMPLETED');
  expect((await call(left.status_url)).json.status).toBe('QUEUED');
  expect((await ended(left.status_url)).json.status).toBe('COMPLETED');
});

test('HEAD of a file: 200, its type and length, no body', async () => {
  const at = await start();
  const content = await photo({ width: 16, height: 12 });
  const { file_urls } = (await upload(at, [dataUrl(content)])).json as { file_urls: string[] };
  const head = await call(file_urls[0] ?? '', { method: 'HEAD', headers: {} });
  expect([head.status, head.type, head.headers.get('content-length'), head.text]).toEqual([
    200,
    'image/png',
    String(content.length),
    '',
  ]);
  expect((await call(`${at.url}/v2/requests/x`, { method: 'HEAD' })).status).toBe(405);
});
