/** What connects Slack: one workspace by its token, or many by OAuth; over a socket or over HTTP. */
import { z } from 'zod';
import { origin, platformSettings, secret, tokenLike, type Variables } from '../../settings/values.ts';

export type SlackSettings = Readonly<{
  apiUrl: string;
  command: string;
  /** Of one workspace. */
  botToken?: string;
  /** Of an app that workspaces install; its `stateSecret` also seals what they gave. */
  oauth?: { clientId: string; clientSecret: string; stateSecret: string };
  /** Socket Mode. */
  appToken?: string;
  /** Requests over HTTP, on PORT. */
  signingSecret?: string;
}>;

export const slackSettings = platformSettings({
  variables: z.object({
    SLACK_BOT_TOKEN: tokenLike('xoxb-'),
    SLACK_APP_TOKEN: tokenLike('xapp-'),
    SLACK_SIGNING_SECRET: secret.optional(),
    SLACK_CLIENT_ID: secret.optional(),
    SLACK_CLIENT_SECRET: secret.optional(),
    SLACK_STATE_SECRET: secret
      .refine((text) => text.length >= 16, 'must have 16 characters or more')
      .optional(),
    SLACK_COMMAND: z
      .string()
      .regex(/^\/[a-z0-9_-]{1,31}$/, 'must be a slash command such as /darkroom')
      .default('/darkroom'),
    SLACK_API_URL: origin.default('https://slack.com/api'),
  }),
  mistakes,
  made(it): SlackSettings | undefined {
    const {
      SLACK_BOT_TOKEN: botToken,
      SLACK_APP_TOKEN: appToken,
      SLACK_SIGNING_SECRET: signingSecret,
      SLACK_CLIENT_ID: clientId,
      SLACK_CLIENT_SECRET: clientSecret,
      SLACK_STATE_SECRET: stateSecret,
    } = it;
    const oauth = clientId && clientSecret && stateSecret && { clientId, clientSecret, stateSecret };
    if (!botToken && !oauth) return undefined;
    return {
      apiUrl: it.SLACK_API_URL,
      command: it.SLACK_COMMAND,
      ...(botToken && { botToken }),
      ...(oauth && { oauth }),
      // With both, the socket: no address has to be known outside.
      ...(appToken ? { appToken } : signingSecret && { signingSecret }),
    };
  },
});

/** What does not go together; each mistake begins with the variable to change. PORT is the program's own. */
function mistakes(it: Variables, listens: boolean): string[] {
  const oauth = ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET'] as const;
  const many = oauth.some((name) => it[name] !== undefined);
  const one = it.SLACK_BOT_TOKEN !== undefined;
  const half = it.SLACK_APP_TOKEN !== undefined || it.SLACK_SIGNING_SECRET !== undefined;
  if (!one && !many)
    return half ? ['SLACK_BOT_TOKEN must be set, too (or SLACK_CLIENT_ID, for many workspaces)'] : [];
  if (one && many) return ['SLACK_CLIENT_ID must be left out where SLACK_BOT_TOKEN names one workspace'];
  const found = many
    ? oauth
        .filter((name) => it[name] === undefined)
        .map((name) => `${name} must be set, too: many workspaces need ${oauth.join(', ')}`)
    : [];
  if (many && it.SLACK_APP_TOKEN !== undefined)
    found.push('SLACK_APP_TOKEN must be left out: many workspaces are served over HTTP');
  if (one && !half)
    found.push(
      'SLACK_APP_TOKEN must be set, too (Socket Mode), or SLACK_SIGNING_SECRET (requests over HTTP)',
    );
  if (many && it.SLACK_SIGNING_SECRET === undefined) found.push('SLACK_SIGNING_SECRET must be set, too');
  if (listens && it.SLACK_APP_TOKEN === undefined && found.length === 0 && it.PORT === undefined)
    found.push('PORT must be set: Slack sends its requests there');
  return found;
}
