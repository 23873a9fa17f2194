import { defineConfig } from 'vitest/config';
import { CountReporter, LongestFirst } from './test/run/order-and-count.ts';
import { programsAsJavaScript } from './test/run/programs.ts';

// FFmpeg in WebAssembly has one thread and is ten times slower.
const longestMs = process.env.TEST_FFMPEG === 'wasm' ? 300_000 : 60_000;

export default defineConfig({
  plugins: [programsAsJavaScript()],
  test: {
    include: ['test/**/*.test.ts'],
    // They need a browser (vitest.browser.config.ts).
    exclude: ['test/browser/**'],
    globalSetup: ['test/run/programs.ts'],
    setupFiles: ['test/run/setup.ts'],
    reporters: ['default', new CountReporter()],
    // A few processes for all files, each of which has modules of its own and may leave nothing open (test/run/setup.ts):
    // with a process for each file, loading the same packages again and again would take a third of the time.
    pool: 'forks',
    isolate: false,
    // More than twice the cores: most of a file's time goes by waiting for a child or a clock.
    maxWorkers: 5,
    sequence: { sequencer: LongestFirst },
    // A condition may take as long as its test, and a little less, so that it is said what was waited for.
    expect: { poll: { timeout: longestMs * 0.8 } },
    testTimeout: longestMs,
    hookTimeout: longestMs,
  },
});
