/** The page of a channel. */
import { Mark, Page } from '../layout.tsx';
import { pageWords } from '../words.ts';
import { Composer } from './composer.tsx';
import { First } from './first.tsx';
import { Log } from './log/message.tsx';
import { Side } from './side.tsx';
import type { PageView } from './view.ts';

const words = pageWords.channel;

export function Channel({ view, names }: { view: PageView; names: ReadonlyMap<string, string> }) {
  const { assets, room, lab, commands, entered } = view;
  return (
    <Page
      title={words.title(room === 'me' ? words.me : `#${room}`)}
      assets={assets}
      to="/"
      page="channel"
      data={scriptWords}
      head={entered ? <Meta view={entered} room={room} /> : undefined}
    >
      <a class="skip btn" href="#say">
        {words.skip}
      </a>
      <aside class="rail" id="rail" popover="auto" aria-label={words.side}>
        <div class="brand">
          <Mark />
          Darkroom
        </div>
        <div id="side">{entered && <Side view={entered.side} />}</div>
      </aside>
      <main>
        <header class="top">
          {entered ? (
            <button
              class="btn quiet icon beside"
              type="button"
              popovertarget="rail"
              aria-label={words.beside}
            >
              <Mark />
            </button>
          ) : (
            <span class="beside">
              <Mark />
            </span>
          )}
          <h1>{room === 'me' ? words.me : `# ${room}`}</h1>
          {lab && (
            <span class="chip" title={words.labTip}>
              {words.lab}
            </span>
          )}
          <a class="chip cut picked-chip" id="picked" href="#log" hidden>
            {words.picked}
          </a>
          <span class="grow" />
          <span class="chip purse-chip num" id="chip" />
        </header>
        <p class="lost" id="lost" role="status" hidden>
          {words.lost}
        </p>
        <section class="log" id="log" role="log" aria-label={words.log} tabindex={0}>
          {entered && <Log messages={entered.messages} names={names} />}
        </section>
        <First entered={entered !== undefined} empty={!entered || entered.messages.length === 0} />
        {entered && <Composer commands={commands} />}
      </main>
      <nav class="strip" id="strip" aria-label={words.strip}>
        <h2>{words.stripTitle}</h2>
        <ol id="frames" />
      </nav>
      <dialog id="form" class="dialog" aria-labelledby="form-title" />
      <dialog id="ask" class="dialog small" />
      <dialog id="confirm" class="dialog small" aria-labelledby="confirm-title">
        <form method="dialog">
          <h2 id="confirm-title" />
          <p id="confirm-text" />
          <footer class="row">
            <button class="btn quiet" value="no" id="confirm-no" type="submit" />
            <button class="btn primary" value="yes" id="confirm-yes" type="submit" />
          </footer>
        </form>
      </dialog>
      <div id="toast" role="status" aria-live="polite" />
    </Page>
  );
}

const Meta = ({ view, room }: { view: NonNullable<PageView['entered']>; room: string }) => (
  <>
    <meta name="darkroom-token" content={view.token} />
    <meta name="darkroom-room" content={room} />
    <meta name="darkroom-change" content={String(view.change)} />
    <meta name="darkroom-person" content={view.person} />
  </>
);

/** What only the script says. */
const scriptWords = {
  failed: words.failed,
  faded: words.faded,
  running: words.running,
  waiting: words.waiting,
  putBy: words.putBy,
  picked: words.picked,
  uploading: pageWords.composer.uploading,
  takeOut: pageWords.composer.taken,
  remove: JSON.stringify({
    title: words.removeTitle,
    text: words.removeText,
    yes: words.removeYes,
    no: words.keep,
  }),
};
