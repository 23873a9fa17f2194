/** What the program's own server says to whoever opens a link to a result, which may be anybody. */
export const linkPages = {
  /** The same for a link that was never made and one whose time is over. */
  nothing:
    'There is nothing here, or nothing any more. Ask for the file once more where its result was posted.',
  busy: 'As many files are being fetched as can be at once. Open the link again in a minute.',
} as const;
