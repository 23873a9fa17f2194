/** What can be put on a picture of the channel: drawn once, and set under each by the page's script. */
import { pageWords } from '../words.ts';
import type { Emoji } from './view.ts';

const words = pageWords.channel;

export const EmojiBar = ({ emoji }: { emoji: readonly Emoji[] }) =>
  emoji.length === 0 ? null : (
    <div id="emoji" hidden>
      <div class="emoji row" role="group" aria-label={words.emoji} data-what={JSON.stringify(emoji)}>
        {emoji.map(({ key, shown, does, onResults }) => (
          <button
            class="btn quiet small-act"
            type="button"
            data-emoji={key}
            data-on={onResults ? 'result' : undefined}
            title={does}
            aria-label={words.emojiDoes(shown, does)}
            aria-pressed="false"
          >
            {shown} <span class="num" />
          </button>
        ))}
      </div>
    </div>
  );
