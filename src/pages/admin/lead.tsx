/** The page opens with a sentence: what is on the way, and what is wrong. */
import type { Shown } from './gather.ts';
import { sum } from './words/numbers.ts';
import { adminWords as words } from './words/page.ts';

/** What is left at the provider is said where it is less than one run of the dearest model, in US dollars. */
const little = 2;
/** ms. A refusal is no news any more after a day. */
const newsMs = 86_400_000;

function onTheWay({ about, now }: Shown): string | undefined {
  if (!about) return undefined;
  const { onTheWay: count, waiting, running } = about.overview.queue;
  if (count === 0) return words.nothing;
  const oldest = Math.min(...[...waiting, ...running].map(({ at }) => at));
  const since = Number.isFinite(oldest) ? `, ${words.oldest(now - oldest)}` : '';
  return `${words.onTheWay(count)}${since}.`;
}

/** Sentences. */
function whatIsWrong({ about, redis, weakness, account, hearing, now }: Shown): string[] {
  const ignored = about?.overview.queue.ignoredMs;
  return [
    ...('trouble' in redis ? [`${redis.trouble}.`, words.away] : []),
    ...(ignored === undefined ? [] : [words.ignored(ignored)]),
    ...accountTrouble(account, now),
    ...hearing.flatMap(({ title, hearing: it }) =>
      it.heard === 'nowhere' ? [words.deaf(title, it.why)] : [],
    ),
    ...(weakness === undefined ? [] : [weakness]),
  ];
}

function accountTrouble(account: Shown['account'], now: number): string[] {
  if (!account || account.lab) return [];
  const { problem, balance, refusedAt = 0 } = account;
  if (problem !== undefined) return [problem];
  const isRefused =
    now - refusedAt < newsMs && (balance === undefined || balance.dollars <= 0 || balance.at < refusedAt);
  if (isRefused) return [words.refused(now - refusedAt)];
  return balance && balance.dollars < little ? [words.low(sum(balance.dollars * 100_000))] : [];
}

export function Lead({ shown }: { shown: Shown }) {
  const wrong = whatIsWrong(shown);
  return (
    <h1>
      {onTheWay(shown)} {wrong.length === 0 && <span class="dim">{words.well}</span>}
      {wrong.map((sentence) => (
        <em>{sentence}</em>
      ))}
    </h1>
  );
}
