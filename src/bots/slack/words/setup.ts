/** What is said about how the bot is set up in a workspace, on its Home tab and by `check`; mrkdwn. */
export const setupWords = {
  scopes: (missing: readonly (readonly [scope: string, use: string])[]) =>
    [
      `I was not given ${missing.length === 1 ? 'a right' : 'some rights'} that I ask for. Install me again to give ${missing.length === 1 ? 'it' : 'them'}:`,
      ...missing.map(([scope, use]) => `    \`${scope}\` for ${use}`),
    ].join('\n'),
  notMember: (channel: string) =>
    `I am not a member of ${channel}, and results can only be posted where I am. Invite me with \`/invite\`; until then they go to direct messages.`,
  notMemberAdmin: (channel: string, command: string) =>
    `I cannot post in ${channel}, where admins are to be told about the budget. Invite me there, or set another one with \`${command} credits limits admin_channel=#channel\`.`,
  groupGone: (group: string, command: string) =>
    `The user group ${group} is named in the limits, but it is no more. Set another one, such as \`${command} credits limits admins=@group\`.`,
  groupsUnread:
    'Limits name user groups, but I may not read who is in them, so those limits and admins do not count.',
  cannotAsk: 'Slack did not answer all that I asked, so something may be missing here. Please try again.',

  // The Home tab
  credits: 'Your credits',
  left: (percent: number) => `${percent} % of this month’s allowance left`,
  jobs: 'Your newest jobs',
  noJobs: 'You have asked for nothing yet.',
  start: 'Getting started',
  newForm: 'New enhancement',
  admin: 'For admins',
  missing: 'What is missing',
  limits: 'Change limits',
  budget: 'Change the budget',
  grant: 'Grant credits',

  // Small forms
  save: 'Save',
  close: 'Close',
  limitsTitle: 'Limits',
  budgetTitle: 'Budget',
  grantTitle: 'Credits',
  limitHint: (description: string, lifts: boolean) =>
    `${description} ${lifts ? '"none" lifts it; left' : 'Left'} empty, it is as at first.`,
  noLimit: 'none',
  what: 'What',
  give: 'Grant lasting credits',
  takeBack: 'Take lasting credits back',
  person: 'For whom',
  amount: 'How many credits',
  amountHint: 'Such as 12 or 0.5',
  reason: 'Why',
  reasonHint: 'It is kept with the entry.',
  unknownWho: 'Slack does not say in time who you are. Please try again.',
} as const;
