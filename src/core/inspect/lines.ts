/** What is known of jobs as lines of plain text, which every platform can show. */
import type { Json, MediaFile } from '../domain/job.ts';
import { bytes } from '../words/amounts.ts';
import { asItIs, type Names } from '../words/names.ts';
import { shape } from '../words/status.ts';
import type { Inspection, Unfinished } from './inspection.ts';
import { inspectWords as words } from './words.ts';

/** One line a job: how old, what it is and of which file, what it costs at most, whose, and what it waits for. */
export function unfinishedLines(jobs: readonly Unfinished[], now: number, names: Names = {}): string[] {
  if (jobs.length === 0) return [words.nothing];
  return jobs.map(({ id, createdAt, state, title, sourceName, reason, price, requester, platform, waits }) =>
    [
      ...[id, words.span(now - createdAt), words.stateFor(state, reason), title],
      ...(sourceName === undefined ? [] : [asItIs(sourceName)]),
      words.atMost(price),
      (names.person ?? asItIs)(requester),
      ...(waits ? [words.waits(waits, platform, now)] : []),
    ].join(' · '),
  );
}

/** Everything about one job, a line for each question. */
export function inspectionLines(it: Inspection, now: number, names: Names = {}): string[] {
  const { waits, queue, lastAnswer, failure, platform } = it;
  return [
    words.title(it.id, it.title),
    words.state(it.state, it.phase, it.changedAt, now),
    words.waitsFor(waits && words.waits(waits, platform, now)),
    words.due(it.due, now),
    ...(queue ? [words.position(queue.position, queue.startsInMs)] : []),
    words.holder(it.holder, now),
    words.attempts(it.tries, it.faults, it.missing?.count ?? 0),
    words.provider(it.requestId, lastAnswer && words.answer(lastAnswer.status, lastAnswer.at, now)),
    words.credits(it),
    words.settings(
      Object.entries(it.settings).map(([name, value]) =>
        typeof value === 'object' ? words.characters(name, value.characters) : words.setting(name, value),
      ),
    ),
    words.file('Source', sourceParts(it)),
    words.file('Result', it.result ? fileParts(it.result) : []),
    words.asked((names.person ?? asItIs)(it.requester), platform, it.scope),
    words.address(addressParts(it.address)),
    words.times(
      Object.entries({
        asked: it.createdAt,
        submitted: it.submittedAt,
        'seen running': it.processingAt,
        'seen completed': it.completedAt,
        changed: it.changedAt,
      }).flatMap(([what, at]) => (at === undefined ? [] : `${what} ${clockTime(at)}`)),
    ),
    ...(it.tookMs === undefined ? [] : [words.took(it.tookMs)]),
    words.cancel(it.cancelRequested),
    ...(failure ? [words.failure(failure.code, failure.sentence)] : []),
  ];
}

/** `2026-11-21 06:10:03.250`: to be found in a log. */
const clockTime = (at: number) => new Date(at).toISOString().replace('T', ' ').replace('Z', '');

const fileParts = (file: MediaFile & { kept: boolean }): string[] => [
  ...[file.type, shape(file)],
  words.kept(file.name, file.kept),
];

function sourceParts({ source, sourceFile }: Inspection): string[] {
  const { from, file, fileName } = source;
  const found = sourceFile
    ? fileParts(sourceFile)
    : file
      ? [file.type, bytes(file.bytes), words.kept(file.name, file.kept)]
      : [];
  return [
    ...(fileName === undefined ? [] : [asItIs(fileName)]),
    ...(from === undefined ? [] : [words.link(from)]),
    ...found,
  ];
}

/** `channel C123, thread 17.5`; what lies deeper has its path. */
function addressParts(json: Json, path = ''): string[] {
  if (json === null) return [];
  if (typeof json !== 'object') return [`${path} ${asItIs(String(json))}`.trim()];
  return Object.entries(json).flatMap(([name, value]) =>
    addressParts(value, path === '' ? name : `${path}.${name}`),
  );
}
