/** What connects Slack: one workspace by its token, or many by OAuth; over a socket or over HTTP. */

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

/** The variables as far as they are set, checked or not. */
export type SlackVariables = Readonly<{
  SLACK_BOT_TOKEN?: string | undefined;
  SLACK_APP_TOKEN?: string | undefined;
  SLACK_SIGNING_SECRET?: string | undefined;
  SLACK_CLIENT_ID?: string | undefined;
  SLACK_CLIENT_SECRET?: string | undefined;
  SLACK_STATE_SECRET?: string | undefined;
}>;

/**
 * What does not go together; each mistake begins with the variable to change.
 * @param hears this process is to hear people on Slack.
 */
export function slackMistakes(it: SlackVariables & { PORT?: unknown }, hears: boolean): string[] {
  const oauth = ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET'] as const;
  const many = oauth.some((name) => it[name] !== undefined);
  const one = it.SLACK_BOT_TOKEN !== undefined;
  const half = it.SLACK_APP_TOKEN !== undefined || it.SLACK_SIGNING_SECRET !== undefined;
  if (!one && !many)
    return half ? ['SLACK_BOT_TOKEN must be set, too (or SLACK_CLIENT_ID, for many workspaces)'] : [];
  if (one && many) return ['SLACK_CLIENT_ID must be left out where SLACK_BOT_TOKEN names one workspace'];
  const mistakes = many
    ? oauth
        .filter((name) => it[name] === undefined)
        .map((name) => `${name} must be set, too: many workspaces need ${oauth.join(', ')}`)
    : [];
  if (many && it.SLACK_APP_TOKEN !== undefined)
    mistakes.push('SLACK_APP_TOKEN must be left out: many workspaces are served over HTTP');
  if (one && !half)
    mistakes.push(
      'SLACK_APP_TOKEN must be set, too (Socket Mode), or SLACK_SIGNING_SECRET (requests over HTTP)',
    );
  if (many && it.SLACK_SIGNING_SECRET === undefined) mistakes.push('SLACK_SIGNING_SECRET must be set, too');
  if (hears && it.SLACK_APP_TOKEN === undefined && mistakes.length === 0 && it.PORT === undefined)
    mistakes.push('PORT must be set: Slack sends its requests there');
  return mistakes;
}

/** After `slackMistakes` found none. */
export function slackFrom(
  it: SlackVariables & { SLACK_COMMAND: string; SLACK_API_URL: string },
): SlackSettings | undefined {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = it;
  const [clientId, clientSecret, stateSecret] = [
    it.SLACK_CLIENT_ID,
    it.SLACK_CLIENT_SECRET,
    it.SLACK_STATE_SECRET,
  ];
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
}
