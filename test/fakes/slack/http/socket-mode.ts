/** Socket Mode: sockets that the app opened, and what is sent to them. https://docs.slack.dev/apis/events-api/using-socket-mode */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { FakeState } from '../state.ts';
import { answerMs, type Outcome, type Sending, type Transport } from './deliveries.ts';

/** An app may have so many at once. */
const mostSockets = 10;
const pingMs = 10_000;
const typeOf = { event: 'events_api', command: 'slash_commands', interaction: 'interactive' };
const acknowledgement = z.object({ envelope_id: z.string(), payload: z.unknown().optional() });

export type SocketMode = Transport & {
  /** An address for one socket; undefined when the app has ten already. */
  ticket(): string | undefined;
  /** Open sockets that were greeted. */
  count(): number;
  /** How many sockets there ever were. */
  opened(): number;
  /** Tells every socket to connect anew, as Slack does every few hours. */
  refresh(): void;
  /** Drops every socket without a word. */
  cut(): void;
  close(): Promise<void>;
};

/** Takes over the server's upgrades. Close it, or its pings keep the process. */
export function createSocketMode(state: FakeState, server: Server): SocketMode {
  const sockets = new WebSocketServer({ noServer: true });
  const live = new Set<WebSocket>();
  const tickets = new Set<string>();
  const waiting = new Map<
    string,
    { socket: WebSocket; settle: (outcome: Outcome) => void; since: number }[]
  >();
  let openedSoFar = 0;
  let turn = 0;
  server.on('upgrade', upgrade);
  const pings = setInterval(() => {
    for (const socket of live) socket.ping();
  }, pingMs);

  return {
    ticket() {
      if (live.size + tickets.size >= mostSockets) return undefined;
      const ticket = randomUUID();
      tickets.add(ticket);
      return `${state.origin.replace('http', 'ws')}/link/?ticket=${ticket}&app_id=${state.appId}`;
    },
    count: () => live.size,
    opened: () => openedSoFar,
    refresh() {
      for (const socket of live) {
        const info = { host: 'applink-loopback' };
        socket.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested', debug_info: info }));
      }
    },
    cut() {
      for (const socket of live) socket.terminate();
    },
    send,
    async close() {
      clearInterval(pings);
      server.off('upgrade', upgrade);
      for (const socket of sockets.clients) socket.terminate();
      await new Promise<void>((resolve) => sockets.close(() => resolve()));
    },
  };

  function upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const url = new URL(request.url ?? '/', state.origin);
    // A ticket is good for one socket.
    if (url.pathname !== '/link/' || !tickets.delete(url.searchParams.get('ticket') ?? '')) {
      stream.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, stream, head, (socket) => {
      live.add(socket);
      openedSoFar += 1;
      socket.on('error', () => {});
      socket.on('close', () => leave(socket));
      socket.on('message', (data) => acknowledge(String(data)));
      socket.send(
        JSON.stringify({
          type: 'hello',
          num_connections: live.size,
          debug_info: { host: 'applink-loopback', build_number: 1, approximate_connection_time: 18_060 },
          connection_info: { app_id: state.appId },
        }),
      );
    });
  }

  function leave(socket: WebSocket): void {
    live.delete(socket);
    for (const [id, all] of waiting)
      for (const one of all.filter((it) => it.socket === socket))
        settle(id, one, { ok: false, reason: 'connection_failed', tookMs: state.clock.now() - one.since });
  }

  function acknowledge(text: string): void {
    const read = acknowledgement.safeParse(parseJson(text));
    if (!read.success) {
      state.violations.push({ method: 'socket', errors: [`not an acknowledgement: ${text}`] });
      return;
    }
    const { envelope_id: id, payload } = read.data;
    const [first] = waiting.get(id) ?? [];
    // Too late, or for an envelope that another copy answered.
    if (!first) return;
    // The SDK sends an empty object where HTTP has an empty body.
    const empty = typeof payload === 'object' && payload !== null && Object.keys(payload).length === 0;
    settle(id, first, {
      ok: true,
      body: empty ? undefined : payload,
      tookMs: state.clock.now() - first.since,
    });
  }

  function send({ kind, payload }: Sending, { num, reason }: Parameters<Transport['send']>[1], id: string) {
    const all = [...live];
    const socket = all[turn % Math.max(1, all.length)];
    turn += 1;
    const since = state.clock.now();
    if (!socket) return Promise.resolve<Outcome>({ ok: false, reason: 'connection_failed', tookMs: 0 });
    return new Promise<Outcome>((resolve) => {
      const one = { socket, since, settle: resolve };
      const callOff = state.clock.after(answerMs, () =>
        settle(id, one, { ok: false, reason: 'timeout', tookMs: state.clock.now() - since }),
      );
      one.settle = (outcome) => {
        callOff();
        resolve(outcome);
      };
      waiting.set(id, [...(waiting.get(id) ?? []), one]);
      const retry = kind === 'event' ? { retry_attempt: num, retry_reason: reason ?? '' } : {};
      const envelope = {
        envelope_id: id,
        type: typeOf[kind],
        accepts_response_payload: kind !== 'event',
        payload,
        ...retry,
      };
      socket.send(JSON.stringify(envelope));
    });
  }

  function settle(id: string, one: { settle: (outcome: Outcome) => void }, outcome: Outcome): void {
    const left = (waiting.get(id) ?? []).filter((it) => it !== one);
    if (left.length > 0) waiting.set(id, left);
    else waiting.delete(id);
    one.settle(outcome);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
