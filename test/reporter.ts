import type { Reporter, TestModule } from 'vitest/node';

/** Prints `N passed, N failed` as the very last line; files that could not be loaded and unhandled errors count as failures. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    let passed = 0;
    let skipped = 0;
    let failed = unhandled.length;
    for (const module of modules) {
      if (module.state() === 'failed' && module.children.allTests('failed').next().done) failed += 1;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed += 1;
        else if (state === 'failed') failed += 1;
        else skipped += 1;
      }
    }
    const note = skipped > 0 ? `${skipped} skipped: they need a redis-server on PATH\n` : '';
    // After the default reporter's own summary, which is written in the same turn.
    setImmediate(() => process.stdout.write(`${note}${passed} passed, ${failed} failed\n`));
  }
}
