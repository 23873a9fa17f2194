/** What is Discord's own about the conversation: how commands are typed, what is named, what can be missing. */
import { voteEmoji } from '../../../chat/channel-rules/voted.ts';
import type { Traits } from '../../../chat/chat.ts';
import type { Style } from '../../../chat/reply.ts';
import { emojiIn } from '../../../core/text/emoji.ts';
import { models } from '../../../models/index.ts';
import { personOfScope } from '../address.ts';
import type { Bot } from '../context.ts';
import { everyMissing } from '../requests/permissions.ts';
import { enhanceName } from '../words/menu.ts';
import { words } from '../words/request.ts';

/** ms. Discord wants an answer in 3 s; what is not known by then is checked again after it. */
const checkMs = 1_500;

const named = (pattern: RegExp) => (word: string) => pattern.exec(word)?.[1];
/** One of a server's own is known by its id, whatever it is called. */
function emojiOf(word: string): ReturnType<Traits['emoji']> {
  const own = /^<a?:\w{2,32}:(\d{17,20})>$/.exec(word)?.[1];
  const key = own ?? emojiIn(word);
  return key === undefined ? undefined : { key, shown: word };
}
const asTyped = (text: string) => text;

/** Commands whose options nobody types. */
const slash: Readonly<Record<string, string>> = {
  ...Object.fromEntries(models.map(({ command }) => [command, `/${command}`])),
  help: '/help',
  jobs: '/jobs list',
  credits: '/credits show',
  usage: '/credits usage',
  check: '/darkroom check',
  presets: '/presets list',
  rules: '/rules list',
  'rules off': '/rules off',
  'privacy ask': '/privacy',
  'privacy forget @person': '/privacy forget',
  'credits limits': '/credits limits',
  'credits audit': '/credits audit',
};

type Known = {
  /** The bot's, as people mention it. */
  name: string;
  /** People's, by their ids, as far as they can be had. */
  namesOf: (ids: readonly string[]) => Promise<Map<string, string>>;
  requests: { channelRules: Pick<Bot['requests']['channelRules'], 'rulesIn'> };
};

export function traitsFor(
  { seesContent, conversations }: Pick<Bot, 'seesContent' | 'conversations'>,
  { name, namesOf, requests }: Known,
): Traits {
  const example = (request: string) => `@${name} ${request}`;
  return {
    sameIdEverywhere: true,
    checkMs,
    moderators: words.moderators,
    isOwnScope: (scope) => personOfScope(scope) !== undefined,
    // What has options is typed in words: those of a slash command are filled in one by one.
    typed: (command) => slash[command] ?? example(command),
    example,
    ways: ({ code }: Style) => [words.helpReply(code(example('upscale x4'))), words.helpWays(enhanceName)],
    namesOf: (_turn, ids) => namesOf(ids),
    mentions: {
      person: named(/^<@!?(\d{17,20})>$/),
      channel: named(/^<#(\d{17,20})>$/),
      group: named(/^<@&(\d{17,20})>$/),
    },
    emoji: emojiOf,
    votes: voteEmoji.map((shown) => ({ key: shown, shown })),
    written: asTyped,
    legible: asTyped,
    async problems(turn) {
      const hasRules = (await requests.channelRules.rulesIn(turn.asker)).size > 0;
      const conversation = await conversations.get(turn)?.();
      const missing = conversation ? everyMissing(conversation).map((it) => words.missing(it)) : [];
      return [
        ...missing,
        ...(seesContent ? [] : [words.noContent(enhanceName)]),
        ...(seesContent || !hasRules ? [] : [words.rulesBlind]),
        ...(conversation?.restricted ? [words.restrictedHere] : []),
      ].map((said) => () => said);
    },
  };
}
