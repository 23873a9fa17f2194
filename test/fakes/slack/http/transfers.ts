/** Bytes: uploads to the address that the API gave, and downloads with the bot's token. */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isVisible } from '../methods/file.ts';
import { placeOf } from '../methods/files.ts';
import type { FakeState, SlackFile } from '../state.ts';

/** An answer that is no JSON. */
export type Raw = { status: number; body: string | Buffer; headers?: Record<string, string> };

const html = { 'content-type': 'text/html; charset=utf-8' };
/** What Slack shows to whoever may not see a file, with status 200. Seen by many, not documented. */
export const signInPage: Raw = {
  status: 200,
  headers: html,
  body: '<!DOCTYPE html><html lang="en-US"><head><title>Sign in | Slack</title></head><body></body></html>',
};

/** What came in a request's body. `bytes` is empty unless kept. */
export type Came = { bytes: Buffer; size: number; sha256: string };

/** Reads a body without holding on to it, unless `keep`. @throws Error when the client goes away before the end */
export async function receive(request: IncomingMessage, keep: boolean): Promise<Came> {
  const type = request.headers['content-type'] ?? '';
  const multipart = type.startsWith('multipart/form-data');
  const chunks: Buffer[] = [];
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    hash.update(chunk);
    if (keep || multipart) chunks.push(chunk);
  }
  const whole = Buffer.concat(chunks);
  if (!multipart) return { bytes: whole, size, sha256: hash.digest('hex') };
  const form = await new Response(whole, { headers: { 'content-type': type } }).formData();
  const file = [...form.values()].find((it) => typeof it !== 'string');
  const bytes = file ? Buffer.from(await file.arrayBuffer()) : Buffer.alloc(0);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { bytes: keep ? bytes : Buffer.alloc(0), size: bytes.length, sha256 };
}

/** Takes the bytes of an upload. Another length than was announced is a violation. */
export function takeUpload(state: FakeState, path: string, came: Came): Raw {
  const upload = [...state.uploads.values()].find((it) => path === `/upload/v1/${it.ticket}`);
  if (!upload || upload.completed) return { status: 404, body: 'no such upload' };
  if (came.size !== upload.length) {
    const errors = [`${came.size} bytes came, ${upload.length} were announced`];
    state.violations.push({ method: 'upload', errors });
    return { status: 400, body: 'length mismatch' };
  }
  upload.came = came;
  return { status: 200, body: `OK - ${came.size}` };
}

/** Whether a path is one of a file or its thumbnail. */
export const isDownload = (path: string): boolean => /^\/files-(pri|tmb)\//.test(path);

/** Serves a file to a live token that has `files:read` and sees it; all others get a page to sign in. */
export function serveFile(state: FakeState, path: string, token: string | undefined): Raw {
  const installation = token === undefined ? undefined : state.installations.get(token);
  const file = fileAt(state, path);
  if (token === undefined)
    return { status: 302, body: '', headers: { location: `${state.origin}/signin?redir=${path}` } };
  const may = installation?.state === 'live' && installation.scopes.has('files:read');
  if (!may || !file || !isVisible(installation, file)) return signInPage;
  if (file.deleted) return { status: 404, headers: html, body: '<!DOCTYPE html><title>Not found</title>' };
  return { status: 200, body: file.bytes, headers: { 'content-type': file.mimetype } };
}

const fileAt = (state: FakeState, path: string): SlackFile | undefined =>
  [...state.files.values()].find((it) => path.replace('/download/', '/').endsWith(`/${placeOf(it)}`));
