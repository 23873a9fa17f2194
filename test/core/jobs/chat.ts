/** A chat on loopback that other processes post to: it keeps what people would see. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Chat = {
  url: string;
  /** Visible posts per job; a nonce that was seen before makes no second one, as on a real platform. */
  posts: Map<string, number>;
  /** The last state of each job's card. */
  cards: Map<string, string>;
  close(): Promise<void>;
};

/** @param delayMs before every answer, so that a process can die between a post and its answer. */
export async function startChat(delayMs = 0): Promise<Chat> {
  const posts = new Map<string, number>();
  const cards = new Map<string, string>();
  const nonces = new Set<string>();
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://chat');
    const [, kind, id = ''] = pathname.split('/');
    const nonce = searchParams.get('nonce');
    request.resume().on('end', () => {
      if (kind === 'cards') cards.set(id, searchParams.get('state') ?? '');
      else if (nonce === null || !nonces.has(nonce)) posts.set(id, (posts.get(id) ?? 0) + 1);
      if (nonce !== null) nonces.add(nonce);
      setTimeout(() => response.end('{}'), delayMs);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posts,
    cards,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
