/**
 * One HTTP exchange, told without exceptions, and exact about the one thing a payer must know: could the provider
 * have seen the request? Built on undici's handlers because `Pool.request` does not tell, and because an abort
 * during its connect phase only takes effect once the connection stands.
 */
import { setMaxListeners } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import type { Dispatcher, Pool } from 'undici';

export type Call = {
  method: 'GET' | 'POST';
  /** Path and query, beginning with `/`. */
  path: string;
  headers: Record<string, string>;
  /** A stream is made from a function, which is handed a callback to report that bytes still move. */
  body?: string | ((progress: () => void) => Readable);
  /** The longest silence, in ms: from the start, or from the last progress, to the end of the answer. */
  timeoutMs: number;
  /** Answers longer than this, in bytes, are cut off and count as unreadable. */
  maxBytes: number;
  signals: readonly (AbortSignal | undefined)[];
};

export type Answer = {
  kind: 'answer';
  status: number;
  headers: IncomingHttpHeaders;
  /** undefined when the body broke off, never ended or was too long; `detail` then says which. */
  text: string | undefined;
  detail: string;
};

/** No status line came. `sent: false` is proof that not one byte of the request left this process. */
export type Broken = { kind: 'broken'; sent: boolean; detail: string };

/** Runs one call; never throws, never repeats, and always lets go of its socket and its body stream. */
export function exchange(pool: Pool, call: Call): Promise<Answer | Broken> {
  return new Promise((resolve) => {
    let sent = false;
    let over = false;
    let controller: Dispatcher.DispatchController | undefined;
    let status = 0;
    let headers: IncomingHttpHeaders = {};
    let size = 0;
    const chunks: Buffer[] = [];

    let deadline = performance.now() + call.timeoutMs;
    const timer = setTimeout(() => giveUp('timed out'), call.timeoutMs);
    const progress = () => {
      if (over) return;
      deadline = performance.now() + call.timeoutMs;
      timer.refresh();
    };
    const body = typeof call.body === 'function' ? call.body(progress) : call.body;

    const settle = (outcome: Answer | Broken) => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      for (const signal of call.signals) signal?.removeEventListener('abort', stopped);
      // It may have errored with nobody listening any more, and an unread one would keep its file open.
      if (body instanceof Readable) body.on('error', () => {}).destroy();
      resolve(outcome);
    };
    const lose = (detail: string) =>
      settle(
        status
          ? { kind: 'answer', status, headers, text: undefined, detail }
          : { kind: 'broken', sent, detail },
      );
    function giveUp(detail: string) {
      lose(detail);
      controller?.abort(new Error(detail));
    }
    function stopped() {
      giveUp('stopped');
    }

    for (const signal of call.signals) {
      if (!signal) continue;
      if (signal.aborted) return stopped();
      // One signal may stop hundreds of exchanges, and each takes its listener away again.
      setMaxListeners(0, signal);
      signal.addEventListener('abort', stopped);
    }

    try {
      pool.dispatch(
        { method: call.method, path: call.path, headers: call.headers, body: body ?? null },
        {
          // undici calls this right before the first byte is written, so the refusals here are "never sent". The
          // clock is read again because a suspended process wakes up with its timers late; and a request is never
          // written a second time, whatever undici does with its queue.
          onRequestStart(started) {
            if (over || sent || performance.now() > deadline) {
              started.abort(new Error('too late to send'));
              return lose('timed out');
            }
            sent = true;
            controller = started;
          },
          onResponseStart(_, code, fields) {
            if (code < 200) return;
            status = code;
            headers = fields;
          },
          onResponseData(_, chunk) {
            size += chunk.byteLength;
            if (size > call.maxBytes) return giveUp('too long');
            chunks.push(chunk);
          },
          onResponseEnd() {
            settle({ kind: 'answer', status, headers, text: Buffer.concat(chunks).toString(), detail: '' });
          },
          onResponseError(_, error) {
            lose(nameOf(error));
          },
        },
      );
    } catch (error) {
      lose(nameOf(error));
    }
  });
}

/** `ECONNREFUSED`, `UND_ERR_SOCKET: other side closed`: enough for a log, and never a URL or a header. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return code === 'UND_ERR_SOCKET' ? `${code}: ${error.message}` : code;
}
