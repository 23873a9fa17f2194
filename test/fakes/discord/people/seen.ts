/** A message as a person sees it. */
import { ComponentType as T } from 'discord.js';
import { type Button, everyComponent, everyMedium } from '../messages/components.ts';
import { embedText } from '../messages/embeds.ts';
import type { Message } from '../state.ts';

/**
 * The whole text that a person reads: content, embeds and text displays, a line each, without what stands on
 * buttons.
 */
export const textOf = (message: Pick<Message, 'content' | 'embeds' | 'components'>): string =>
  [
    message.content,
    ...message.embeds.flatMap(embedText),
    ...everyComponent(message.components).flatMap(({ component }) =>
      component.type === T.TextDisplay ? [component.content] : [],
    ),
  ]
    .filter(Boolean)
    .join('\n');

/** The files of a message with what is said of them where they are shown. */
export const filesOf = (message: Message) =>
  message.attachments.map(({ id, name, bytes, type, alt, spoiler }) => {
    const shown = everyMedium(message.components).find(({ url }) => url === `attachment://${name}`);
    return { id, name, bytes, type, alt: shown?.alt || alt, spoiler: spoiler || (shown?.spoiler ?? false) };
  });

/** The buttons of a message in reading order, disabled ones and links too. */
export const buttonsOf = (message: Message): Button[] =>
  everyComponent(message.components).flatMap(({ component }) =>
    component.type === T.Button ? [component] : [],
  );
