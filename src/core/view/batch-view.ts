/** What the one card of several jobs says: the views of its jobs as lines, and all of them together. */
import type { Member } from '../domain/asked/batch.ts';
import { batchWords as words } from '../words/batch.ts';
import { money } from '../words/failures/failures.ts';
import { status } from '../words/status.ts';
import type { BatchLine, View, ViewState } from './view.ts';

/** A job's view; and what it costs, in thousandths of a credit. */
export type Seen = Member & { view: View | undefined };

function lineOf({ view, position, name, refused, coming }: Seen): BatchLine {
  const named = name ?? view?.sourceName ?? `${position + 1}`;
  if (!view) {
    const said = coming ? words.coming : `${refused?.text ?? words.notBegun} ${money.nothing}`;
    return { position, name: named, state: coming ? 'QUEUED' : 'FAILED', over: !coming, said, view };
  }
  const said = view.over
    ? view.state === 'COMPLETED'
      ? (view.sizes ?? '')
      : view.line
    : view.result
      ? words.here
      : view.line;
  return { position, name: named, state: view.state, over: view.over, said, view };
}

/** @param base of the job that has the card: whose it is, what is done, and in which form. */
export function batchViewOf(base: View, seen: readonly Seen[], version: number): View {
  const lines = seen.map(lineOf);
  const views = lines.flatMap(({ view }) => (view ? [view] : []));
  const titles = new Set(views.map(({ title }) => title));
  const over = lines.every((line) => line.over);
  const tally = {
    count: lines.length,
    done: lines.filter((it) => it.view?.result !== undefined && it.state !== 'FAILED').length,
    failed: lines.filter(({ state }) => state === 'FAILED').length,
    cancelled: lines.filter(({ state }) => state === 'CANCELLED').length,
  };
  const cancellable = views.some((view) => view.cancellable);
  const paid = seen.filter(({ view }) => view?.cancelNote !== undefined && view.cancellable);
  const spent = (jobs: readonly Seen[], of: 'price' | 'charged') =>
    jobs.reduce((sum, { job }) => sum + (job?.[of] ?? 0), 0);
  const waits = !over && lines.some((it) => !it.over && it.view?.result !== undefined);
  const open = seen.filter(({ job }) => job?.hold === 'reserved');
  const losses = [...new Set(views.flatMap((view) => view.losses))];
  const {
    whenMoving: _,
    repair: __,
    compares: ___,
    cameAs: ____,
    page: _____,
    versioned: ______,
    ...rest
  } = base;
  return {
    ...rest,
    version,
    state: stateOf(lines),
    over,
    title: titles.size > 1 ? base.title : words.title(base.title, lines.length),
    sourceName: undefined,
    price:
      open.length > 0
        ? status.atMost(spent(open, 'price') + spent(seen, 'charged'))
        : status.paid(spent(seen, 'charged')),
    line: [words.tally(tally), ...(waits ? [words.together] : [])].join(' · '),
    news: JSON.stringify(lines.map(({ state, view }) => [state, view?.news])),
    progress: over ? 1 : progressOf(lines),
    cancellable,
    cancelCost: cancellable
      ? paid.length === 0
        ? status.freeToCancel
        : status.cancelCosts(spent(paid, 'price'))
      : undefined,
    cancelNote:
      cancellable && paid.length > 0 ? words.cancelNote(paid.length, spent(paid, 'price')) : undefined,
    source: undefined,
    result: undefined,
    resultName: undefined,
    sizes: undefined,
    took: undefined,
    losses,
    differences: [],
    next: [],
    removed: views.length > 0 && views.every((view) => view.removed),
    undelivered: false,
    batch: lines,
  };
}

function stateOf(lines: readonly BatchLine[]): ViewState {
  const is = (state: ViewState) => lines.some((line) => line.state === state);
  if (lines.some((line) => !line.over)) return is('PROCESSING') || is('COMPLETED') ? 'PROCESSING' : 'QUEUED';
  if (is('COMPLETED')) return 'COMPLETED';
  return is('FAILED') ? 'FAILED' : 'CANCELLED';
}

/** Of all of them together; what nobody can say of one counts as not begun. */
const progressOf = (lines: readonly BatchLine[]): number | undefined => {
  const parts = lines.map(({ over, view }) => (over ? 1 : (view?.progress ?? 0)));
  return parts.reduce((sum, part) => sum + part, 0) / lines.length;
};
