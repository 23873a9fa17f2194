/** What stands beside each command in the list that opens with a stroke. */
export const commandWords = {
  credits: 'What you have, and what it went on',
  jobs: 'Your jobs',
  presets: 'Settings that you have kept',
  preferences: 'How your results are compared',
  privacy: 'Who may use what you post',
  pot: 'The credits that all here share',
  versions: 'What was made of a picture, and the votes for it',
  try: 'Try several ways on a part of a picture',
  usage: 'Who used what (admins)',
  help: 'What this can do',
} as const;
