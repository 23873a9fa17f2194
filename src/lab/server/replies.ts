/** What the lab answers, and how it goes out. */
import { createReadStream } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from './faults.ts';
import type { StoredFile } from './files.ts';

export type Reply = { status: number; headers: Record<string, string>; body: Buffer | StoredFile };

export const json = (status: number, value: unknown, headers: Record<string, string> = {}): Reply => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: Buffer.from(JSON.stringify(value)),
});

/** The provider's error envelope. */
export const refusal = (status: number, error: unknown): Reply => json(status, { error });

export const html = (status: number, text: string, headers: Record<string, string> = {}): Reply => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
  body: Buffer.from(text),
});

export const bytes = (file: StoredFile, headers: Record<string, string> = {}): Reply => ({
  status: 200,
  headers: { 'content-type': file.type, ...headers },
  body: file,
});

/** The answer that a fault was told to give. */
export function faultReply({ status, headers, body }: Extract<Fault, { kind: 'answer' }>): Reply {
  return typeof body === 'string' ? html(status, body, headers) : json(status, body ?? {}, headers);
}

/** How often an endless body gets one more byte: often enough to keep any idle timer from firing. */
const dripMs = 100;

/**
 * Sends the reply; with `endless` the right body is followed by a space every 100 ms for as long as the caller
 * listens. Resolves when the response is through or its connection is gone.
 */
export async function send(
  response: ServerResponse,
  { status, headers, body }: Reply,
  options: { endless: boolean; signal: AbortSignal },
): Promise<void> {
  const length = Buffer.isBuffer(body) ? body.length : body.bytes;
  response.writeHead(status, {
    ...headers,
    ...(options.endless ? {} : { 'content-length': String(length) }),
  });
  // Asked for the head alone (HEAD), as file stores answer it.
  if (response.req.method === 'HEAD') return void response.end();
  if (Buffer.isBuffer(body)) response.write(body);
  else await pipeline(createReadStream(body.path), response, { end: false });
  while (options.endless && !response.destroyed) {
    response.write(' ');
    await pause(dripMs, undefined, { signal: options.signal });
  }
  response.end();
}
