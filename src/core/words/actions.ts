/** What can be done with a job, and what is said when it cannot be. */
export const actions = {
  cancel: 'Cancel',
  /** It is asked first whether it is really meant. */
  cancelPaid: 'Cancel…',
  again: 'Run again',
  change: 'Run again with changes…',
  remove: 'Remove…',

  reading: 'Reading the file',
  gone: 'This job is no longer known. `jobs` lists yours.',
  fileGone: 'The file is no longer kept. Please ask with a new one.',
  cannotCancel: 'It is past the point where it can be cancelled. Its result comes by itself, or is here.',
  /** Of a job without a result. @param how it ended, in a sentence */
  overAlready: (how: string) => `It is over already. ${how}`,
  cancelling: 'It is being cancelled.',
  removed: 'Removed.',
  cannotRemove: 'I could not remove it. Delete its message yourself, or ask an admin.',
  dropped: 'Not run. Nothing was charged.',
  sentDirectly: 'The result was sent to you as a direct message.',
  tooLarge: (size: string, limit: string) =>
    `The result has ${size}, more than the ${limit} that can be posted here.`,
  restarting: 'I am just being restarted. Please try again in a moment.',
} as const;
