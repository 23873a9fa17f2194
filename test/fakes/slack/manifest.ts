/** The app's manifest, as far as it decides what people can do and what the app is told. */

/** The part that is read, in Slack's own names. https://docs.slack.dev/reference/app-manifest */
export type Manifest = {
  display_information: { name: string };
  features: {
    bot_user?: { display_name: string };
    shortcuts?: readonly { name: string; type: string; callback_id: string }[];
    slash_commands?: readonly { command: string; should_escape?: boolean }[];
  };
  oauth_config: {
    redirect_urls?: readonly string[];
    scopes: { bot?: readonly string[]; bot_optional?: readonly string[] };
  };
  settings: {
    event_subscriptions?: { bot_events?: readonly string[] };
    org_deploy_enabled?: boolean;
  };
};

/** An app with every way in; give the project's own to `startSlack` instead. */
export const defaultManifest: Manifest = {
  display_information: { name: 'Darkroom' },
  features: {
    bot_user: { display_name: 'Darkroom' },
    shortcuts: [
      { name: 'Enhance…', type: 'message', callback_id: 'enhance_message' },
      { name: 'New enhancement', type: 'global', callback_id: 'enhance_global' },
    ],
    slash_commands: [{ command: '/darkroom', should_escape: false }],
  },
  oauth_config: {
    scopes: {
      bot: [
        ...['app_mentions:read', 'chat:write', 'commands', 'files:read', 'files:write', 'im:history'],
        ...['im:write', 'team:read', 'users:read', 'usergroups:read'],
      ],
      bot_optional: [
        ...[
          'channels:history',
          'groups:history',
          'mpim:history',
          'channels:join',
          'pins:write',
          'chat:write.public',
        ],
        ...['channels:read', 'groups:read', 'im:read', 'mpim:read'],
      ],
    },
  },
  settings: {
    event_subscriptions: {
      bot_events: ['app_home_opened', 'app_mention', 'app_uninstalled', 'message.im', 'tokens_revoked'],
    },
    org_deploy_enabled: true,
  },
};

/** Every scope that an installation gets when nobody unticks the optional ones. */
export const scopesOf = ({ oauth_config: { scopes } }: Manifest): string[] => [
  ...(scopes.bot ?? []),
  ...(scopes.bot_optional ?? []),
];
