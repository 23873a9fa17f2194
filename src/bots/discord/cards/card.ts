/** A job's one message: a view as Components V2. */
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
  userMention,
} from 'discord.js';
import type { Quote } from '../../../core/credits/quote.ts';
import type { View, ViewState } from '../../../core/view/view.ts';
import { status } from '../../../core/words/status.ts';
import { type Address, isFarewell } from '../address.ts';
import { words } from '../words/request.ts';

/** The body of a message or an edit. It notifies nobody unless it says so. */
export type Body = {
  flags: number;
  components: APIMessageTopLevelComponent[];
  allowed_mentions: { parse: []; users?: string[] };
};

const colours: Readonly<Record<ViewState, number>> = {
  QUEUED: 0x80848e,
  PROCESSING: 0x5865f2,
  COMPLETED: 0x23a55a,
  FAILED: 0xda373c,
  CANCELLED: 0x80848e,
};

/** https://docs.discord.com/developers/components/reference#text-display: 4,000 characters in a message; ours never need so many. */
const longest = 900;
const cut = (content: string) => (content.length > longest ? `${content.slice(0, longest - 1)}…` : content);

export const text = (content: string) => ({
  type: ComponentType.TextDisplay as const,
  content: cut(content),
});
/** Many lines as one text; those that have no room are counted. */
export function longText(lines: readonly string[]) {
  const most = 3_900;
  const kept: string[] = [];
  let length = 0;
  for (const line of lines) {
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
/** Text in small letters. */
export const small = (content: string) => text(`-# ${content}`);

export const button = (customId: string, label: string, style: 1 | 2 | 3 | 4 = ButtonStyle.Secondary) =>
  ({
    type: ComponentType.Button,
    style,
    label: label.slice(0, 80),
    custom_id: customId,
  }) satisfies APIButtonComponent;

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

export const container = (components: APIComponentInContainer[], colour?: number) => ({
  type: ComponentType.Container as const,
  ...(colour === undefined ? {} : { accent_color: colour }),
  components,
});

/** A message of a few lines, of text that is our own. */
export const note = (lines: readonly string[], users: string[] = []): Body =>
  bodyOf([text(lines.join('\n'))], users);

/** `▰▰▰▱▱▱▱▱▱▱ 31 %` */
function bar(progress: number): string {
  const reached = Math.min(1, Math.max(0, progress));
  const full = Math.floor(reached * 12);
  return `${'▰'.repeat(full)}${'▱'.repeat(12 - full)} ${Math.floor(reached * 100)} %`;
}

export const moment = (ms: number): string => time(Math.floor(ms / 1000), TimestampStyles.RelativeTime);

/** The title and the settings; `neutral`: without anything a person wrote. */
export const heading = (view: Pick<View, 'title' | 'settings'>, neutral: boolean): string =>
  [
    `### ${plain(view.title)}`,
    ...(neutral || view.settings === '' ? [] : [`-# ${plain(view.settings)}`]),
  ].join('\n');

/**
 * The card of a job.
 * @param options.neutral without what people or the provider wrote, for when Discord refuses the text.
 * @param options.now ms since 1970
 */
export function cardOf(view: View, address: Address, options: { now: number; neutral?: boolean }): Body {
  const { now, neutral = false } = options;
  const { state, progress, line, id } = view;
  const over = state === 'COMPLETED' || state === 'FAILED' || state === 'CANCELLED';
  const showsBar = state === 'PROCESSING' && progress !== undefined;
  const said = neutral && state === 'FAILED' ? status.failed : plain(line);
  const facts = [
    words.asked(userMention(address.requester), moment(address.askedAt)),
    view.price,
    ...(view.lab ? [status.lab] : []),
  ];
  const buttons: APIButtonComponent[] = [
    ...(view.cancellable ? [button(`v1:cancel:${id}`, words.cancel)] : []),
    ...(!over && !address.member ? [button(`v1:refresh:${id}`, words.refresh)] : []),
    ...(state === 'FAILED' || state === 'CANCELLED'
      ? [button(`v1:again:${id}`, words.again), button(`v1:change:${id}`, words.change)]
      : []),
  ];
  const { token } = address;
  const still =
    !over && token && isFarewell(address, now) ? [small(words.standsStill(moment(token.until)))] : [];
  return bodyOf([
    container(
      [
        text(heading(view, neutral)),
        text([`**${state}** · ${said}`, ...(showsBar ? [bar(progress)] : [])].join('\n')),
        small(facts.join(' · ')),
        ...still,
        ...(view.cancellable && view.cancelNote !== undefined ? [small(view.cancelNote)] : []),
        ...rows(buttons),
      ],
      colours[state],
    ),
  ]);
}

/** A price to agree to. */
export function quoteOf(quote: Quote, requester: string): Body {
  const { id, lines, run, variants, cancel, lab } = quote;
  const buttons = [
    button(`v1:run:${id}`, run, ButtonStyle.Success),
    ...variants.map((label, index) => button(`v1:run:${id}:${index}`, label)),
    button(`v1:drop:${id}`, cancel),
  ];
  return bodyOf([
    container([
      text(heading(quote, false)),
      text(lines.map(plain).join('\n')),
      small([userMention(requester), ...(lab ? [status.lab] : [])].join(' · ')),
      ...rows(buttons),
    ]),
  ]);
}
