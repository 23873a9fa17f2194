/** What is constant about Slack as a platform for the conversation. */
import type { Traits } from '../../../chat/chat.ts';
import type { Style } from '../../../chat/reply.ts';
import type { Access, Bot } from '../context.ts';
import { emojiOf, legible, mentions, written } from '../requests/incoming-text.ts';
import { shortcutName, textWords as words } from '../words/commands.ts';
import { problemsIn } from './check.ts';

type Asking = Pick<Bot, 'accessTo' | 'teamNamed' | 'requests' | 'command'>;

/** How to begin. */
export const waysIn = ({ command }: Pick<Bot, 'command'>, style: Style): string[] =>
  words.ways(command, shortcutName, style);

export function traitsOf(bot: Asking): Traits {
  const { command } = bot;
  const typed = (words: string) => `${command} ${words}`;
  return {
    sameIdEverywhere: false,
    moderators: words.moderators,
    typed,
    example: (request) => typed(`${request} https://example.org/file`),
    ways: (style) => waysIn(bot, style),
    async namesOf({ asker }, ids) {
      const team = await bot.teamNamed(asker.scope);
      return team ? namesOf(await bot.accessTo(team), ids) : new Map();
    },
    mentions,
    emoji: emojiOf,
    votes: ['+1', 'heart', 'arrow_up', 'fire', 'star'].map((key) => ({ key, shown: `:${key}:` })),
    written,
    legible,
    async problems({ asker, conversation, person }) {
      const team = await bot.teamNamed(asker.scope);
      const policy = await bot.requests.credits.policy(await person());
      return team ? problemsIn(bot, team, conversation, policy) : [];
    },
  };
}

/** Who cannot be asked about keeps the id. */
async function namesOf({ read }: Access, people: readonly string[]): Promise<Map<string, string>> {
  const found = people.map((user) =>
    read.users.info({ user }).then(
      ({ user: it }) => [user, it?.profile?.display_name || it?.real_name || it?.name || user] as const,
      () => [user, user] as const,
    ),
  );
  return new Map(await Promise.all(found));
}
