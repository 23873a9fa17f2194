/** What can be put on a picture of the channel: drawn once, and set under each by the page's script. */
import type { EmojiDoes } from '../../chat/channel-rules/emoji.ts';
import { pageWords } from '../words.ts';

const words = pageWords.channel;

export const EmojiBar = ({ emoji }: { emoji: readonly EmojiDoes[] }) =>
  emoji.length === 0 ? null : (
    <div id="emoji" hidden>
      <div class="emoji row" role="group" aria-label={words.emoji}>
        {emoji.map(({ key, shown, does }) => (
          <button
            class="btn quiet small-act"
            type="button"
            data-emoji={key}
            title={does}
            aria-label={words.emojiDoes(shown, does)}
          >
            {shown}
          </button>
        ))}
      </div>
    </div>
  );
