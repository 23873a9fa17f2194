/** What the page's chat is made of. */
import type { ConnectParts } from '../parts.ts';
import type { WebSettings } from './settings.ts';

export type WebOptions = WebSettings &
  Omit<ConnectParts, 'leaderLock' | 'vault'> & {
    /** Others than this machine's can reach it. */
    isOpen: boolean;
    /** Serve the page; false: only edit and post. */
    listens: boolean;
  };
