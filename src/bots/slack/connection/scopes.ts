/** What the app asks a workspace for, and what for; `slack/manifest.yaml` says the same. */

/** Without these something that everybody sees would not work. */
const neededFor = {
  commands: 'the slash command and both shortcuts',
  'chat:write': 'status messages',
  'files:read': 'taking files in, also those of a form, and hearing that one is deleted',
  'files:write': 'handing results over',
  'app_mentions:read': 'mentions in the thread of a file',
  'im:history': 'files and words in direct messages',
  'im:write': 'direct messages to somebody',
  'users:read': 'telling who is an admin of the workspace',
  'usergroups:read': 'limits and admins by user group',
} as const;

/** Whoever installs the app may leave these out; then the rest works without what they are for. */
const wantedFor = {
  'channels:read': 'seeing beforehand whether a result can be posted in a public channel',
  'groups:read': 'the same in a private channel',
  'im:read': 'the same in direct messages',
  'mpim:read': 'the same in group messages',
  'channels:history':
    'finding the file at the beginning of a thread, and new pictures where `rules` do something with them',
  'groups:history': 'the same in private channels',
  'mpim:history': 'the same in group messages',
  'reactions:read': 'emoji that run something on a picture',
  'channels:join': 'joining a public channel in which a result is wanted',
  'pins:write': 'pinning a result that was picked',
  'chat:write.public': 'status messages in public channels before joining',
} as const;

export type Scope = keyof typeof neededFor | keyof typeof wantedFor;
export const scopes: Readonly<Record<Scope, string>> = { ...neededFor, ...wantedFor };
/** Both kinds, in the manifest's order. */
export const neededScopes = Object.keys(neededFor) as (keyof typeof neededFor)[]; // Exactly the keys above.
export const wantedScopes = Object.keys(wantedFor) as (keyof typeof wantedFor)[]; // Exactly the keys above.
