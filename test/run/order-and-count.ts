/** In which order a run takes the test files, and the line at its end. */
import { BaseSequencer, type Reporter, type TestModule, type TestSpecification } from 'vitest/node';

/**
 * Files below `test`, roughly by how long each takes; one that is not there any more changes nothing. Without a memory of
 * earlier runs Vitest goes by size, and a short file that takes long would be left for the end, where nothing runs
 * beside it.
 */
const longest = [
  ...['core/jobs/kill', 'credits/engine', 'slack/cards/refusals', 'slack/commands/jobs', 'slack/slack'],
  ...['program/enhance', 'program/enhance-interrupted', 'program/start', 'ledger/ledger', 'media/fit/video'],
  ...['slack/requests/shortcut', 'slack/cards/faults', 'core/jobs/engine-stop', 'core/jobs/engine-faults'],
  ...['slack/requests/mention', 'slack/form/models', 'program/start-slack', 'media/convert/outgoing'],
  ...['embedded/redis', 'discord/discord', 'media/metadata/metadata', 'core/jobs/losses', 'lab/sources'],
  ...[
    'media/fit/fit',
    'media/fit/plays',
    'provider/memory',
    'program/credits',
    'lab/ffmpeg',
    'embedded/service',
  ],
  ...['core/jobs/engine-cancel-all', 'ledger/mutants', 'media/types'],
];

const place = ({ moduleId }: TestSpecification): number => {
  const at = longest.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
  return at < 0 ? longest.length : at;
};

/** Vitest takes a class. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((one, other) => place(one) - place(other));
  }
}

/** Prints `N passed, N failed` as the very last line; files that could not be loaded and unhandled errors count as failures. */
export class CountReporter implements Reporter {
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
