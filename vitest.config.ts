import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    reporters: ['default', './test/reporter.ts'],
    // A file per process: an open handle, a child or a leaked server belongs to one file and is found there.
    pool: 'forks',
    // One worker per core: half of the time goes by waiting for a child or a clock.
    maxWorkers: 3,
    expect: { poll: { timeout: 15_000 } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
