/** What is said about the connection to Slack and about installing the app: to its owner, and in a browser. */
export const installWords = {
  wrongToken: (reason: string) =>
    `Slack does not accept SLACK_BOT_TOKEN (${reason}). Copy the Bot User OAuth Token again from your app's page, under OAuth & Permissions.`,
  wrongAppToken: (reason: string) =>
    `Slack does not accept SLACK_APP_TOKEN (${reason}). Make an app-level token with the scope connections:write under Basic Information, and switch Socket Mode on.`,
  unreachable: (host: string) =>
    `Slack cannot be reached at ${host}. Check the network, and SLACK_API_URL if it is set.`,
  tokenGone:
    'Slack no longer accepts SLACK_BOT_TOKEN: the app is not in the workspace any more. It is asked once a minute whether it is there again.',
  tokenBack: 'Slack accepts SLACK_BOT_TOKEN again.',
  tokenDoubted: 'Slack does not accept SLACK_BOT_TOKEN at the moment; it is asked again.',
  noSocket: 'no connection to Slack is open; one is tried again and again',
  notYet: 'it is not ready yet, or stops',

  socket: 'connected by Socket Mode',
  http: 'listens for requests of Slack on PORT at /slack/events',
  install: 'workspaces install it at /slack/install',

  notInstalled:
    'Darkroom is not installed in this workspace, or no longer. Somebody who may manage apps has to install it again.',
  broken: 'Something went wrong on our side. Please try again in a moment.',

  page: {
    installed: (where: string) => `Darkroom is now in ${where}`,
    next: (command: string) =>
      `In Slack, type ${command} in any channel, or choose Enhance… in the menu of a message with a picture.`,
    open: 'Open Slack',
    organisation: 'your organisation',
    organisationNext:
      'An organisation admin still has to add it to the workspaces that shall have it, in Slack under Manage organization > Apps.',
    denied: 'Darkroom was not installed',
    deniedNext: 'Nothing was changed.',
    failed: 'Darkroom could not be installed',
    failedNext: 'The link may be too old, or was opened in another browser. Please begin again.',
    again: 'Begin again',
  },
} as const;
