/** What stands in Slack's blocks and can be pressed, chosen or filled in. */
import type { types } from '@slack/bolt';
import { type Html, html, Unknown } from '../html.ts';
import type { Look } from '../look.ts';
import { textOf } from './mrkdwn.ts';

type Option = types.PlainTextOption | types.MrkdwnOption;
export type Element =
  | types.ActionsBlockElement
  | types.SectionBlockAccessory
  | NonNullable<types.InputBlock['element']>
  | types.ImageElement;

const labelOf = ({ text, description }: Option): string =>
  `${text.text}${description ? ` (${description.text})` : ''}`;

const sure = (confirm: types.ConfirmationDialog | undefined): Html | false =>
  confirm !== undefined &&
  html`<span class="sure"><b>${confirm.title?.text}</b> ${confirm.text.text} <u>${confirm.deny?.text}</u> <u>${confirm.confirm?.text}</u></span>`;

const menu = (
  shown: string | undefined,
  offers: readonly Option[] = [],
  placeholder = 'Select an option',
): Html =>
  html`<span class="menu ${shown === undefined ? 'empty' : ''}">${shown ?? placeholder}<span class="arrow"></span></span>
${offers.length > 0 && html`<span class="offers">${offers.map(labelOf).join(' · ')}</span>`}`;

const offered = (it: types.StaticSelect | types.MultiStaticSelect): Option[] => [
  ...(it.options ?? []),
  ...(it.option_groups ?? []).flatMap(({ options }) => options),
];
const choices = (
  kind: 'circle' | 'box',
  options: readonly Option[],
  on: readonly Option[],
  look: Look,
): Html[] =>
  options.map(
    (it) =>
      html`<span class="${kind} ${on.some(({ value }) => value === it.value) ? 'on' : ''}">${textOf(it.text, look)}</span>`,
  );
const field = (value: string | undefined, placeholder: string | undefined, kind = ''): Html =>
  html`<span class="in ${kind} ${value === undefined ? 'empty' : ''}">${value ?? placeholder ?? ''}</span>`;

/** Where Slack has a picture, or where else it is. */
export const referenceOf = (it: types.ImageElement | types.ImageBlock): string => {
  if ('image_url' in it) return it.image_url;
  const { slack_file: file } = it;
  return 'id' in file ? String(file.id) : String(file.url);
};

/** @throws Unknown */
export function element(it: Element, look: Look): Html {
  switch (it.type) {
    case 'button':
      return html`<span class="b ${it.style ?? ''}">${it.text.text}</span>${sure(it.confirm)}`;
    case 'overflow':
      return html`<span class="b more">⋯</span><span class="offers">${it.options.map(labelOf).join(' · ')}</span>`;
    case 'image':
      return html`<img src="${look.pictureOf(referenceOf(it))}" alt="${it.alt_text}" title="${it.alt_text}">`;
    case 'static_select':
      return menu(it.initial_option && labelOf(it.initial_option), offered(it), it.placeholder?.text);
    case 'multi_static_select':
      return menu(it.initial_options?.map(labelOf).join(', '), offered(it), it.placeholder?.text);
    case 'conversations_select':
      return menu(
        it.initial_conversation === undefined
          ? it.default_to_current_conversation && '# pictures'
            ? '# pictures'
            : undefined
          : `# ${look.nameOf(it.initial_conversation)}`,
        [],
        it.placeholder?.text ?? 'Select a conversation',
      );
    case 'channels_select':
      return menu(it.initial_channel && `# ${look.nameOf(it.initial_channel)}`, [], it.placeholder?.text);
    case 'users_select':
      return menu(
        it.initial_user && look.nameOf(it.initial_user),
        [],
        it.placeholder?.text ?? 'Select a person',
      );
    case 'external_select':
      return menu(it.initial_option && labelOf(it.initial_option), [], it.placeholder?.text);
    case 'radio_buttons':
      return html`${choices('circle', it.options, it.initial_option ? [it.initial_option] : [], look)}`;
    case 'checkboxes':
      return html`${choices('box', it.options, it.initial_options ?? [], look)}`;
    case 'plain_text_input':
      return field(it.initial_value, it.placeholder?.text, it.multiline ? 'long' : '');
    case 'number_input':
    case 'url_text_input':
      return field(it.initial_value, it.placeholder?.text);
    case 'file_input':
      return html`<span class="drop">Drag and drop a file here, or <a>choose one</a></span>`;
    default:
      throw new Unknown(`an element cannot be drawn: ${JSON.stringify(it)}`);
  }
}
