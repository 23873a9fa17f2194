/** A server on loopback that speaks Redis' protocol and answers as it is told, for what no Redis of a test's own would say. */
import { once } from 'node:events';
import { type AddressInfo, createServer as createPlain, type Socket } from 'node:net';
import { createServer as createSecure } from 'node:tls';

/** The whole answer as it goes over the wire, e.g. `+OK`; undefined: the usual one of a Redis 7 that is well. */
export type Answers = (command: string, args: readonly string[]) => string | undefined;

const bulk = (text: string) => `$${Buffer.byteLength(text)}\r\n${text}`;
export const info = (facts: Record<string, string>) =>
  bulk(
    Object.entries(facts)
      .map(([name, value]) => `${name}:${value}`)
      .join('\r\n'),
  );

const usual: Answers = (command, [first = '']) => {
  if (command === 'INFO' && first === 'server')
    return info({ redis_version: '7.0.15', redis_mode: 'standalone' });
  if (command === 'INFO') return info({ maxmemory_policy: 'noeviction' });
  if (command === 'EVAL') return ':0';
  if (command === 'SUBSCRIBE') return `*3\r\n${bulk('subscribe')}\r\n${bulk(first)}\r\n:1`;
  return '+OK';
};

/** The commands in what has come so far, and what is left over. */
function commandsIn(text: string): { commands: string[][]; rest: string } {
  const commands: string[][] = [];
  let rest = text;
  for (;;) {
    const head = /^\*(\d+)\r\n/.exec(rest);
    if (!head) return { commands, rest };
    const parts: string[] = [];
    let at = head[0].length;
    for (let count = Number(head[1]); count > 0; count -= 1) {
      const size = /^\$(\d+)\r\n/.exec(rest.slice(at));
      if (!size) return { commands, rest };
      const from = at + size[0].length;
      const part = rest.slice(from, from + Number(size[1]));
      if (part.length < Number(size[1])) return { commands, rest };
      parts.push(part);
      at = from + part.length + 2;
    }
    commands.push(parts);
    rest = rest.slice(at);
  }
}

/** @param options.secure with a certificate of nobody's */
export async function falseRedis(
  answers: Answers = () => undefined,
  { secure = false }: { secure?: boolean } = {},
): Promise<{ url: string; heard: () => string[]; close: () => Promise<void> }> {
  const heard: string[] = [];
  const sockets = new Set<Socket>();
  const serve = (socket: Socket) => {
    let waiting = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      const { commands, rest } = commandsIn(waiting + chunk);
      waiting = rest;
      for (const [name = '', ...args] of commands) {
        const command = name.toUpperCase();
        heard.push(command);
        const answer = answers(command, args) ?? usual(command, args);
        if (answer !== '') socket.write(`${answer}\r\n`);
      }
    });
  };
  const server = secure ? createSecure({ key, cert }, serve) : createPlain(serve);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket.on('error', () => {}));
  });
  server.on('tlsClientError', () => {});
  await once(server.listen(0, '127.0.0.1'), 'listening');
  // A TCP server that listens has an address of this shape.
  const { port } = server.address() as AddressInfo;
  return {
    url: `redis://127.0.0.1:${port}`,
    heard: () => heard,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Signed by itself, good until 2126; it guards nothing. */
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQghTjbfATkDmTg7+0l
KyC4Qq1odRZfpLzs2NMsotWvUiahRANCAATz2ypWspnr5aYYbKJCbRSBXk3Y+DMB
9M+B1nePqwPDseTCX1oSLj7r4DJSh5qxTlXoecS2YSfDI7JsF+Hf/rgk
-----END PRIVATE KEY-----`;
const cert = `-----BEGIN CERTIFICATE-----
MIIBfjCCASWgAwIBAgIUG9UH9dpzk6RMxSjoQVlyPVFaaLgwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNzIwNTYzMloYDzIxMjYxMTAz
MjA1NjMyWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATz2ypWspnr5aYYbKJCbRSBXk3Y+DMB9M+B1nePqwPDseTCX1oSLj7r
4DJSh5qxTlXoecS2YSfDI7JsF+Hf/rgko1MwUTAdBgNVHQ4EFgQUxx6GAKGnDHzu
+YThdzeMm28PcqMwHwYDVR0jBBgwFoAUxx6GAKGnDHzu+YThdzeMm28PcqMwDwYD
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiAW4J084MNKpG0BktMhsqUy
/zjTR1Ym+/P+AlkrMzUiUAIgR31sspLDZTiqefVAbtqw3MW8FKaVDVLjCtWEdyNZ
amc=
-----END CERTIFICATE-----`;
