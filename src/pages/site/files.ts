/** Files that stand in the channel, from the disk to the browser; nothing that strangers made runs there. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { Context } from 'hono';
import type { Files } from '../../core/media/files.ts';

const guarded = {
  'cache-control': 'private, max-age=86400, immutable',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  'accept-ranges': 'bytes',
};

/** @param name as it is kept; `?as=` what it is saved as */
export async function fileFrom(
  files: Pick<Files, 'path'>,
  context: Context,
  name: string,
): Promise<Response> {
  const path = pathOf(files, name);
  const size =
    path === undefined
      ? undefined
      : await stat(path).then(
          (it) => it.size,
          () => undefined,
        );
  if (path === undefined || size === undefined) return context.notFound();
  const as = context.req.query('as');
  const range = /^bytes=(\d+)-(\d*)$/.exec(context.req.header('range') ?? '');
  const start = range ? Number(range[1]) : 0;
  const end = range?.[2] ? Math.min(Number(range[2]), size - 1) : size - 1;
  if (start > end || start >= size)
    return context.body(null, 416, { ...guarded, 'content-range': `bytes */${size}` });
  const body = Readable.toWeb(createReadStream(path, { start, end }));
  return new Response(body as ReadableStream, {
    status: range ? 206 : 200,
    headers: {
      ...guarded,
      'content-type': types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
      'content-length': String(end - start + 1),
      ...(range && { 'content-range': `bytes ${start}-${end}/${size}` }),
      ...(as !== undefined && {
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(as)}`,
      }),
    },
  });
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
