/** A model's settings as forms: five fields at a time, prefilled. */
import {
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  type ModalSubmitInteraction,
  type RepliableInteraction,
} from 'discord.js';
import { admitForm, lossesIn, priceFrom } from '../../../chat/form/form.ts';
import { cut } from '../../../core/words/cut.ts';
import type { Model } from '../../../models/model.ts';
import { takenFor } from '../cards/choice.ts';
import { plain } from '../cards/components.ts';
import type { Bot, Choosing, Draft } from '../context.ts';
import { build } from '../ids.ts';
import { formWords as words } from '../words/form.ts';
import { labelFor, longest, type Setting } from './fields.ts';

/** https://docs.discord.com/developers/components/reference: components in a modal. */
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
 * @param options.page from 0. @param options.price a sentence; it stands at the top, or in the title where all the room is
 * taken. @param options.of the file's name; Discord shows no picture in a form
 */
export function modalFor(
  model: Model,
  options: {
    customId: string;
    settings: Readonly<Record<string, unknown>>;
    page: number;
    price: string;
    of?: string | undefined;
    lost?: readonly string[];
  },
): APIModalInteractionResponseCallbackData {
  const { customId, settings, page, price, of, lost = [] } = options;
  const pages = pagesOf(model);
  const fields = pages[page] ?? [];
  const next = pages[page + 1];
  const title = page === 0 ? model.title : words.moreTitle(model.title);
  const labels = [
    ...fields.map((field) => labelFor(field, settings[field.name] ?? field.default)),
    ...(next ? [moreLabel(next)] : []),
  ];
  if (labels.length < mostFields) {
    const top = {
      type: ComponentType.TextDisplay as const,
      content: [of === undefined ? price : words.about(plain(of), price), ...lost.map(plain)].join('\n'),
    };
    return { title: cut(title, longest.title), custom_id: customId, components: [top, ...labels] };
  }
  // The amount is never cut.
  const priced = words.priced(cut(title, longest.title - words.priced('', price).length), price);
  return { title: priced, custom_id: customId, components: labels };
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

/** Opens a model's form; what is sent with it comes to `handleModal`. @param page from 0 @throws Failure too-often */
export async function openModal(
  { forms, prices, requests }: Pick<Bot, 'forms' | 'prices' | 'requests'>,
  interaction: Exclude<RepliableInteraction, ModalSubmitInteraction>,
  { id, form, model, page = 0 }: { id?: string; form: Choosing; model: Model; page?: number },
): Promise<void> {
  const { user, guildId } = interaction;
  if (page === 0) await admitForm({ requests }, { scope: guildId ?? user.id, requester: user.id });
  if (id !== undefined) forms.set(id, form);
  const customId = build({ kind: 'form', form: id ?? forms.put(form), page });
  const { settings, kept } = form.draft;
  const [one, ...others] = takenFor(form, model);
  const of = others.length > 0 ? undefined : one?.name;
  const price = priceFrom(model, prices);
  const lost = kept ? await lossesIn({ requests }, model, settings, kept) : [];
  await interaction.showModal(modalFor(model, { customId, settings, page, price, of, lost }));
}

/** What was filled in for another model, as far as it means something to this one. */
export function fitting(model: Model, settings: Draft['settings']): Draft['settings'] {
  const known = Object.entries(settings).filter(([name, value]) => {
    const field = model.fields.find((it) => it.name === name && it.kind !== 'media');
    if (!field) return false;
    const prepared = model.prepare({ [name]: value });
    return prepared.ok || !prepared.problems.some((it) => it.kind !== 'unknown' && it.field === field);
  });
  return Object.fromEntries(known);
}
