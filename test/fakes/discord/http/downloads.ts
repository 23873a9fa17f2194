/** The files' side of Discord: signed addresses, no token asked for. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { fileAt } from '../messages/attachments.ts';
import type { FakeState } from '../state.ts';
import type { Faults } from './faults.ts';
import { Refusal } from './refusals.ts';

export type Download = {
  path: string;
  /** An Authorization header came with it, which is nobody's business here. */
  authorized: boolean;
  /** Undefined until it is answered, and when the connection was cut. */
  status: number | undefined;
};

/** Answers one request for a file; a fault may meet it, e.g. `GET /attachments`. */
export async function serveFile(
  context: { state: FakeState; faults: Faults; downloads: Download[] },
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const { state, faults, downloads } = context;
  const authorized = request.headers.authorization !== undefined;
  const entry: Download = { path: url.pathname, authorized, status: undefined };
  downloads.push(entry);
  const line = `${request.method} ${url.pathname}`;
  const fault = faults.meet(line, line);
  if (fault?.delayMs) await state.clock.wait(fault.delayMs);
  if (fault?.cut) {
    request.socket.destroy();
    return;
  }
  const { status, type, body } = found(fault?.status);
  entry.status = status;
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body);

  function found(failing: number | undefined): { status: number; type: string; body: Buffer | string } {
    const plain = { type: 'text/plain', body: 'This content is no longer available.' };
    if (failing !== undefined) return { status: failing, ...plain };
    try {
      const { bytes, type = 'application/octet-stream' } = fileAt(state, url);
      return { status: 200, type, body: bytes };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { status: 404, ...plain };
    }
  }
}
