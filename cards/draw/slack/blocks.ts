/** Slack's Block Kit. https://docs.slack.dev/reference/block-kit/blocks */
import type { types } from '@slack/bolt';
import { type Html, html, Unknown } from '../html.ts';
import type { Look } from '../look.ts';
import { element, referenceOf } from './elements.ts';
import { textOf } from './mrkdwn.ts';
import { richText } from './rich-text.ts';

function section({ text, fields = [], accessory }: types.SectionBlock, look: Look): Html {
  const small = accessory?.type === 'image' ? 'thumb' : 'beside';
  return html`<div class="section"><div>${text && html`<div>${textOf(text, look)}</div>`}
${fields.length > 0 && html`<div class="fields2">${fields.map((it) => html`<div>${textOf(it, look)}</div>`)}</div>`}</div>
${accessory && html`<div class="${small}">${element(accessory, look)}</div>`}</div>`;
}

function input({ label, element: field, hint, optional = false }: types.InputBlock, look: Look): Html {
  return html`<div class="input"><b>${label.text}${optional && html` <small>(optional)</small>`}</b>
<div>${element(field, look)}</div>${hint && html`<small>${hint.text}</small>`}</div>`;
}

/** @throws Unknown */
export function block(it: types.KnownBlock, look: Look): Html {
  switch (it.type) {
    case 'header':
      return html`<div class="header">${it.text.text}</div>`;
    case 'section':
      return section(it, look);
    case 'context':
      return html`<div class="context">${it.elements.map((each) =>
        each.type === 'image' ? element(each, look) : html`<span>${textOf(each, look)}</span>`,
      )}</div>`;
    case 'actions':
      return html`<div class="row">${it.elements.map((each) => element(each, look))}</div>`;
    case 'image':
      return html`<div class="image">${it.title && html`<div class="title">${it.title.text}</div>`}
<img src="${look.pictureOf(referenceOf(it))}" alt="${it.alt_text}" title="${it.alt_text}"></div>`;
    case 'divider':
      return html`<hr>`;
    case 'input':
      return input(it, look);
    case 'rich_text':
      return html`<div>${richText(it.elements, look)}</div>`;
    default:
      throw new Unknown(`a block cannot be drawn: ${JSON.stringify(it)}`);
  }
}

export const blocks = (all: readonly types.AnyBlock[], look: Look): Html[] =>
  // What is none of these is found by the last case.
  all.map((it) => block(it as types.KnownBlock, look));
