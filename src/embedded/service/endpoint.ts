/** Where a service is reached: who may connect holds it, and can ask for its calls. */
import { timingSafeEqual } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Welcome } from './connection.ts';

/** The first line a caller sends; `lingerMs` counts if it is the last one to let go. */
const helloShape = z.object({ token: z.string(), lingerMs: z.number().min(0) });
const requestShape = z.object({ id: z.number(), call: z.string() });

/** A connection that does not say hello within this time is cut. */
const helloWithinMs = 5000;

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Undefined where the line is nothing of that shape. */
export function parse<Shape>(shape: z.ZodType<Shape>, line: string): Shape | undefined {
  try {
    return shape.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

export function createEndpoint(service: {
  /** Whoever knows it is let in. */
  token: string;
  calls: ReadonlyMap<string, () => Promise<void>>;
  welcome: () => Welcome;
  isOpen: () => boolean;
  joined: () => void;
  /** The last one let go, with its `lingerMs`. */
  left: (lingerMs: number) => void;
}): Server {
  const { token, calls, welcome, isOpen, joined, left } = service;
  const held = new Set<Socket>();
  const answer = async (socket: Socket, line: string) => {
    const request = parse(requestShape, line);
    if (!request) return socket.destroy();
    const call = calls.get(request.call);
    const error = call ? await call().then(() => undefined, String) : `There is no call ${request.call}.`;
    return socket.write(`${JSON.stringify({ id: request.id, ...(error === undefined ? {} : { error }) })}\n`);
  };
  return createServer((socket) => {
    socket.on('error', () => socket.destroy());
    const hurry = setTimeout(() => socket.destroy(), helloWithinMs);
    const lines = createInterface({ input: socket });
    // It passes the socket's errors on, and one that nobody hears ends the service.
    lines.on('error', () => {});
    let lingerMs: number | undefined;
    lines.on('line', (line) => {
      if (lingerMs !== undefined) return void answer(socket, line);
      const hello = parse(helloShape, line);
      if (!hello || !same(hello.token, token) || !isOpen()) return void socket.destroy();
      lingerMs = hello.lingerMs;
      clearTimeout(hurry);
      joined();
      held.add(socket);
      socket.write(`${JSON.stringify(welcome())}\n`);
    });
    socket.on('close', () => {
      clearTimeout(hurry);
      lines.close();
      if (held.delete(socket) && held.size === 0 && isOpen()) left(lingerMs ?? 0);
    });
  });
}
