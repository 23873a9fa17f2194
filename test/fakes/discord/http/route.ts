/** What a route is: a method, a pattern of the path, and what it answers. */
import type { Upload } from '../messages/message-body.ts';
import { refusal } from './refusals.ts';

export type Call = {
  method: string;
  /** Decoded, without `/api/v10`. */
  path: string;
  query: URLSearchParams;
  /** The JSON body, or the `payload_json` of a form. */
  body: unknown;
  uploads: readonly Upload[];
  /** A part of the path by its name in the pattern. */
  part: (name: string) => string;
};
export type Answer = { status: number; body?: unknown };
export type Route = {
  method: string;
  /** e.g. `/channels/:channel/messages` */
  pattern: string;
  /** False: the token in the path is what counts. */
  bot: boolean;
  answer: (call: Call) => Answer | Promise<Answer>;
};

/** 200 with a JSON body. */
export const ok = (body: unknown): Answer => ({ status: 200, body });
export const done: Answer = { status: 204 };

/** The route for a path, with what stands at the pattern's names. */
export function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): { route: Route; part: (name: string) => string } | undefined {
  const parts = path.split('/');
  for (const route of routes) {
    const wanted = route.pattern.split('/');
    const fits =
      wanted.length === parts.length && wanted.every((it, at) => it.startsWith(':') || it === parts[at]);
    if (!fits || route.method !== method) continue;
    return {
      route,
      part(name) {
        const value = parts[wanted.indexOf(`:${name}`)];
        if (!value) throw refusal('noRoute');
        return value;
      },
    };
  }
  return undefined;
}
