/** Discord's forms. */
import {
  type APIComponentInLabel,
  type APIModalInteractionResponseCallbackData,
  ComponentType as T,
  TextInputStyle,
} from 'discord.js';
import { type Html, html, Unknown } from '../html.ts';
import { type Draw, menu } from './components.ts';
import { markdown } from './markdown.ts';

/** A circle or a box with its words. */
const option = (kind: 'circle' | 'box', on: boolean, label: string, description?: string): Html =>
  html`<div class="${kind} ${on ? 'on' : ''}"><span>${label}${description !== undefined && html`<br><small>${description}</small>`}</span></div>`;

function input(it: APIComponentInLabel): Html {
  switch (it.type) {
    case T.TextInput: {
      const long = it.style === TextInputStyle.Paragraph;
      return html`<div class="in ${long ? 'long' : ''} ${it.value === undefined ? 'empty' : ''}">${it.value ?? it.placeholder ?? ''}</div>`;
    }
    case T.StringSelect:
      return menu(it.options, it.placeholder);
    case T.RadioGroup:
      return html`${it.options.map((each) => option('circle', each.default ?? false, each.label, each.description))}`;
    case T.CheckboxGroup:
      return html`${it.options.map((each) => option('box', each.default ?? false, each.label, each.description))}`;
    case T.Checkbox:
      return option('box', it.default ?? false, '');
    case T.FileUpload:
      return html`<div class="drop">Drop file here or <a>browse</a></div>`;
    case T.UserSelect:
    case T.RoleSelect:
    case T.MentionableSelect:
    case T.ChannelSelect:
      return menu([], it.placeholder);
    default:
      throw new Unknown(`a field cannot be drawn: ${JSON.stringify(it)}`);
  }
}

export function modal({ title, components }: APIModalInteractionResponseCallbackData, look: Draw): Html {
  const parts = components.map((it) => {
    if (it.type === T.TextDisplay) return html`<div class="text">${markdown(it.content, look)}</div>`;
    if (it.type !== T.Label) throw new Unknown(`a part of a form cannot be drawn: ${JSON.stringify(it)}`);
    const { label, description, component } = it;
    const isRequired = 'required' in component && component.required !== false;
    return html`<div class="label"><b>${label}${isRequired && html`<em>*</em>`}</b>
${description !== undefined && html`<small>${description}</small>`}${input(component)}</div>`;
  });
  return html`<div class="modal"><div class="bar"><b>${title}</b><span>✕</span></div>
<div class="fields">${parts}</div>
<div class="end"><span class="b secondary">Cancel</span><span class="b primary">Submit</span></div></div>`;
}
