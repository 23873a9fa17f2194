/** What Discord answers when it will not. */
import type { z } from 'zod';

/** Status, code and message. https://docs.discord.com/developers/topics/opcodes-and-status-codes#json */
const refusals = {
  unauthorized: [401, 0, '401: Unauthorized'],
  noRoute: [404, 0, '404: Not Found'],
  unknownChannel: [404, 10003, 'Unknown Channel'],
  unknownGuild: [404, 10004, 'Unknown Guild'],
  unknownMember: [404, 10007, 'Unknown Member'],
  unknownMessage: [404, 10008, 'Unknown Message'],
  unknownUser: [404, 10013, 'Unknown User'],
  unknownWebhook: [404, 10015, 'Unknown Webhook'],
  unknownInteraction: [404, 10062, 'Unknown interaction'],
  tooLarge: [413, 40005, 'Request entity too large'],
  acknowledged: [400, 40060, 'Interaction has already been acknowledged.'],
  tooManyFollowUps: [400, 40094, 'Maximum number of follow-up messages for this interaction reached'],
  missingAccess: [403, 50001, 'Missing Access'],
  notYours: [403, 50005, 'Cannot edit a message authored by another user'],
  empty: [400, 50006, 'Cannot send an empty message'],
  cannotMessage: [403, 50007, 'Cannot send messages to this user'],
  missingPermissions: [403, 50013, 'Missing Permissions'],
  invalidToken: [401, 50027, 'Invalid Webhook Token'],
  archived: [400, 50083, 'Thread is archived'],
  notJson: [400, 50109, 'The request body contains invalid JSON.'],
  noHistory: [400, 160002, 'Cannot reply without permission to read message history'],
  moderated: [400, 200000, 'Message was blocked by automatic moderation'],
} as const;

/** An answer that is an error; `body` is the JSON that is sent. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly issues: readonly Issue[];
  constructor(status: number, body: Record<string, unknown>, issues: readonly Issue[] = []) {
    super(String(body.message));
    this.status = status;
    this.body = body;
    this.issues = issues;
  }
}

/** To be thrown: one of Discord's known errors. */
export function refusal(name: keyof typeof refusals): Refusal {
  const [status, code, message] = refusals[name];
  return new Refusal(status, { code, message });
}

/** One thing that is wrong with a body, e.g. at `['components', 0, 'label']`. */
export type Issue = { path: readonly PropertyKey[]; code: string; message: string };

/** 400 50035, with the errors nested by their path as Discord nests them. */
export function invalid(issues: readonly Issue[]): Refusal {
  const errors: Record<string, unknown> = {};
  for (const { path, code, message } of issues) {
    let at = errors;
    for (const key of path) {
      at[String(key)] ??= {};
      // Only this loop writes here, and it writes objects.
      at = at[String(key)] as Record<string, unknown>;
    }
    const others = Array.isArray(at._errors) ? at._errors : [];
    at._errors = [...others, { code, message }];
  }
  return new Refusal(400, { code: 50035, message: 'Invalid Form Body', errors }, issues);
}

/** `value` as the schema has it. @throws Refusal 50035 */
export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalid(
    parsed.error.issues.map(({ path, code, message }) => ({ path, code: code.toUpperCase(), message })),
  );
}
