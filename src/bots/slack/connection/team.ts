/** Which workspace something was done in, and by which installation the app is there. */
import { z } from 'zod';
import type { Team } from '../context.ts';

const id = z.string().min(1);
/** A command is a form, in which everything is text. */
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);
const named = z.object({ id, enterprise_id: id.nullish() });

/** What Slack's payloads have of it, each in its own way. */
const payloadSchema = z.object({
  team_id: id.nullish(),
  enterprise_id: id.nullish(),
  team: z.union([named, id]).nullish(),
  enterprise: named.nullish(),
  is_enterprise_install: flag.nullish(),
  user: z.object({ team_id: id.nullish() }).or(z.string()).nullish(),
  view: z.object({ app_installed_team_id: id.nullish(), team_id: id.nullish() }).nullish(),
  authorizations: z
    .array(z.object({ team_id: id.nullish(), enterprise_id: id.nullish(), is_enterprise_install: flag }))
    .nullish(),
});

/**
 * The workspace of a command, a shortcut, a press, a submission or an event's whole body (not of an event alone, which
 * names its author's workspace: in a shared channel that may be another one).
 * @throws Error where there is none: then it is not from Slack.
 */
export function teamOf(payload: unknown): Team {
  const it = payloadSchema.parse(payload);
  const [authorized] = it.authorizations ?? [];
  const ofTeam = typeof it.team === 'object' ? it.team : undefined;
  // Where the app is installed for an organisation, an interaction has no team; a person's own is the best guess.
  const own = typeof it.user === 'object' ? it.user?.team_id : undefined;
  const found = [
    it.view?.app_installed_team_id,
    authorized?.team_id,
    it.team_id,
    ofTeam?.id ?? (typeof it.team === 'string' ? it.team : undefined),
    own,
    it.view?.team_id,
    // `E…` is an organisation, which stands here where the app was installed for all of it.
  ].find((each): each is string => typeof each === 'string' && !each.startsWith('E'));
  const enterprise =
    authorized?.enterprise_id ?? it.enterprise_id ?? it.enterprise?.id ?? ofTeam?.enterprise_id ?? undefined;
  const orgWide = authorized?.is_enterprise_install ?? it.is_enterprise_install ?? false;
  // What is about an organisation as a whole, such as its uninstalling the app, is about none of its workspaces.
  const team = found ?? (orgWide ? enterprise : undefined);
  if (team === undefined) throw new Error('there is no workspace in this');
  return { id: team, ...(enterprise ? { enterprise } : {}), orgWide };
}
