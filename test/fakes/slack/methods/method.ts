/** What a Web API method is, and how its arguments are read. */
import { z } from 'zod';
import { parse, Refusal } from '../http/refusals.ts';
import type { Channel, FakeState, Installation, User, Workspace } from '../state.ts';

export type Answer = Record<string, unknown>;
export type Call = {
  state: FakeState;
  installation: Installation;
  /** Throws `missing_scope` when the installation has none of these. */
  need(...scopes: string[]): void;
};
type Args = Record<string, unknown>;
/** `bot`: called with a live bot token; `app`: with the app-level one; `none`: what the arguments hold counts. */
export type Method = { name: string } & (
  | {
      auth: 'bot';
      /** Of which a token needs one; some methods ask for more, by the kind of channel. */
      scopes: readonly string[];
      perform(call: Call, args: Args): Promise<Answer>;
    }
  | { auth: 'app' | 'none'; perform(args: Args): Promise<Answer> }
);

/** A method that is called with a bot token. `args`: what it takes; more is ignored, as with Slack. */
export function method<Shape extends z.ZodRawShape>(
  name: string,
  scopes: readonly string[],
  args: Shape,
  answer: (args: z.infer<z.ZodObject<Shape>>, call: Call) => Answer | Promise<Answer>,
): Method {
  const schema = z.object(args);
  return {
    name,
    auth: 'bot',
    scopes,
    perform: async (call, sent) => answer(parse(schema, sent), call),
  };
}

const words: Readonly<Record<string, boolean>> = { true: true, false: false, 1: true, 0: false };
/** Forms hold texts only. */
export const bool = z.preprocess((it) => (typeof it === 'string' ? (words[it] ?? it) : it), z.boolean());
export const int = z.coerce.number().int();
/** A timestamp that names a message. A number in JSON has lost digits, so it is refused. */
export const ts = z.string().regex(/^\d{10}\.\d{6}$/, 'must be a message ts');

/** @throws Refusal missing_scope, with what is needed and what there is */
export function needScope(installation: Installation, scopes: readonly string[]): void {
  if (scopes.length === 0 || scopes.some((it) => installation.scopes.has(it))) return;
  throw new Refusal('missing_scope', {
    needed: scopes.join(','),
    provided: [...installation.scopes].join(','),
  });
}

/** Whether a token can be used in a workspace. */
export const reaches = ({ workspace: own, enterprise }: Installation, workspace: Workspace): boolean =>
  own ? own === workspace : workspace.granted && workspace.enterprise === enterprise;

/**
 * The workspace that a call is about: the token's own, or for an org-wide one that of `team_id`.
 * @throws Refusal missing_argument, team_not_found
 */
export function workspaceOf({ state, installation }: Call, teamId: string | undefined): Workspace {
  if (installation.workspace) return installation.workspace;
  if (!teamId) throw new Refusal('missing_argument', { needed: 'team_id' });
  const workspace = state.workspaces.get(teamId);
  if (!workspace || !reaches(installation, workspace)) throw new Refusal('team_not_found');
  return workspace;
}

/** A channel that the bot can know of: public, or one it is in. @throws Refusal channel_not_found */
export function channelOf({ state, installation }: Call, id: string): Channel {
  const channel = state.channels.get(id);
  const known =
    channel &&
    !channel.deleted &&
    reaches(installation, channel.workspace) &&
    (channel.kind === 'public' || channel.members.has(installation.bot));
  if (!known) throw new Refusal('channel_not_found');
  return channel;
}

/** A person in a workspace that the token reaches, or met in a shared channel. @throws Refusal `error` */
export function userOf({ state, installation }: Call, id: string, error = 'user_not_found'): User {
  const user = state.users.get(id);
  const known =
    user &&
    (user === installation.bot ||
      (user.workspace && reaches(installation, user.workspace)) ||
      [...state.channels.values()].some(
        (it) => it.shared && it.members.has(user) && reaches(installation, it.workspace),
      ));
  if (!known) throw new Refusal(error);
  return user;
}

const scopeKind = { public: 'channels', private: 'groups', im: 'im', mpim: 'mpim' } as const;
/** The scope for a kind of channel, e.g. `channels:history`. */
export const scopeFor = ({ kind }: Channel, right: 'read' | 'history'): string =>
  `${scopeKind[kind]}:${right}`;
