/** The arguments of a Web API call: of a form, a multipart form, JSON, or the address. */
import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusals.ts';

/** What a form holds as JSON in a text. */
const asJson = new Set(['attachments', 'blocks', 'file_ids', 'files', 'metadata', 'view']);

/** @throws Refusal invalid_json; Error when the client goes away before the end */
export async function readArguments(request: IncomingMessage, url: URL): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const whole = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  return decode({ ...Object.fromEntries(url.searchParams), ...(await fields()) });

  async function fields(): Promise<Record<string, unknown>> {
    if (whole.length === 0) return {};
    if (type.startsWith('application/json')) {
      const body = json(whole.toString());
      // Of JSON, an object is what has fields.
      return typeof body === 'object' && body !== null ? { ...body } : {};
    }
    if (type.startsWith('multipart/form-data')) {
      const form = await new Response(whole, { headers: { 'content-type': type } }).formData();
      return Object.fromEntries(form);
    }
    return Object.fromEntries(new URLSearchParams(whole.toString()));
  }
}

const decode = (fields: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      asJson.has(name) && typeof value === 'string' ? json(value) : value,
    ]),
  );

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('invalid_json');
  }
}
