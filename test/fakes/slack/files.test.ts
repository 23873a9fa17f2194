/** Files: up in three steps, down with the right token only, and of other organisations. */
import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { buttons, card, clientOf, refused, section, useSlack } from './client.ts';
import { filesOf, picturesOf, textOf, threadOf } from './people/seen.ts';
import type { Slack } from './slack.ts';

const fixture = useSlack();
const picture = await sharp({ create: { width: 4, height: 3, channels: 3, background: 'grey' } })
  .png()
  .toBuffer();
const photo = { name: 'old photo.png', bytes: picture };

it('one message is posted, edited, and a file of many steps stands in its thread once it is processed', async () => {
  const { slack, web } = await fixture.start();
  const { channel } = slack.home;
  const ada = slack.person();
  const root = await ada.postFile(photo);
  const { ts = '' } = await web.chat.postMessage({
    channel: channel.id,
    thread_ts: root.ts,
    ...card('QUEUED'),
  });
  await web.chat.update({ channel: channel.id, ts, ...card('DONE', buttons('Again')) });
  slack.processingMs(60_000);
  const { upload_url = '', file_id = '' } = await web.files.getUploadURLExternal({
    filename: 'a.png',
    length: picture.length,
  });
  expect((await fetch(upload_url, { method: 'POST', body: picture })).status).toBe(200);
  const done = {
    files: [{ id: file_id, title: 'Result' }] as [{ id: string; title: string }],
    channel_id: channel.id,
  };
  await web.files.completeUploadExternal({ ...done, thread_ts: root.ts });
  expect((await web.files.info({ file: file_id })).file).toMatchObject({ mimetype: '', shares: {} });
  const shown = { type: 'image' as const, slack_file: { id: file_id }, alt_text: 'Result' };
  const update = () => web.chat.update({ channel: channel.id, ts, text: 'x', blocks: [section('x'), shown] });
  expect(await refused(update())).toBe('invalid_blocks');
  expect(slack.violations.splice(0)).toEqual([
    { method: 'chat.update', errors: ['[ERROR] invalid slack file [json-pointer:/blocks/1/slack_file]'] },
  ]);
  slack.advance(60_000);
  await expect
    .poll(() => filesOf(threadOf(root)).map(({ title }) => title))
    .toEqual(['old photo.png', 'Result']);
  const [, result] = filesOf(threadOf(root));
  expect(result?.bytes.equals(picture)).toBe(true);
  expect((await web.files.info({ file: file_id })).file).toMatchObject({
    mimetype: 'image/png',
    shares: { public: { [channel.id]: [{ ts: result?.message.ts, thread_ts: root.ts }] } },
  });
  await update();
  const status = threadOf(root).find((it) => it.ts === ts);
  expect(status && picturesOf(status)).toEqual([file_id]);
  expect(slack.violations).toEqual([]);
});

/** The first two steps; `complete` is the third. */
async function upload(
  slack: Slack,
  name: string,
  bytes: Buffer,
  { alt, method = 'POST', length = bytes.length }: { alt?: string; method?: string; length?: number } = {},
) {
  const web = clientOf(slack, slack.token());
  // The SDK's type has another name for it.
  const altText = alt ? { alt_txt: alt } : {};
  const begun = await web.files.getUploadURLExternal({ filename: name, length, ...altText });
  const { status } = await fetch(begun.upload_url ?? '', { method, body: bytes });
  const complete = (more: object) =>
    web.apiCall('files.completeUploadExternal', { files: [{ id: begun.file_id }], ...more });
  return { status, complete };
}

