/**
 * The order of the files in a run: without a memory of earlier ones Vitest goes by their size, and a short file that
 * takes long would be left for the end, where nothing runs beside it.
 */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Below `test`, roughly by how long each takes; one that is not there any more changes nothing. */
const longest = [
  'core/jobs/kill',
  ...['slack/cards/refusals', 'slack/commands/jobs', 'slack/slack', 'media/fit/video', 'ledger/ledger'],
  ...['slack/requests/shortcut', 'slack/cards/faults', 'core/jobs/engine-stop', 'core/jobs/engine-faults'],
  ...['slack/requests/mention', 'slack/form/models', 'credits/engine', 'ledger/mutants', 'program/start'],
  ...['embedded/redis', 'program/enhance', 'discord/discord', 'media/fit/fit', 'provider/memory'],
  ...['program/credits', 'program/start-slack', 'lab/ffmpeg', 'core/jobs/engine-cancel-all'],
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
