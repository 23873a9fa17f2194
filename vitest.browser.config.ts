import { defineConfig } from 'vitest/config';
import { CountReporter } from './test/run/order-and-count.ts';
import { programsAsJavaScript } from './test/run/programs.ts';

// A browser on two cores that others use, too.
const longestMs = 180_000;

export default defineConfig({
  plugins: [programsAsJavaScript()],
  test: {
    include: ['test/browser/**/*.test.ts'],
    globalSetup: ['test/run/programs.ts', 'test/run/chromium.ts'],
    setupFiles: ['test/run/setup.ts'],
    reporters: ['default', new CountReporter()],
    pool: 'forks',
    isolate: false,
    // Beside each of them the browser works.
    maxWorkers: 2,
    expect: { poll: { timeout: longestMs * 0.25 } },
    testTimeout: longestMs,
    hookTimeout: longestMs,
  },
});
