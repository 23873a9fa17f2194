/** The life of one job: where its time went, and what `npm run jobs` says of it. */
import type { Inspection } from '../../../core/inspect/inspection.ts';
import { inspectionLines } from '../../../core/inspect/lines.ts';
import { jobWords as words } from '../words/jobs.ts';

type Step = { name: string; kind: 'past' | 'run' | 'post'; from: number; to: number };

export function Timeline({ job, now }: { job: Inspection; now: number }) {
  const steps = stepsOf(job, now);
  const whole = Math.max(1, ...steps.map(({ to }) => to)) - job.createdAt;
  // Its title stands above it.
  const [, ...lines] = inspectionLines(job, now);
  let at = 0;
  return (
    <div class="life">
      {steps.length > 0 && (
        <svg class="span" height="34" role="img" aria-label={words.stepsAlt(steps.map(said))}>
          {steps.map((step) => {
            const [x, share] = [at, (100 * (step.to - step.from)) / Math.max(1, whole)];
            at += share;
            return (
              <>
                <rect class={step.kind} x={`${x}%`} width={`${Math.max(0.4, share)}%`} height="34" rx="3" />
                {share > 24 && (
                  <text class={step.kind} x={`${x + share / 2}%`} y="21" text-anchor="middle">
                    {said(step)}
                  </text>
                )}
              </>
            );
          })}
        </svg>
      )}
      <dl class="kv">
        {lines.map((line) => {
          const [, name = '', rest = line] = /^([^:]+): (.*)$/s.exec(line) ?? [];
          return (
            <div>
              <dt>{name}</dt>
              <dd>{rest}</dd>
            </div>
          );
        })}
      </dl>
    </div>
  );
}

const said = ({ name, from, to }: Step) => words.step(name, to - from);

/** One after the other, as far as is on record; one that goes on ends now. */
function stepsOf(job: Inspection, now: number): Step[] {
  const { createdAt, submittedAt, processingAt, completedAt, changedAt, state, notified } = job;
  const end = notified && job.waits === undefined ? changedAt : now;
  const given = submittedAt ?? (state === 'accepted' || state === 'queued' ? undefined : changedAt);
  const marks: readonly [name: string, kind: Step['kind'], from: number | undefined][] = [
    [words.steps.line, 'past', createdAt],
    [words.steps.given, 'past', given],
    [words.steps.runs, 'run', processingAt],
    [words.steps.handed, 'post', completedAt],
  ];
  const known = marks.flatMap(([name, kind, from]) => (from === undefined ? [] : [{ name, kind, from }]));
  return known
    .map((step, index) => ({ ...step, to: Math.max(step.from, known[index + 1]?.from ?? end) }))
    .filter(({ from, to }) => to > from);
}
