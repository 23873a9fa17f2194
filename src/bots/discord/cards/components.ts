/** The parts that messages are made of: Components V2. */
import {
  type APIButtonComponent,
  type APIComponentInContainer,
  type APIMessageTopLevelComponent,
  ButtonStyle,
  ComponentType,
  escapeMarkdown,
  MessageFlags,
  TimestampStyles,
  time,
} from 'discord.js';
import type { Action } from '../../../chat/action.ts';
import { cut } from '../../../core/words/cut.ts';
import { build } from '../ids.ts';
import { words } from '../words/request.ts';

/** The body of a message or an edit. It notifies nobody unless it says so. */
export type Body = {
  flags: number;
  components: APIMessageTopLevelComponent[];
  allowed_mentions: { parse: []; users?: string[] };
};

/** https://docs.discord.com/developers/components/reference#text-display: 4,000 characters in a message; ours never need so many. */
const longest = 900;
/** Half a mention or link, and the sign before a letter that is none of markdown's. */
const torn = /(?:\\|<[^<>\s]*)$/;

export const text = (content: string, most = longest) => ({
  type: ComponentType.TextDisplay as const,
  content: cut(content, most, { torn }),
});
/** Many lines as one text; those that have no room are counted. */
export function longText(lines: readonly string[], most = 3_900) {
  const kept: string[] = [];
  let length = 0;
  for (const given of lines) {
    // One that is too long by itself is not all that is left out.
    const line = cut(given, most / 2, { torn });
    length += line.length + 1;
    if (length > most) break;
    kept.push(line);
  }
  const left = lines.length - kept.length;
  return {
    type: ComponentType.TextDisplay as const,
    content: [...kept, ...(left > 0 ? [words.moreLines(left)] : [])].join('\n'),
  };
}
/** Text that people or programs wrote, so that none of it is markup. */
export const plain = (content: string): string =>
  escapeMarkdown(content, { heading: true, bulletedList: true, numberedList: true, maskedLink: true });
/** A link to a message or a page of ours, or to what people can see anyway. */
export const link = (label: string, url: string): string => `[${plain(label)}](${url})`;
/** Text in small letters. */
export const small = (content: string) => text(`-# ${content}`);

export const button = (customId: string, label: string, style: 1 | 2 | 3 | 4 = ButtonStyle.Secondary) =>
  ({
    type: ComponentType.Button,
    style,
    label: cut(label, 80),
    custom_id: customId,
  }) satisfies APIButtonComponent;

const styles = { primary: ButtonStyle.Primary, danger: ButtonStyle.Danger } as const;

/** What is asked before an action is done is asked in a private reply: Discord has no dialogue of its own. */
export function buttonOf({ act, id, argument, label, style, confirm }: Action) {
  const sure = confirm ? undefined : argument;
  const colour = act === 'run' && style ? ButtonStyle.Success : style && styles[style];
  return button(build({ kind: 'act', act, id, argument: sure }), label, colour);
}

/** At most five in a row; none is no row. */
export const rows = (buttons: readonly APIButtonComponent[]) =>
  Array.from({ length: Math.ceil(buttons.length / 5) }, (_, index) => ({
    type: ComponentType.ActionRow as const,
    components: buttons.slice(index * 5, index * 5 + 5),
  }));

export const bodyOf = (components: APIMessageTopLevelComponent[], users: string[] = []): Body => ({
  flags: MessageFlags.IsComponentsV2,
  components,
  allowed_mentions: { parse: [], ...(users.length > 0 ? { users } : {}) },
});

/** The safelight: a picture is being developed. What waits has no colour, and what is over needs none. */
export const developing = 0xff9448;

export const container = (components: APIComponentInContainer[], colour?: number) => ({
  type: ComponentType.Container as const,
  ...(colour === undefined ? {} : { accent_color: colour }),
  components,
});

/** A message of a few lines, of text that is our own. */
export const note = (lines: readonly string[], users: string[] = []): Body =>
  bodyOf([text(lines.join('\n'))], users);

export const moment = (ms: number): string => time(Math.floor(ms / 1000), TimestampStyles.RelativeTime);
