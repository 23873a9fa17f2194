/** What is said of several files that are asked for at once. Plain text. */
export const batchWords = {
  cancelAll: 'Cancel all',
  cancelRest: 'Cancel the rest',
  cancelRestAsked: 'Cancel the rest…',
  cancelDialogue: { title: 'Cancel all that is not done?', yes: 'Cancel them', no: 'Keep them running' },
  cancelOne: 'Cancel one…',
  /** `Run again: falls.jpg` */
  of: (label: string, name: string) => `${label}: ${name}`,
  tryAgain: 'Try one again…',
  /** Under the results. */
  goOn: 'Go on with one of them…',
  /** `3. lanterns-4x.jpg` */
  numbered: (position: number, name: string) => `${position + 1}. ${name}`,
  /** @param most at once @param left names */
  tooMany: (most: number, left: readonly string[]) =>
    `I take ${most} files at once. Ask again for ${left.join(', ')}.`,
  removeDialogue: (count: number) => ({
    title: 'Remove the results?',
    text: `The message with all ${count} results is deleted for everybody.`,
    yes: 'Remove all',
    no: 'Keep',
  }),
} as const;
