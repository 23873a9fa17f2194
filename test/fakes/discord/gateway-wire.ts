/** What goes over a gateway connection. https://docs.discord.com/developers/events/gateway-events#payload-structure */
import type { WebSocket } from 'ws';
import { z } from 'zod';

export const received = z.object({ op: z.int(), d: z.unknown().optional() });
export const identify = z.object({ token: z.string(), intents: z.int().min(0) });
export const resume = z.object({ token: z.string(), session_id: z.string(), seq: z.int() });
/** https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes */
export const closings = {
  unknownOpcode: 4001,
  decode: 4002,
  notAuthenticated: 4003,
  authenticationFailed: 4004,
  alreadyAuthenticated: 4005,
  disallowedIntents: 4014,
} as const;

/** Closes the connection with a code. */
export function refuse(socket: WebSocket, code: number): undefined {
  socket.close(code);
}

/** Sends a payload, unless the connection is already on its way down. */
export const send = (socket: WebSocket, payload: object) => {
  if (socket.readyState === socket.OPEN) socket.send(JSON.stringify({ s: null, t: null, ...payload }));
};

/** Undefined when the text is no JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
