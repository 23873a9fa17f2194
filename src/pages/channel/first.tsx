/** What somebody sees where nothing has happened yet. */
import { pageWords } from '../words.ts';

/** The table is empty: three prints lie ready. Whoever has no name yet is asked for one. */
export function First({ entered, empty }: { entered: boolean; empty: boolean }) {
  const { title, text, samples } = pageWords.first;
  const enter = pageWords.enter;
  return (
    <section id="first" aria-labelledby="hello" hidden={!empty}>
      <h2 id="hello">{title}</h2>
      <p>{text}</p>
      {!entered && (
        <form id="enter" class="row">
          <label class="lab" for="name">
            {enter.title}
          </label>
          <input
            class="text"
            id="name"
            name="name"
            maxlength={24}
            autocomplete="nickname"
            required
            aria-describedby="name-hint"
          />
          <button class="btn primary" type="submit">
            {enter.go}
          </button>
          <p class="hint" id="name-hint">
            {enter.text}
          </p>
        </form>
      )}
      <div class="samples">
        {Object.entries(samples).map(([name, it]) => (
          <button type="button" data-sample={name}>
            <span class="print">
              <img src={`/assets/${name}.jpg`} alt={it.alt} width="360" height="240" />
            </span>
            <strong>{it.title}</strong>
            <span>{it.about}</span>
          </button>
        ))}
      </div>
    </section>
  );
}
