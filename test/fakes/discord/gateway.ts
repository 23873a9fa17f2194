/** The gateway: sessions over WebSocket, with heartbeats, resuming, and cuts when a test wants them. */
import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import { GatewayIntentBits as Intent } from 'discord.js';
import { type WebSocket, WebSocketServer } from 'ws';
import { closings, identify, jsonOf, received, refuse, resume, send } from './gateway-wire.ts';
import { guildCreateJson } from './guild-json.ts';
import { userJson } from './messages/message-json.ts';
import type { Dispatch, FakeState } from './state.ts';

export type Session = {
  id: string;
  intents: number;
  /** Undefined while nobody is connected; events are then kept for RESUME. */
  socket: WebSocket | undefined;
  sent: { op: 0; s: number; t: string; d: unknown }[];
};
export type Gateway = {
  url: string;
  sessions: readonly Session[];
  /** How often each has come: a test sees whether a client resumed or began anew. */
  counts: { identify: number; resume: number; refused: number };
  /** Drops every connection, and for `forMs` refuses new ones, or with `hold` takes them and says nothing. */
  cut(forMs: number, how: 'refuse' | 'hold'): void;
  /** Asks the clients to connect anew and resume. */
  reconnect(): void;
  /** Ends every session: clients have to identify anew. */
  invalidate(): void;
  duplicateNext(): void;
  close(): Promise<void>;
};

/** Takes the server's upgrades, and the world's events from now on. */
export function createGateway(state: FakeState, server: Server): Gateway {
  const sockets = new WebSocketServer({ noServer: true });
  const sessions: Session[] = [];
  const counts = { identify: 0, resume: 0, refused: 0 };
  let twice = false;
  let cutUntil = 0;
  let held = false;
  const url = `${state.origin.replace('http', 'ws')}/gateway`;

  server.on('upgrade', (request, socket, head) => {
    if (state.clock.now() < cutUntil && !held) {
      counts.refused += 1;
      socket.destroy();
      return;
    }
    sockets.handleUpgrade(request, socket, head, (connection) => {
      const hello = () => send(connection, { op: 10, d: { heartbeat_interval: 41_250 } });
      const waitMs = cutUntil - state.clock.now();
      listen(connection);
      if (waitMs > 0) connection.on('close', state.clock.after(waitMs, hello));
      else hello();
    });
  });

  state.dispatch = (event) => {
    const times = twice ? 2 : 1;
    let reached = false;
    for (const session of sessions)
      for (let time = 0; time < times; time += 1) reached = dispatch(session, event) || reached;
    if (reached) twice = false;
  };

  return {
    url,
    sessions,
    counts,
    cut(forMs, how) {
      cutUntil = state.clock.now() + forMs;
      held = how === 'hold';
      // A closing is told later; what happens from now on is already missed.
      for (const session of sessions) session.socket = undefined;
      for (const socket of sockets.clients) socket.terminate();
    },
    reconnect() {
      for (const { socket } of sessions) if (socket) send(socket, { op: 7, d: null });
    },
    invalidate() {
      for (const { socket } of sessions.splice(0)) if (socket) send(socket, { op: 9, d: false });
    },
    duplicateNext() {
      twice = true;
    },
    async close() {
      sessions.splice(0);
      for (const socket of sockets.clients) socket.terminate();
      await new Promise((resolve) => sockets.close(resolve));
    },
  };

  function listen(socket: WebSocket) {
    let session: Session | undefined;
    socket.on('error', () => socket.terminate());
    socket.on('close', (code) => {
      if (session?.socket === socket) session.socket = undefined;
      // A client that says goodbye ends its session; one that is lost may come back.
      if (session && (code === 1000 || code === 1001)) sessions.splice(sessions.indexOf(session), 1);
    });
    socket.on('message', (data) => {
      const parsed = received.safeParse(jsonOf(data.toString()));
      if (!parsed.success) return socket.close(closings.decode);
      const { op, d } = parsed.data;
      if (op === 1) return send(socket, { op: 11, d: null });
      if (op === 2 || op === 6) {
        if (session) return socket.close(closings.alreadyAuthenticated);
        session = op === 2 ? begin(socket, d) : goOn(socket, d);
        return;
      }
      if (!session) return socket.close(closings.notAuthenticated);
      // Presence, voice and member requests need no answer here.
      if (![3, 4, 8].includes(op)) socket.close(closings.unknownOpcode);
    });
  }

  function begin(socket: WebSocket, d: unknown): Session | undefined {
    const parsed = identify.safeParse(d);
    counts.identify += 1;
    if (!parsed.success) return refuse(socket, closings.decode);
    const { token, intents } = parsed.data;
    if (token !== state.token) return refuse(socket, closings.authenticationFailed);
    const privileged =
      Intent.GuildMembers |
      Intent.GuildPresences |
      (state.application.messageContent ? 0 : Intent.MessageContent);
    if (intents & privileged) return refuse(socket, closings.disallowedIntents);
    const session: Session = { id: randomBytes(16).toString('hex'), intents, socket, sent: [] };
    sessions.push(session);
    const guilds = [...state.guilds.values()].filter(({ botIsMember }) => botIsMember);
    dispatch(session, {
      name: 'READY',
      intents: 0,
      data: () => ({
        v: 10,
        user: { ...userJson(state.bot), verified: true, mfa_enabled: false, email: null },
        guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
        session_id: session.id,
        session_type: 'normal',
        resume_gateway_url: url,
        shard: [0, 1],
        application: { id: state.application.id, flags: applicationFlags(state) },
      }),
    });
    for (const guild of guilds)
      dispatch(session, {
        name: 'GUILD_CREATE',
        intents: Intent.Guilds,
        data: () => guildCreateJson(state, guild),
      });
    return session;
  }

  function goOn(socket: WebSocket, d: unknown): Session | undefined {
    const parsed = resume.safeParse(d);
    counts.resume += 1;
    const session = sessions.find(({ id }) => id === parsed.data?.session_id);
    if (!parsed.success || parsed.data.token !== state.token || !session) {
      send(socket, { op: 9, d: false });
      return undefined;
    }
    session.socket = socket;
    for (const event of session.sent) if (event.s > parsed.data.seq) send(socket, event);
    dispatch(session, { name: 'RESUMED', intents: 0, data: () => ({}) });
    return session;
  }

  function dispatch(session: Session, { name, intents, data }: Dispatch): boolean {
    if (intents !== 0 && !(session.intents & intents)) return false;
    const messageContent = (session.intents & Intent.MessageContent) !== 0;
    const event = { op: 0 as const, s: session.sent.length + 1, t: name, d: data({ messageContent }) };
    session.sent.push(event);
    if (session.socket) send(session.socket, event);
    return true;
  }
}

/** The flag that lets an application of less than 10,000 users have message content: GATEWAY_MESSAGE_CONTENT_LIMITED. */
export const applicationFlags = ({ application }: FakeState): number =>
  application.messageContent ? 1 << 19 : 0;
