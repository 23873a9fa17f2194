/** Whether what a Darkroom depends on is well. */
import type { Shown } from './gather.ts';
import { Panel } from './panel.tsx';
import { sum } from './words/numbers.ts';
import { adminWords as words } from './words/page.ts';

type Row = { name: string; is: 'done' | 'slow' | 'failed' | 'other'; word: string; about: string };

export function Health({ shown }: { shown: Shown }) {
  const rows = [redisRow(shown), providerRow(shown), ...shown.hearing.map(chatRow)];
  return (
    <Panel id="health" title={words.health}>
      <ul class="health">
        {rows.map(({ name, is, word, about }) => (
          <li>
            <b>{name}</b>
            <span class="state" data-is={is}>
              {word}
            </span>
            <span class="dim">{about}</span>
          </li>
        ))}
      </ul>
      {shown.hearing.length === 0 && <p class="tiny faint">{words.noChats}</p>}
    </Panel>
  );
}

function redisRow({ redis, weakness }: Shown): Row {
  const name = words.redis;
  if ('trouble' in redis) return { name, is: 'failed', word: words.isAway, about: redis.trouble };
  const answers = words.answersIn(redis.pingMs);
  return weakness === undefined
    ? { name, is: 'done', word: words.isWell, about: `${answers} · ${words.losesNothing}` }
    : { name, is: 'slow', word: words.isWell, about: `${answers} · ${words.losesSome}` };
}

function providerRow({ account, now }: Shown): Row {
  const name = words.providerName;
  if (!account) return { name, is: 'slow', word: words.isSilent, about: words.leftUnknown };
  if (account.lab) return { name, is: 'done', word: words.lab, about: words.labAbout };
  const { problem, balance } = account;
  if (problem !== undefined) return { name, is: 'failed', word: words.isAway, about: problem };
  if (!balance) return { name, is: 'slow', word: words.isSilent, about: words.leftUnknown };
  const left = words.left(sum(balance.dollars * 100_000), now - balance.at);
  return { name, is: balance.dollars > 0 ? 'done' : 'failed', word: words.isWell, about: left };
}

function chatRow({ title: name, hearing }: Shown['hearing'][number]): Row {
  if (hearing.heard === 'here') return { name, is: 'done', word: words.hears, about: words.hearsAbout };
  return hearing.heard === 'elsewhere'
    ? { name, is: 'other', word: words.elsewhere, about: hearing.why }
    : { name, is: 'slow', word: words.isDeaf, about: hearing.why };
}
