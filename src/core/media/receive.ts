/** What a server sent is kept, or what went wrong with it is told to a person. */
import { type Dispatcher, fetch as fetchData } from 'undici';
import { Failure } from '../domain/failure.ts';
import { cut } from '../words/cut.ts';
import type { Files, Stored } from './files.ts';

export async function receive(
  { statusCode: status, headers, body }: Dispatcher.ResponseData,
  url: URL,
  files: Files,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Stored> {
  const { host } = url;
  // 206 was not asked for and would be a piece; 304 cannot be, without a condition.
  if (status < 200 || status > 299 || status === 206) {
    discard({ body });
    throw new Failure('link-refused', { host, status });
  }
  if (Number(headers['content-length']) > maxBytes) {
    discard({ body });
    throw new Failure('file-too-large', { limit: maxBytes });
  }
  try {
    return await files.keep(incoming(body, url), { maxBytes, signal });
  } catch (error) {
    discard({ body });
    // Said with the host: some chats answer 200 with a sign-in page to a token that may not read the file.
    const page = error instanceof Failure && error.facts.found === 'text/html';
    if (page) throw new Failure('link-web-page', { host }, { cause: error });
    throw error;
  }
}

/** The body, with the network's errors told apart from the disk's. */
async function* incoming(body: AsyncIterable<Uint8Array>, url: URL): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw networkFailure(error, url);
  }
}

export function discard({ body }: Pick<Dispatcher.ResponseData, 'body'>): void {
  // Letting go of an unread body is reported as an error of its own, which nobody waits for.
  body.on('error', () => {}).destroy();
}

/** What a failed exchange tells a person. A Failure of the guard passes; a wrong call of undici is our own defect. */
export function networkFailure(error: unknown, { host, hostname }: URL): unknown {
  if (error instanceof Failure || !(error instanceof Error) || !('code' in error)) return error;
  if (error.code === 'UND_ERR_INVALID_ARG') return error;
  if (error.code === 'ENOTFOUND') return new Failure('link-not-found', { host: hostname }, { cause: error });
  return new Failure('link-unreachable', { host }, { cause: error });
}

/** Keeps what a `data:` URL holds (RFC 2397). */
export async function keepData(
  link: string,
  files: Files,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Stored> {
  // Base64 has four letters for three bytes and a percent sign three for one: refused before it is unpacked.
  if (link.length > maxBytes * 3 + 1000) throw new Failure('file-too-large', { limit: maxBytes });
  const response = await fetchData(link).catch((error: unknown) => {
    throw new Failure('link-invalid', { link: cut(link, 100) }, { cause: error });
  });
  if (!response.body) throw new Failure('file-empty');
  return files.keep(response.body, { maxBytes, signal });
}
