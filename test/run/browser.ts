/** `npm run test:browser`: the page in a real browser; where there is none, that is said in one line and is no failure. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { chromiumPath, noChromium } from './chromium.ts';

if (chromiumPath() === undefined) console.log(noChromium);
else {
  const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
  const given = ['run', '--config', 'vitest.browser.config.ts', ...process.argv.slice(2)];
  const child = spawn(process.execPath, [vitest, ...given], { stdio: 'inherit' });
  const [code] = await once(child, 'close');
  process.exitCode = code ?? 1;
}
