/** What Discord is sent, in the likeness of its client. */
import type { DiscordPayload } from '../../samples/on-discord.ts';
import { type Html, html } from '../html.ts';
import type { Look } from '../look.ts';
import { component } from './components.ts';
import { modal } from './modal.ts';

export function discord(it: DiscordPayload, look: Look): Html {
  if (it.kind === 'modal') return html`<div class="dc">${modal(it.modal, look)}</div>`;
  const draw = { ...look, of: it.of };
  const parts = it.body.components.map((each) => component(each, draw));
  return html`<div class="dc"><div class="message"><span class="mark"></span>
<div class="who">Darkroom <em>APP</em><time>09:20</time></div>
${parts}
${it.hidden && html`<div class="only">Only you can see this · <a>Dismiss message</a></div>`}</div></div>`;
}
