/** What is constant about the page as a chat. */
import { voteEmoji } from '../../../chat/channel-rules/voted.ts';
import type { Traits } from '../../../chat/chat.ts';
import type { Rooms } from '../../../core/store/rooms/rooms.ts';
import { emojiIn } from '../../../core/text/emoji.ts';
import { unmarked } from '../../../pages/channel/log/line.tsx';
import { isRoomName } from '../../../pages/site/rooms.ts';
import { words } from '../words.ts';

export const traitsOf = (rooms: Pick<Rooms, 'namesOf'>): Traits => ({
  // A name is one person in one place.
  sameIdEverywhere: false,
  moderators: words.moderators,
  typed: (command) => `/${command}`,
  example: (request) => `/${request}`,
  ways: (style) => [words.ways.drop, words.ways.typed(style.code('/upscale x4'))],
  namesOf: ({ asker }, ids) => rooms.namesOf(asker.scope, ids),
  mentions: {
    person: (word) => /^@(\S+)$/.exec(word)?.[1]?.toLowerCase(),
    channel: (word) => {
      const name = /^#(\S+)$/.exec(word)?.[1]?.toLowerCase();
      return name !== undefined && isRoomName(name) ? name : undefined;
    },
    group: () => undefined,
  },
  emoji(word) {
    const key = emojiIn(word);
    return key === undefined ? undefined : { key, shown: word };
  },
  votes: voteEmoji.map((shown) => ({ key: shown, shown })),
  written: unmarked,
  legible: unmarked,
  problems: async () => [],
});
