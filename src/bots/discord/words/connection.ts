/** What is said about the connection to Discord, to whoever runs the place. */
export const connectionWords = {
  here: 'connected',
  standsBy: 'standing by: another process has Discord’s gateway, and this one takes over when that ends',
  notConnected: 'not connected yet; it is tried again and again',
} as const;
