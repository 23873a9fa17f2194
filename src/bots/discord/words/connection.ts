/** What is said about the connection to Discord, to whoever runs the place. */
export const connectionWords = {
  standsBy: 'stands by: another process has the connection to Discord',
  notConnected: 'the connection to Discord is not open; it is tried again and again',
} as const;
