/** Discord's Components V2 in messages. https://docs.discord.com/developers/components/reference */
import {
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIComponentInMessageActionRow,
  type APIMediaGalleryItem,
  type APIMessageComponent,
  type APISelectMenuOption,
  ButtonStyle,
  ComponentType as T,
} from 'discord.js';
import { type Html, html, never, Unknown } from '../html.ts';
import { isVideo, type Look } from '../look.ts';
import { inline, markdown } from './markdown.ts';

/** `of`: the scene that attachments show. */
export type Draw = Look & { of?: string | undefined };

const styles: Readonly<Record<ButtonStyle, string>> = {
  [ButtonStyle.Primary]: 'primary',
  [ButtonStyle.Secondary]: 'secondary',
  [ButtonStyle.Success]: 'success',
  [ButtonStyle.Danger]: 'danger',
  [ButtonStyle.Link]: 'secondary link',
  [ButtonStyle.Premium]: 'primary',
};

function button(it: APIButtonComponent): Html {
  if (it.style === ButtonStyle.Premium) throw new Unknown('a premium button has no label of its own');
  const { label, emoji, disabled = false, style } = it;
  return html`<span class="b ${styles[style]} ${disabled ? 'off' : ''}">${emoji?.name} ${label}</span>`;
}

/** A menu that is closed, with what is chosen, and what it offers below. */
export const menu = (options: readonly APISelectMenuOption[], placeholder = 'Make a selection'): Html => {
  const chosen = options.filter((it) => it.default).map((it) => it.label);
  const all = options.map((it) => `${it.label}${it.description === undefined ? '' : ` (${it.description})`}`);
  return html`<div class="menu"><span>${chosen.join(', ') || placeholder}</span><span class="arrow"></span></div>
<div class="offers">${all.join(' · ')}</div>`;
};

function inRow(it: APIComponentInMessageActionRow): Html {
  switch (it.type) {
    case T.Button:
      return button(it);
    case T.StringSelect:
      return menu(it.options, it.placeholder);
    case T.UserSelect:
    case T.RoleSelect:
    case T.MentionableSelect:
    case T.ChannelSelect:
      return menu([], it.placeholder);
    default:
      return never(it, 'a component in a row');
  }
}
const row = ({ components }: APIActionRowComponent<APIComponentInMessageActionRow>): Html =>
  html`<div class="row">${components.map(inRow)}</div>`;

const picture = ({ media: { url }, description, spoiler }: APIMediaGalleryItem, look: Draw): Html =>
  html`<span class="shot ${isVideo(url) ? 'video' : ''} ${spoiler ? 'hidden' : ''}">
<img src="${look.pictureOf(url, look.of)}" alt="${description ?? ''}" title="${description ?? ''}"></span>`;

/** @throws Unknown */
export function component(it: APIMessageComponent, look: Draw): Html {
  switch (it.type) {
    case T.ActionRow:
      return row(it);
    case T.TextDisplay:
      return html`<div class="text">${markdown(it.content, look)}</div>`;
    case T.Section: {
      const { components, accessory } = it;
      const texts = components.map((each) => component(each, look));
      return html`<div class="section"><div>${texts}</div>${component(accessory, look)}</div>`;
    }
    case T.Thumbnail:
      return html`<span class="thumb">${picture(it, look)}</span>`;
    case T.MediaGallery:
      return html`<div class="gallery n${Math.min(it.items.length, 4)}">${it.items.map((item) => picture(item, look))}</div>`;
    case T.Separator:
      return html`<div class="${it.divider === false ? 'space' : 'rule'} ${it.spacing === 2 ? 'wide' : ''}"></div>`;
    case T.Container: {
      const colour = it.accent_color ?? undefined;
      const accent = colour === undefined ? '' : `--accent:#${colour.toString(16).padStart(6, '0')}`;
      return html`<div class="container" style="${accent}">${it.components.map((each) => component(each, look))}</div>`;
    }
    case T.Button:
      return button(it);
    case T.File:
      return html`<div class="file">${inline(it.file.url.replace('attachment://', ''), look)}</div>`;
    case T.StringSelect:
    case T.UserSelect:
    case T.RoleSelect:
    case T.MentionableSelect:
    case T.ChannelSelect:
      return inRow(it);
    default:
      throw new Unknown(`a component cannot be drawn: ${JSON.stringify(it)}`);
  }
}
