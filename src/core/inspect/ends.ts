/** Whose fault it was that a job ended without a result, as far as its failure's code tells. */
import { mends } from '../domain/repairs.ts';
import { briefly } from '../words/failures/brief.ts';
import { isFailureCode } from '../words/failures/failures.ts';
import { outcomeFailures } from '../words/failures/outcome.ts';
import { sourceFailures } from '../words/failures/source.ts';

/**
 * `file`: the person's file or link. `owner`: whoever runs the bot has to act at the provider. `provider`: it broke or did not
 * answer. `chat`: what was made could not be posted. `ours`: our program or its machine. `rules`: admins took it back.
 */
export type EndClass = 'file' | 'owner' | 'provider' | 'chat' | 'ours' | 'rules' | 'other';

const named: Readonly<Record<string, EndClass>> = {
  'result-unreadable': 'provider',
  expired: 'provider',
  lost: 'provider',
  uncertain: 'provider',
  'cannot-deliver': 'chat',
  storage: 'ours',
  forgotten: 'ours',
  'no-writes': 'ours',
  'file-gone': 'ours',
  'file-needs-ffmpeg': 'ours',
  'reader-busy': 'ours',
  crashed: 'ours',
  withdrawn: 'rules',
  'switched-off': 'rules',
};

function endClassOf(code: string): EndClass {
  if (named[code]) return named[code];
  if (!isFailureCode(code)) return 'other';
  if (mends[code] === 'owner') return 'owner';
  if (code.startsWith('provider-')) return 'provider';
  return code in sourceFailures || code in outcomeFailures ? 'file' : 'other';
}

type Counted = { code: string; count: number };

/** The jobs of some days that ended, by how; `briefly`: a failure in five words. */
export type Ends = {
  done: number;
  cancelled: number;
  failed: number;
  /** The most first. */
  classes: { name: EndClass; count: number; codes: (Counted & { briefly: string })[] }[];
};

export function endsFrom(days: readonly { done: number; ended: readonly Counted[] }[]): Ends {
  const sums = new Map<string, number>();
  for (const { code, count } of days.flatMap(({ ended }) => ended))
    sums.set(code, (sums.get(code) ?? 0) + count);
  const { cancelled = 0, 'step-before': after = 0, ...failures } = Object.fromEntries(sums);
  const classes = new Map<EndClass, Counted[]>();
  for (const [code, count] of Object.entries(failures)) {
    const name = endClassOf(code);
    classes.set(name, [...(classes.get(name) ?? []), { code, count }]);
  }
  const total = (some: readonly Counted[]) => some.reduce((sum, { count }) => sum + count, 0);
  return {
    done: days.reduce((sum, { done }) => sum + done, 0),
    cancelled: cancelled + after,
    failed: Object.values(failures).reduce((sum, count) => sum + count, 0),
    classes: [...classes]
      .map(([name, codes]) => ({
        name,
        count: total(codes),
        codes: codes
          .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1))
          .map((it) => ({ ...it, briefly: briefly(isFailureCode(it.code) ? it.code : undefined) })),
      }))
      .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1)),
  };
}
