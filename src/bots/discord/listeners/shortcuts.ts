/** *Enhance…* in a message's menu, and every form: from a medium and a model to jobs. */
import {
  type AnySelectMenuInteraction,
  type ButtonInteraction,
  type MessageContextMenuCommandInteraction,
  MessageFlags,
  type ModalSubmitInteraction,
} from 'discord.js';
import { findModel } from '../../../models/index.ts';
import type { Model } from '../../../models/model.ts';
import type { Body } from '../cards/card.ts';
import type { Bot } from '../context.ts';
import { correctBody, type Enhance, mostMedia, pickBody, stepBody, takenBy } from '../form/choices.ts';
import { formId, modalFor, readModal } from '../form/modal.ts';
import { runForm, tidy } from '../form/submit.ts';
import { mediaIn } from '../requests/message-media.ts';
import { takeOlder } from '../requests/newest-media.ts';
import { rawOf } from '../requests/raw-message.ts';
import { replyPrivately } from '../requests/start.ts';
import { replyWords as words } from '../words/form.ts';

/** Answers with the choices, which only the asking person sees. */
export async function handleEnhanceMenu(
  bot: Bot,
  interaction: MessageContextMenuCommandInteraction,
): Promise<void> {
  const media = mediaIn(rawOf(interaction.targetMessage)).slice(0, mostMedia);
  if (media.length === 0) return replyPrivately(bot, interaction, words.nothingInMenu);
  const form: Enhance = {
    kind: 'enhance',
    requester: interaction.user.id,
    media,
    taken: media.slice(0, 1),
    model: undefined,
    settings: {},
    steps: [interaction.token],
  };
  await interaction.reply(inPrivate(pickBody(bot, bot.forms.put(form), form)));
}

const inPrivate = ({ components }: Body) =>
  ({ components, flags: MessageFlags.Ephemeral | MessageFlags.IsComponentsV2 }) as const;

/** What choices are made of. */
type Picked = ButtonInteraction | AnySelectMenuInteraction;

/** Buttons and menus of `v1:pick:<form>:<what>[:<argument>]`. */
export async function handlePick(bot: Bot, interaction: Picked): Promise<void> {
  const [, , id = '', what, argument = ''] = interaction.customId.split(':');
  const form = bot.forms.get(id);
  if (!form) return replyPrivately(bot, interaction, words.formGone);
  const owner = form.kind === 'newest' ? form.chatRequest.person.requester : form.requester;
  if (owner !== interaction.user.id) return replyPrivately(bot, interaction, words.notYourForm);
  if (form.kind === 'newest') {
    // Pressed twice it is one more, not two.
    bot.forms.drop(id);
    return interaction.isButton() ? takeOlder(bot, interaction, form) : undefined;
  }
  const [chosen = ''] = interaction.isStringSelectMenu() ? interaction.values : [];
  switch (what) {
    case 'media': {
      const taken = takenBy(form.media, chosen);
      const next = taken.length > 0 ? { ...form, taken } : form;
      bot.forms.set(id, next);
      const { components, flags } = pickBody(bot, id, next);
      await interaction.update({ components, flags: flags & MessageFlags.IsComponentsV2 });
      return;
    }
    case 'model': {
      const model = findModel(argument);
      if (!model) return;
      // What was filled in for another model means nothing to this one.
      const settings = model.name === form.model ? form.settings : {};
      return showForm(bot, interaction, id, { form: { ...form, model: model.name, settings }, page: 0 });
    }
    case 'page':
      return showForm(bot, interaction, id, { form, page: Number(argument) });
    case 'run':
      return runForm(bot, interaction, id, form);
    case 'drop':
      bot.forms.drop(id);
      await interaction.deferUpdate();
      return tidy(bot, form);
  }
}

async function showForm(
  bot: Bot,
  interaction: Picked,
  id: string,
  { form, page }: { form: Enhance; page: number },
): Promise<void> {
  const model = findModel(form.model ?? '');
  if (!model) return replyPrivately(bot, interaction, words.formGone);
  bot.forms.set(id, form);
  const customId = formId(id, page);
  await interaction.showModal(modalFor(model, { customId, settings: form.settings, page }));
}

/** A form that was sent: `v1:form:<form>:<page>`. */
export async function handleModal(bot: Bot, interaction: ModalSubmitInteraction): Promise<void> {
  const [, , id = '', at] = interaction.customId.split(':');
  const found = bot.forms.get(id);
  const model = found?.kind === 'enhance' ? findModel(found.model ?? '') : undefined;
  if (found?.kind !== 'enhance' || !model) return replyPrivately(bot, interaction, words.formGone);
  const { settings, more } = readModal(interaction, model);
  const form = { ...found, settings: { ...found.settings, ...settings } };
  const problems = wrongWith(model, form.settings);
  if (problems.length === 0 && !more) return runForm(bot, interaction, id, form);

  bot.forms.set(id, { ...form, steps: [...form.steps, interaction.token] });
  const page = Number(at);
  const body = problems.length > 0 ? correctBody(id, problems, page) : stepBody(id, form, page + 1);
  await interaction.reply(inPrivate(body));
}

function wrongWith(model: Model, settings: Enhance['settings']) {
  const prepared = model.prepare(settings);
  return prepared.ok ? [] : prepared.problems;
}
