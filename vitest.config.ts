import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The loopback Slack waits for its adapter: until then its own tests run by SLACK_BED=1.
    exclude: process.env.SLACK_BED ? [] : ['test/slack/**', 'test/slack-bed.test.ts'],
    setupFiles: ['test/setup.ts'],
    reporters: ['default', './test/reporter.ts'],
    // A file per process: an open handle, a child or a leaked server belongs to one file and is found there.
    pool: 'forks',
    // More than cores: a part of the time goes by waiting for a child or a clock.
    maxWorkers: 3,
    expect: { poll: { timeout: 15_000 } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
