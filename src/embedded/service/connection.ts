/** One open connection to a service's endpoint: as long as it stands, the service stays. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Endpoint } from './lock-holder.ts';

/** What the service answers to hello. */
const welcomeShape = z.object({ pid: z.number(), info: z.unknown(), notes: z.array(z.string()) });
export type Welcome = z.infer<typeof welcomeShape>;

export type Connection = Welcome & {
  /** Rejects when the service refuses, or dies before it answered. */
  call(name: string): Promise<void>;
  /** Resolves when the connection is gone, whoever ended it. */
  closed: Promise<void>;
  release(): Promise<void>;
};

const answerShape = z.object({ id: z.number(), error: z.string().optional() });

const answerWithinMs = 5000;

/** Connects to an endpoint and waits to be let in. Throws when nobody is there, or the service is about to end. */
export async function hold(endpoint: Endpoint, lingerMs: number): Promise<Connection> {
  const socket = connect({ host: '127.0.0.1', port: endpoint.port, noDelay: true });
  // What went wrong shows as the end of the connection, and there it is handled.
  socket.on('error', () => socket.destroy());
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.setTimeout(answerWithinMs, () => socket.destroy());
  const lines = createInterface({ input: socket });
  // It passes the socket's errors on, and one that nobody hears ends the process.
  lines.on('error', () => {});
  socket.write(`${JSON.stringify({ token: endpoint.token, lingerMs })}\n`);

  const first = await Promise.race([once(lines, 'line').then(([line]) => String(line)), closed]);
  if (first === undefined) throw new Error('The service does not answer.');
  const { pid, info, notes } = welcomeShape.parse(JSON.parse(first));
  socket.setTimeout(0);

  const waiting = new Map<number, { resolve: () => void; reject: (error: Error) => void }>();
  let last = 0;
  lines.on('line', (line) => {
    const { id, error } = answerShape.parse(JSON.parse(line));
    const request = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) request?.resolve();
    else request?.reject(new Error(error));
  });
  void closed.then(() => {
    lines.close();
    for (const { reject } of waiting.values()) reject(new Error('The service ended before it answered.'));
    waiting.clear();
  });

  return {
    pid,
    info,
    notes,
    closed,
    call(name) {
      return new Promise((resolve, reject) => {
        if (socket.destroyed) return reject(new Error('The service is being started again.'));
        last += 1;
        waiting.set(last, { resolve, reject });
        socket.write(`${JSON.stringify({ id: last, call: name })}\n`);
      });
    },
    async release() {
      socket.end();
      // The other side closes as soon as it sees the end; a hung service must not keep us.
      socket.setTimeout(1000, () => socket.destroy());
      await closed;
    },
  };
}
