/** Whose token it is that one workspace, or one organisation, gave to its own Darkroom. */
import { webApi } from '@slack/bolt';
import { z } from 'zod';
import { NotConnected } from '../../../core/domain/failure.ts';
import type { Log } from '../../../core/log.ts';
import type { Team } from '../context.ts';
import { slackError } from '../errors.ts';
import { installWords as words } from '../words/install.ts';
import { clientOptions } from './clients.ts';
import type { Installations, Installed } from './installations.ts';

/** https://docs.slack.dev/reference/methods/auth.test */
const identitySchema = z.object({
  team_id: z.string().optional(),
  enterprise_id: z.string().nullish(),
  is_enterprise_install: z.boolean().nullish(),
  user_id: z.string(),
  bot_id: z.string(),
  response_metadata: z.object({ scopes: z.array(z.string()).optional() }).optional(),
});

/** @throws NotConnected when the token is no bot's of Slack's, or Slack cannot be reached. */
export async function identify(token: string, at: { apiUrl: string; log: Log }): Promise<Installed> {
  const client = new webApi.WebClient(token, clientOptions({ ...at, timeout: 10_000, retries: 2 }));
  const answer = await client.auth.test().catch((error: unknown) => {
    throw new NotConnected(
      error instanceof webApi.WebAPIPlatformError
        ? words.wrongToken(slackError(error))
        : words.unreachable(new URL(at.apiUrl).host),
      { cause: error },
    );
  });
  const parsed = identitySchema.safeParse(answer);
  if (!parsed.success) throw new NotConnected(words.wrongToken('not_a_bot'));
  const { team_id: team, enterprise_id: enterprise, is_enterprise_install: orgWide, ...it } = parsed.data;
  return {
    token,
    botUser: it.user_id,
    botId: it.bot_id,
    scopes: it.response_metadata?.scopes ?? [],
    ...(orgWide || team === undefined ? {} : { team }),
    ...(enterprise ? { enterprise } : {}),
  };
}

/** The installation that a token of one's own stands for; there is nothing to store. */
export function ownInstallation(own: () => Installed | undefined): Installations {
  const used = new Set<string>();
  const isThere = ({ team, enterprise }: Installed, at: Team) =>
    team === undefined ? enterprise === at.enterprise : team === at.id;
  return {
    async find(team) {
      const installed = own();
      return installed && isThere(installed, team) ? installed : undefined;
    },
    async named(id) {
      const { team, enterprise } = own() ?? {};
      if (team !== undefined && team !== id) return undefined;
      return (
        own() && { id, ...(enterprise === undefined ? {} : { enterprise }), orgWide: team === undefined }
      );
    },
    async seen({ id }) {
      used.add(id);
    },
    used: async ({ id }) => [...new Set([...used, id])],
    remove: async () => {},
  };
}
