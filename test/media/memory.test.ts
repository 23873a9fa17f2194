import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { compiled } from '../run/programs.ts';

const megabytes = 500;

test(`a download of ${megabytes} MB passes through without staying in memory`, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'darkroom-memory-'));
  const picture = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#888' } })
    .jpeg()
    .toBuffer();
  const piece = Buffer.alloc(1e6);
  const server = createServer((_, response) => {
    // A picture and much after it: as large as a film, and known at once for a file worth having.
    response.write(Buffer.concat([picture, piece.subarray(picture.length)]));
    let sent = 1;
    const send = () => {
      while (sent < megabytes) {
        sent += 1;
        if (!response.write(piece)) return;
      }
      response.end();
    };
    response.on('drain', send);
    send();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;

  const program = await compiled(new URL('../helpers/memory-child.ts', import.meta.url));
  const child = fork(program, ['download', `http://127.0.0.1:${port}`, folder]);
  try {
    const exited = once(child, 'exit');
    const [report] = await Promise.race([
      once(child, 'message'),
      exited.then(([code]) => expect.fail(`the child ended with ${code}`)),
    ]);
    await exited;
    expect(report.bytes).toBe(megabytes * 1e6);
    expect(report.grownBytes).toBeLessThan(150e6);
    console.log(
      `${megabytes} MB in ${Math.round(report.ms)} ms, ${Math.round(report.grownBytes / 1e6)} MB more memory`,
    );
  } finally {
    child.kill();
    server.close();
    server.closeAllConnections();
    await rm(folder, { recursive: true });
  }
});
