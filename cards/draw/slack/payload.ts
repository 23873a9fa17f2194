/** What Slack is sent, in the likeness of its client. */
import type { types } from '@slack/bolt';
import type { SlackPayload } from '../../samples/on-slack.ts';
import { type Html, html } from '../html.ts';
import { isVideo, type Look } from '../look.ts';
import { blocks } from './blocks.ts';

const message = (parts: readonly Html[] | Html, hidden: boolean): Html =>
  html`<div class="sl"><div class="message"><span class="mark"></span>
${hidden && html`<div class="only">Only visible to you</div>`}
<div class="who">Darkroom <em>APP</em><time>9:20 AM</time></div>${parts}</div></div>`;

const modal = ({ title, submit, close, blocks: all }: types.ModalView, look: Look): Html =>
  html`<div class="sl"><div class="modal"><div class="bar"><span class="mark"></span><b>${title.text}</b><span>✕</span></div>
<div class="fields">${blocks(all, look)}</div>
<div class="end"><span class="b">${close?.text ?? 'Cancel'}</span>${submit && html`<span class="b primary">${submit.text}</span>`}</div></div></div>`;

export function slack(it: SlackPayload, look: Look): Html {
  switch (it.kind) {
    case 'modal':
      return modal(it.view, look);
    case 'home':
      return html`<div class="sl"><div class="home"><div class="tabs"><b>Home</b><span>Messages</span><span>About</span></div>
${blocks(it.view.blocks, look)}</div></div>`;
    case 'message':
      return message(blocks(it.body.blocks, look), it.hidden);
    case 'file': {
      const { body, fileName, alt, of } = it;
      return message(
        html`${blocks(body.blocks, look)}<div class="context">${fileName} ▾</div>
<div class="image shot ${isVideo(fileName) ? 'video' : ''}"><img src="${look.pictureOf(fileName, of)}" alt="${alt}" title="${alt}"></div>`,
        false,
      );
    }
  }
}
