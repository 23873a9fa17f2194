/** The browser that the page is tested in: whichever Chromium is on PATH. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** Undefined where none of them is on PATH. */
export function chromiumPath(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

export const noChromium =
  'There is no Chromium on PATH, so that the page was not tested in a browser: install one (on Debian: apt-get install chromium).';

/** Where test files reach the one browser of a run, in the processes of the tests. */
export const browserVariable = 'DARKROOM_BROWSER';

/** Its own sandbox needs rights that a container seldom has; it sees nothing but our own page. */
export const launchOptions = () => {
  const executablePath = chromiumPath();
  if (executablePath === undefined) throw new Error(noChromium);
  return { executablePath, chromiumSandbox: false };
};

/** Vitest's global setup: a browser takes seconds to start, so that all files share one. */
export default async function setup(): Promise<() => Promise<void>> {
  const server = await chromium.launchServer(launchOptions());
  process.env[browserVariable] = server.wsEndpoint();
  return () => server.close();
}
