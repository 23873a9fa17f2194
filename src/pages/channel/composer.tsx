/** Where one says something: words, files, or a command from the list that a stroke opens. */
import { Icon } from '../layout.tsx';
import { pageWords } from '../words.ts';
import type { Command } from './view.ts';

const words = pageWords.composer;

export const Composer = ({ commands }: { commands: readonly Command[] }) => (
  <form class="composer" id="composer">
    <div class="box">
      <div class="menu" id="menu" hidden>
        <h2 id="cmds">{words.what}</h2>
        <div id="list" role="listbox" aria-labelledby="cmds">
          {commands.map(({ command, model, about, icon, cost }, index) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the box keeps the focus, and says which one is meant
            <div
              id={`o${index}`}
              role="option"
              aria-selected="false"
              data-command={command}
              data-model={model}
            >
              <Icon name={icon} />
              <code>/{command}</code>
              <span class="what">{about}</span>
              <span class="cost">{cost}</span>
            </div>
          ))}
        </div>
      </div>
      <ul class="chosen" id="chosen" />
      <div class="line">
        <label class="btn quiet icon" for="file">
          <Icon name="add" />
          <span class="hide">{words.add}</span>
        </label>
        <input class="hide" id="file" type="file" multiple accept="image/*,video/*" />
        <textarea
          id="say"
          rows={1}
          role="combobox"
          aria-expanded="false"
          aria-controls="list"
          aria-autocomplete="list"
          aria-label={words.label}
          placeholder={words.hint}
          maxlength={4000}
          autocomplete="off"
        />
        <button class="btn primary icon" type="submit" aria-label={words.send}>
          <Icon name="send" />
        </button>
      </div>
    </div>
    <p class="drop" aria-hidden="true">
      {words.drop}
    </p>
  </form>
);
