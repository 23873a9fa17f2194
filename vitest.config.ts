import { defineConfig } from 'vitest/config';
import { CountReporter, LongestFirst } from './test/run/order-and-count.ts';
import { programsAsJavaScript } from './test/run/programs.ts';

export default defineConfig({
  plugins: [programsAsJavaScript()],
  test: {
    include: ['test/**/*.test.ts'],
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
    expect: { poll: { timeout: 50_000 } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
