/** What keeps Darkroom from starting. */
import { entry } from './entry.ts';

export const startFailures = {
  'records-newer': entry(
    (it: { stored: number; known: number }) =>
      `What is stored in Redis has version ${it.stored}, from a newer Darkroom; this one knows version ${it.known} and has left it as it is.`,
    'Start the newer Darkroom again.',
  ),
} as const;
