/** Which route a request means, and its body. */
import type { IncomingMessage } from 'node:http';
import type { Handler } from './routes.ts';

/** Larger than the largest inline source the lab takes, as base64. */
const largestBody = 15_000_000;

/** The handler for method and path; for a path with another method only, that one, so that it can refuse with 405. */
export function match(handlers: Handler[], method: string, path: string) {
  const fitting = handlers.filter((handler) => handler.path.test(path));
  const handler = fitting.find((one) => one.method === method) ?? fitting[0];
  return { handler, parameter: handler?.path.exec(path)?.[1] ?? '' };
}

/** The body as JSON, read to its end; undefined when it is not JSON or too large, which no route takes. */
export async function readJson(incoming: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size <= largestBody) chunks.push(chunk);
  }
  if (size > largestBody) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    return undefined;
  }
}
