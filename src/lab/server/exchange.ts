/** One request of a client and the reply to it, with the faults that are due. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Route } from './faults.ts';
import { match, readJson } from './incoming.ts';
import { faultReply, type Reply, refusal, send } from './replies.ts';
import { type Call, gate, type Handler } from './routes.ts';
import type { Rules } from './rules.ts';

export type LabEntry = {
  /** `unknown`: no route has this path. */
  route: Route | 'unknown';
  method: string;
  path: string;
  /** ms since 1970. */
  at: number;
  /** Whether an x-api-key was sent. */
  key?: boolean;
  slug?: string;
  requestId?: string;
  /** A submit's body. */
  body?: unknown;
};

export type Submit = { requestId: string; slug: string; body: Record<string, unknown> };

export function createExchange(lab: {
  handlers: Handler[];
  rules: Rules;
  /** The only one that is taken; any will do when left out. */
  key: string | undefined;
  replyDelayMs: number;
  /** Every request is added to it. */
  log: LabEntry[];
  /** What was taken on is added to it. */
  accepted: Submit[];
  /** It aborts when the lab closes. */
  signal: AbortSignal;
}) {
  const { handlers, rules, key, replyDelayMs, log, accepted, signal } = lab;

  return async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = incoming.url ?? '/';
    const method = incoming.method ?? '';
    const { handler, parameter } = match(handlers, method, path.split('?')[0] ?? path);
    const entry: LabEntry = {
      route: handler?.route ?? 'unknown',
      method,
      path,
      at: Date.now(),
      key: incoming.headers['x-api-key'] !== undefined,
    };
    log.push(entry);
    const call: Call = { incoming, parameter, body: undefined };
    if (handler?.route === 'submit') {
      entry.slug = parameter;
      call.body = await readJson(incoming);
      entry.body = call.body;
    } else if (parameter && handler?.route !== 'file') entry.requestId = parameter;

    const proper = async (): Promise<Reply> => {
      if (!handler) return refusal(404, 'Not Found');
      return (
        gate(handler, incoming, key) ??
        handler.answer(call, ({ id }) => {
          entry.requestId = id;
          // A request is only accepted with a body that was read as an object.
          const body = call.body as Record<string, unknown>;
          accepted.push({ requestId: id, slug: parameter, body });
        })
      );
    };

    const fault = handler && rules.takeFault(handler.route);
    if (fault?.kind === 'delay') await pause(fault.ms, undefined, { signal });
    let reply: Reply | undefined;
    const instead = fault?.kind === 'answer' || fault?.kind === 'drop';
    if (!instead || fault.accept) reply = await proper();
    await pause(replyDelayMs, undefined, { signal });
    if (fault?.kind === 'drop') {
      incoming.socket.destroy();
      return;
    }
    if (fault?.kind === 'answer') reply = faultReply(fault);
    // What was not read (a large upload that is refused) must not hold up the answer.
    incoming.resume();
    if (reply) await send(response, reply, { endless: fault?.kind === 'endless', signal });
  };
}
