/** What a person typed, as Slack hands it over: people, channels, groups and links in angle brackets, `& < >` escaped. */
import type { Person } from '../../../core/domain/command.ts';
import type { Conversation, Found } from '../context.ts';

/** Something said to the bot: typed after its command, in a mention, or to it directly. */
export type IncomingText = {
  conversation: Conversation;
  person: Person;
  /** As Slack hands it over, without the bot's own name. */
  text: string;
  /** See `Asking`. */
  key: string;
  /** The files that it is about. */
  found?: readonly Found[];
};

/** The words of it; what stands in brackets is never cut. */
export const wordsOf = (text: string): string[] => text.match(/(?:<[^<>]*>|[^\s<])+/gu) ?? [];

/**
 * As it was typed, for core to read: brackets stay around links and names only, as Slack put them there or a person did.
 * https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export const written = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** The same for people to read again: names instead of ids where Slack sent them along, links without their labels. */
export const legible = (text: string): string =>
  written(
    text
      .replaceAll(/<([@#])[A-Z0-9]+\|([^<>]+)>/g, '$1$2')
      .replaceAll(/<!subteam\^[A-Z0-9]+\|@?([^<>]+)>/g, '@$1')
      .replaceAll(/<!([a-z]+)(?:\|[^<>]*)?>/g, '@$1')
      .replaceAll(/<(https?:[^<>|]+)(?:\|[^<>]*)?>/g, '$1'),
  );

/** `<@U…>`, `<@U…|name>`, or the id alone, as it can be copied from a profile. */
const person = /^(?:<@([UW][A-Z0-9]{5,})(?:\|[^<>]*)?>|([UW][A-Z0-9]{7,}))[,:]?$/;
const channel = /^(?:<#([CGD][A-Z0-9]{5,})(?:\|[^<>]*)?>|([CGD][A-Z0-9]{7,}))$/;
const group = /^(?:<!subteam\^(S[A-Z0-9]{5,})(?:\|[^<>]*)?>|(S[A-Z0-9]{7,}))$/;
const idIn = (word: string, pattern: RegExp): string | undefined => {
  const found = pattern.exec(word);
  return found?.[1] ?? found?.[2];
};

/** The id of who or what a word names; undefined where it names none of the kind. */
export const personIn = (word: string): string | undefined => idIn(word, person);
export const channelIn = (word: string): string | undefined => idIn(word, channel);
export const groupIn = (word: string): string | undefined => idIn(word, group);
