/** The platforms, and which of them the settings switch on. A new one is a folder and a line here. */
import type { Platform } from '../core/platform.ts';
import { createTerminal } from './terminal/terminal.ts';

/** @param screen where the terminal platform draws. */
export function platformsFor(screen: NodeJS.WriteStream): Platform[] {
  return [createTerminal(screen)];
}
