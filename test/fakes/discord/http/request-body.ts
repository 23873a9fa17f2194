/** A request's body: JSON, or a form of JSON and files. https://docs.discord.com/developers/reference#uploading-files */
import type { IncomingMessage } from 'node:http';
import type { Upload } from '../messages/message-body.ts';

/** `broken`: what should be JSON is not. @throws Error when the client goes away before the end */
export async function readBody(
  request: IncomingMessage,
): Promise<{ body: unknown; uploads: Upload[]; broken: boolean }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const whole = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  const read = (text: string) => {
    try {
      return { body: text === '' ? undefined : JSON.parse(text), broken: false };
    } catch {
      return { body: undefined, broken: true };
    }
  };
  if (!type.startsWith('multipart/form-data')) return { ...read(whole.toString()), uploads: [] };
  const form = await new Response(whole, { headers: { 'content-type': type } }).formData();
  const payload = form.get('payload_json');
  const uploads: Upload[] = [];
  for (const [field, value] of form) {
    const index = /^files\[(\d+)\]$/.exec(field)?.[1];
    if (index !== undefined && typeof value !== 'string')
      uploads.push({ index, name: value.name, bytes: Buffer.from(await value.arrayBuffer()) });
  }
  return { ...read(typeof payload === 'string' ? payload : ''), uploads };
}
