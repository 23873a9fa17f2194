/** Files that stand in the channel, from the disk to the browser; nothing that strangers made runs there. */
import { open } from 'node:fs/promises';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';
import type { Files } from '../../core/media/files.ts';
import { handFile } from '../../node/hand-file.ts';

const guarded = {
  'cache-control': 'private, max-age=86400, immutable',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
};

/** @param name as it is kept; `?as=` what it is saved as */
export async function fileFrom(
  files: Pick<Files, 'path'>,
  context: Pick<Context, 'req' | 'notFound'> & { env: HttpBindings },
  name: string,
): Promise<Response> {
  const path = pathOf(files, name);
  const handle = path === undefined ? undefined : await open(path).catch(() => undefined);
  if (!handle) return context.notFound();
  const { incoming, outgoing } = context.env;
  const as = context.req.query('as');
  const type = types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
  const file = { handle, type, fileName: as ?? name, tag: name, headers: guarded, save: as !== undefined };
  try {
    await handFile(incoming, outgoing, file);
  } catch {
    // Whoever asked has gone, or the disk broke off: what was begun cannot be ended well.
    outgoing.destroy();
  } finally {
    await handle.close();
  }
  return RESPONSE_ALREADY_SENT;
}

function pathOf(files: Pick<Files, 'path'>, name: string): string | undefined {
  try {
    return files.path(name);
  } catch {
    return undefined;
  }
}

/** By the ending that it is kept under, which its bytes gave it. */
const types: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  avif: 'image/avif',
  svg: 'image/svg+xml',
  mp4: 'video/mp4',
  webm: 'video/webm',
  mov: 'video/quicktime',
};