it('an upload is completed once, into a channel where the bot is, in a thread by its first message', async () => {
  const { slack } = await fixture.start();
  const { channel } = slack.home;
  const secret = slack.addChannel({ kind: 'private', bot: false });
  const open = slack.addChannel({ bot: false });
  const one = await upload(slack, 'a.png', picture);
  expect(await refused(one.complete({ channel_id: open.id }))).toBe('not_in_channel');
  expect(await refused(one.complete({ channel_id: secret.id }))).toBe('channel_not_found');
  const ada = slack.person();
  const root = await ada.post('root');
  const reply = await ada.post('reply', { thread: root });
  await one.complete({ channel_id: channel.id, thread_ts: reply.ts, initial_comment: 'Here' });
  expect(await refused(one.complete({ channel_id: channel.id }))).toBe('file_not_found');
  await expect.poll(() => threadOf(root).map(textOf)).toEqual(['root', 'reply', 'Here']);
  expect(slack.violations.splice(0)).toMatchObject([{ method: 'files.completeUploadExternal' }]);

  const spoken = await upload(slack, 'a.mp4', Buffer.from('video'), { alt: 'A film' });
  await spoken.complete({ channel_id: channel.id });
  await expect
    .poll(() => slack.violations.splice(0))
    .toEqual([
      {
        method: 'files.completeUploadExternal',
        errors: ['alt_txt on a.mp4, which is no image: its share is lost'],
      },
    ]);
  expect(slack.messages(channel)).toHaveLength(3);
  const short = await upload(slack, 'b.png', Buffer.from('short'), { length: 9 });
  expect(short.status).toBe(400);
  expect(slack.violations.splice(0)).toEqual([
    { method: 'upload', errors: ['5 bytes came, 9 were announced'] },
  ]);
  const put = await upload(slack, 'c.png', picture, { method: 'PUT' });
  expect(put.status).toBe(200);
  slack.kickBot(channel);
  expect(await refused(put.complete({ channel_id: channel.id }))).toBe('not_in_channel');
});

it('uploads that are not kept are counted and hashed', async () => {
  const { slack } = await fixture.start({ keepUploads: false, processingMs: 0 });
  const bytes = Buffer.alloc(3_000_000, 7);
  const one = await upload(slack, 'a.mp4', bytes);
  await one.complete({ channel_id: slack.home.channel.id });
  await expect
    .poll(() => slack.messages().flatMap(filesOf))
    .toMatchObject([
      {
        size: bytes.length,
        bytes: Buffer.alloc(0),
        sha256: createHash('sha256').update(bytes).digest('hex'),
      },
    ]);
});

it('a file is read with a token that may; all others get a page to sign in, with status 200', async () => {
  const { slack, web } = await fixture.start();
  const other = slack.addWorkspace();
  const ada = slack.person();
  const posted = await ada.postFile({ ...photo, name: 'Ölbild 50%.png' });
  const id = posted.files[0]?.id ?? '';
  const { file } = await web.files.info({ file: id });
  const get = async (token: string | undefined, url = file?.url_private_download ?? '') => {
    const headers = token ? { authorization: `Bearer ${token}` } : {};
    const response = await fetch(url, { headers, redirect: 'manual' });
    const bytes = Buffer.from(await response.arrayBuffer());
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      same: bytes.equals(picture),
    };
  };
  const page = { status: 200, type: 'text/html; charset=utf-8', same: false };
  expect(await get(slack.token())).toEqual({ status: 200, type: 'image/png', same: true });
  expect(await get(slack.token(), file?.url_private)).toMatchObject({ same: true });
  expect(await get(slack.token(other))).toEqual(page);
  expect(await get('xoxb-of-nobody')).toEqual(page);
  expect(await get(undefined)).toMatchObject({ status: 302 });
  slack.home.workspace.installation?.scopes.delete('files:read');
  expect(await get(slack.token())).toEqual(page);
  expect(await refused(web.files.info({ file: id }))).toBe('missing_scope');
  expect(slack.log.filter(({ method }) => method === 'download').map(({ team }) => team)).toEqual([
    ...[slack.home.workspace.id, slack.home.workspace.id, other.id, undefined, undefined],
    slack.home.workspace.id,
  ]);
});

it('of a file from another organisation a message tells nothing, files.info all', async () => {
  const { slack, web } = await fixture.start();
  const ada = slack.person({ channel: slack.addChannel({ shared: true }) });
  const posted = await ada.postFile({ ...photo, checkInfo: true });
  const { messages } = await web.conversations.history({ channel: ada.channel.id });
  expect(messages?.[0]?.files).toEqual([
    { id: posted.files[0]?.id, created: 0, timestamp: 0, user: '', file_access: 'check_file_info' },
  ]);
  const { file } = await web.files.info({ file: posted.files[0]?.id ?? '' });
  expect(file).toMatchObject({ file_access: 'visible', name: 'old photo.png', size: picture.length });
  const elsewhere = await ada.postFile({ ...photo, origin: 'http://localhost:1' });
  const { file: strange } = await web.files.info({ file: elsewhere.files[0]?.id ?? '' });
  expect(strange?.url_private).toMatch(/^http:\/\/localhost:1\/files-pri\//);
});
