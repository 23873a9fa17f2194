/** What stands beside the channel: who is here, what one has, whether one acts as an admin. */
import { credits, day } from '../../core/words/amounts.ts';
import { pageWords } from '../words.ts';
import { EmojiBar } from './emoji-bar.tsx';
import { Face } from './log/message.tsx';
import type { SideView } from './view.ts';

const words = pageWords.channel;

export function Side({ view }: { view: SideView }) {
  const { people, available, monthly, renews, admin, mayBeAdmin, owner, room, rooms } = view;
  return (
    <>
      <EmojiBar emoji={view.emoji} />
      <nav aria-labelledby="rooms">
        <h2 id="rooms">{words.rooms}</h2>
        <ul class="rooms">
          {rooms.map((name) => (
            <li>
              <a href={`/c/${name}`} aria-current={name === room ? 'page' : undefined}>
                {name === 'me' ? words.me : `# ${name}`}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <section aria-labelledby="ppl">
        <h2 id="ppl">{words.here}</h2>
        <ul class="people">
          {people.map(({ id, name, isYou }) => (
            <li data-person={id}>
              <Face id={id} name={name} />
              <div>
                <span class="handle">@{name}</span> {isYou && <span class="faint tiny">{words.you}</span>}
                <small class="busy" data-busy={id} />
              </div>
            </li>
          ))}
        </ul>
      </section>
      <section class="purse" aria-label={words.credits}>
        {available === null ? (
          <div class="small dim">{words.unlimited}</div>
        ) : (
          <>
            <div>
              <b class="num have">{credits(available)}</b> {words.creditsWord}
            </div>
            {monthly !== null && (
              <>
                <progress
                  value={String(Math.min(available, monthly))}
                  max={String(monthly)}
                  aria-label={words.left(credits(available), credits(monthly))}
                />
                <p class="tiny faint">{`${credits(monthly)} new on ${day(renews)}`}</p>
              </>
            )}
          </>
        )}
        {!mayBeAdmin && owner && !admin && <a href="/admin/act">{words.admin}</a>}
        {mayBeAdmin && (
          <label class="switch small dim">
            <input type="checkbox" role="switch" data-role checked={admin} /> {words.admin}
          </label>
        )}
        <p class="tiny row">
          {owner && (
            <a href="/admin" target="_blank" rel="noopener">
              {words.owner}
            </a>
          )}
          <button class="link" type="button" data-leave>
            {words.leave}
          </button>
        </p>
      </section>
    </>
  );
}
