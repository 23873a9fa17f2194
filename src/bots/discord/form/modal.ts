/** A model's settings as forms: five fields at a time, prefilled. */
import {
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  type ModalSubmitInteraction,
  type RepliableInteraction,
} from 'discord.js';
import type { Model } from '../../../models/model.ts';
import type { Bot, Form, Found, Kept } from '../context.ts';
import { replyWords as words } from '../words/form.ts';
import { cut, labelFor, longest, type Setting } from './fields.ts';

/** https://docs.discord.com/developers/components/reference: labels in a modal. */
const mostFields = 5;
/** No field has such a name. */
const moreId = '+more';

/**
 * The fields of each form: those first that have a role, since people come for them. A form that others follow leaves
 * room for the box that asks for the next one.
 */
export function pagesOf(model: Model): Setting[][] {
  const settings = model.fields.filter((field) => field.kind !== 'media');
  const left = settings.toSorted((a, b) => Number(!a.role) - Number(!b.role));
  const pages: Setting[][] = [];
  do pages.push(left.splice(0, left.length > mostFields ? mostFields - 1 : mostFields));
  while (left.length > 0);
  return pages;
}

/**
 * One form. @param settings what is filled in already, by field name; a field without has its default.
 * @param page from 0
 */
export function modalFor(
  model: Model,
  options: { customId: string; settings: Readonly<Record<string, unknown>>; page: number },
): APIModalInteractionResponseCallbackData {
  const { customId, settings, page } = options;
  const pages = pagesOf(model);
  const fields = pages[page] ?? [];
  const next = pages[page + 1];
  const title = page === 0 ? model.title : words.moreTitle(model.title);
  return {
    title: cut(title, longest.title),
    custom_id: customId,
    components: [
      ...fields.map((field) => labelFor(field, settings[field.name] ?? field.default)),
      ...(next ? [moreLabel(next)] : []),
    ],
  };
}

const moreLabel = (next: readonly Setting[]): APILabelComponent => ({
  type: ComponentType.Label,
  label: words.moreBox,
  description: cut(words.moreAbout(next.map(({ title }) => title)), longest.description),
  component: { type: ComponentType.Checkbox, custom_id: moreId, default: false },
});

/** What was filled in, as text and unchecked, and whether the next form is asked for. */
export function readModal(
  { fields }: Pick<ModalSubmitInteraction, 'fields'>,
  model: Model,
): { settings: Record<string, string>; more: boolean } {
  const settings: Record<string, string> = {};
  for (const field of model.fields) {
    const answer = fields.fields.get(field.name);
    // On another form.
    if (!answer) continue;
    switch (answer.type) {
      case ComponentType.Checkbox:
        settings[field.name] = fields.getCheckbox(field.name) ? 'yes' : 'no';
        break;
      case ComponentType.RadioGroup:
        settings[field.name] = fields.getRadioGroup(field.name) ?? '';
        break;
      case ComponentType.StringSelect:
        settings[field.name] = fields.getStringSelectValues(field.name)[0] ?? '';
        break;
      case ComponentType.TextInput:
        settings[field.name] = fields.getTextInputValue(field.name);
        break;
    }
  }
  return { settings, more: fields.fields.has(moreId) && fields.getCheckbox(moreId) };
}

/** Opens a model's first form; what is sent with it comes to `handleModal`. */
export async function openModal(
  bot: Pick<Bot, 'forms'>,
  interaction: Exclude<RepliableInteraction, ModalSubmitInteraction>,
  asked: {
    model: Model;
    settings: Readonly<Record<string, unknown>>;
    source?: Found | undefined;
    /** Used when there is no `source`. */
    kept?: Kept;
  },
): Promise<void> {
  const { model, settings, source, kept } = asked;
  const media = source ? [source] : [];
  const form: Form = {
    kind: 'enhance',
    requester: interaction.user.id,
    media,
    taken: media,
    ...(kept ? { kept } : {}),
    model: model.name,
    settings,
    steps: [],
  };
  const customId = formId(bot.forms.put(form), 0);
  await interaction.showModal(modalFor(model, { customId, settings, page: 0 }));
}

/** A modal's custom id. @param page from 0 */
export const formId = (form: string, page: number): string => `v1:form:${form}:${page}`;
