/** What all see of what several people, or the pot, pay for: lines that read aloud, and what can be pressed. */
import { sourceNameOf } from '../../core/domain/file-names.ts';
import type { Purchase } from '../../core/domain/pots/purchase.ts';
import { momentUtc } from '../../core/words/amounts.ts';
import { bar } from '../../core/words/status.ts';
import type { Action } from '../action.ts';
import type { Style } from '../reply.ts';
import { potWords as words } from './words.ts';

type Names = Pick<Style, 'person' | 'moment'>;

/** Amounts on buttons, in thousandths of a credit. */
const amounts = [5_000, 20_000];

const whatOf = ({ title, wait, command: { source } }: Purchase) => ({
  title,
  wait,
  name: source && sourceNameOf(source),
});

export function linesOf(it: Purchase, { person = (id) => id, moment = momentUtc }: Names): string[] {
  const { kind, command, price, state, needed } = it;
  const who = person(command.requester);
  if (kind === 'chip') {
    const gave = it.pledges.map((each) => words.gave(person(each.person), each.amount)).join(' · ');
    const ends =
      state === 'open'
        ? [words.terms(moment(it.until))]
        : state === 'funded'
          ? [words.full]
          : state === 'made'
            ? [words.runs(price)]
            : [overOf(it)];
    const isBack = state === 'over' && it.job === undefined;
    return [
      words.chipInFor(who, whatOf(it)),
      ...(isBack ? [] : [`${bar(it.pledged / price)} · ${words.progress(it.pledged, price)}`]),
      ...(gave === '' ? (state === 'open' ? [words.nobodyYet] : []) : [gave]),
      ...ends,
    ];
  }
  const agreed = [words.agreed(it.approvals.length, needed), words.by(it.approvals.map((id) => person(id)))];
  return [
    words.asksPot(who, price, whatOf(it)),
    ...(needed > 0 ? [agreed.join(' · ')] : []),
    state === 'open' ? words.potTerms(moment(it.until)) : state === 'funded' ? words.potBegins : overOf(it),
  ];
}

function overOf(it: Purchase): string {
  if (it.job !== undefined)
    return it.kind === 'pot' ? words.potPays(it.price) : words.ran(it.price - (it.back ?? 0), it.back ?? 0);
  const back = it.kind === 'pot' ? 0 : (it.back ?? 0);
  return `${words.why(it.why)} ${words.back(back)}`;
}

export function actionsOf(it: Purchase): Action[] {
  const { id, kind, state } = it;
  if (state !== 'open') return [];
  if (kind === 'pot')
    return [
      { act: 'pot', id, argument: 'approve', label: words.approve, style: 'primary' },
      { act: 'pot', id, argument: 'decline', label: words.decline },
      { act: 'pot', id, argument: 'stop', label: words.withdraw },
    ];
  const missing = it.price - it.pledged;
  return [
    ...amounts
      .filter((amount) => amount < missing)
      .map(
        (amount): Action => ({ act: 'pledge', id, argument: String(amount), label: words.amount(amount) }),
      ),
    { act: 'pledge', id, argument: 'other', label: words.other },
    { act: 'pledge', id, argument: `rest.${missing}`, label: words.rest(missing), style: 'primary' },
    { act: 'pledge', id, argument: 'back', label: words.takeBack },
    { act: 'pledge', id, argument: 'stop', label: words.stop },
  ];
}
