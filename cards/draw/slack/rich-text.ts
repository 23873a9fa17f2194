/** Slack's rich text. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
import type { types } from '@slack/bolt';
import { type Html, html, raw, Unknown } from '../html.ts';
import { ago, type Look } from '../look.ts';

const tags = { bold: 'b', italic: 'i', strike: 's', code: 'code' } as const;

/** @throws Unknown */
function piece(it: types.RichTextElement, look: Look): Html {
  switch (it.type) {
    case 'text': {
      const on = Object.entries(tags).filter(([name]) =>
        Object.entries(it.style ?? {}).some(([key, is]) => key === name && is),
      );
      const [before, after] = [on.map(([, tag]) => `<${tag}>`), on.map(([, tag]) => `</${tag}>`).reverse()];
      return html`${raw(before.join(''))}${it.text}${raw(after.join(''))}`;
    }
    case 'link':
      return html`<a href="${it.url}">${it.text ?? it.url}</a>`;
    case 'user':
      return html`<span class="at">@${look.nameOf(it.user_id)}</span>`;
    case 'channel':
      return html`<span class="at">#${look.nameOf(it.channel_id)}</span>`;
    case 'usergroup':
      return html`<span class="at">@${look.nameOf(it.usergroup_id)}</span>`;
    case 'date':
      return html`${ago(it.timestamp, look.now)}`;
    default:
      throw new Unknown(`a piece of rich text cannot be drawn: ${JSON.stringify(it)}`);
  }
}

/** @throws Unknown */
export const richText = (all: types.RichTextBlock['elements'], look: Look): Html[] =>
  all.map((it) => {
    switch (it.type) {
      case 'rich_text_section':
        return html`<div>${it.elements.map((each) => piece(each, look))}</div>`;
      case 'rich_text_list':
        return html`<ul>${it.elements.map((each) => html`<li>${each.elements.map((one) => piece(one, look))}</li>`)}</ul>`;
      case 'rich_text_quote':
        return html`<div class="quote">${it.elements.map((each) => piece(each, look))}</div>`;
      case 'rich_text_preformatted':
        return html`<pre>${it.elements.map((each) => piece(each, look))}</pre>`;
      default:
        throw new Unknown(`rich text cannot be drawn: ${JSON.stringify(it)}`);
    }
  });
