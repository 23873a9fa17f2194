import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/longest-first.ts';
import { programsAsJavaScript } from './test/programs-plugin.ts';

export default defineConfig({
  plugins: [programsAsJavaScript()],
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/compile.ts'],
    setupFiles: ['test/setup.ts'],
    reporters: ['default', './test/reporter.ts'],
    // A few processes for all files, each of which has modules of its own and may leave nothing open (test/setup.ts):
    // with a process for each file, loading the same packages again and again would take a third of the time.
    pool: 'forks',
    isolate: false,
    // More than twice the cores: most of a file's time goes by waiting for a child or a clock.
    maxWorkers: 5,
    sequence: { sequencer: LongestFirst },
    // A condition may take as long as its test, and a little less, so that it is said what was waited for.
    expect: { poll: { timeout: 50_000 } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
