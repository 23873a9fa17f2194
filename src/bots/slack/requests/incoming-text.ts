/** What a person typed, as Slack hands it over: people, channels, groups and links in angle brackets, `& < >` escaped. */
import type { Traits } from '../../../chat/chat.ts';
import { unmarked } from '../cards/mrkdwn.ts';

/**
 * As it was typed, for core to read: brackets stay around links and names only, as Slack put them there or a person did.
 * https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export const written = (text: string): string =>
  unmarked(text).replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** The same for people to read again: names instead of ids where Slack sent them along, links without their labels. */
export const legible = (text: string): string =>
  written(
    text
      .replaceAll(/<([@#])[A-Z0-9]+\|([^<>]+)>/g, '$1$2')
      .replaceAll(/<!subteam\^[A-Z0-9]+\|@?([^<>]+)>/g, '@$1')
      .replaceAll(/<!([a-z]+)(?:\|[^<>]*)?>/g, '@$1')
      .replaceAll(/<(https?:[^<>|]+)(?:\|[^<>]*)?>/g, '$1'),
  );

/** `:mag:`, as Slack writes every emoji, with the skin tone that somebody prefers. */
export function emojiOf(word: string): ReturnType<Traits['emoji']> {
  const key = /^:([a-z0-9_+'-]+):(?::skin-tone-\d:)?$/.exec(word)?.[1];
  // Slack writes it so, whichever of its names was typed.
  const name = key === 'thumbsup' ? '+1' : key;
  return name === undefined ? undefined : { key: name, shown: `:${name}:` };
}

const idIn =
  (pattern: RegExp) =>
  (word: string): string | undefined => {
    const found = pattern.exec(word);
    return found?.[1] ?? found?.[2];
  };

/** The id of who or what a word names, `<@U…>`, `<@U…|name>`, or the id alone, as it can be copied from a profile. */
export const mentions: Traits['mentions'] = {
  person: idIn(/^(?:<@([UW][A-Z0-9]{5,})(?:\|[^<>]*)?>|([UW][A-Z0-9]{7,}))[,:]?$/),
  channel: idIn(/^(?:<#([CGD][A-Z0-9]{5,})(?:\|[^<>]*)?>|([CGD][A-Z0-9]{7,}))$/),
  group: idIn(/^(?:<!subteam\^(S[A-Z0-9]{5,})(?:\|[^<>]*)?>|(S[A-Z0-9]{7,}))$/),
};
