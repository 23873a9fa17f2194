/** *Enhance…* in a message's menu, and every choice and form: from a medium and a model to jobs. */
import type {
  AnySelectMenuInteraction,
  ButtonInteraction,
  MessageContextMenuCommandInteraction,
  ModalSubmitInteraction,
} from 'discord.js';
import { answering } from '../../../chat/chat.ts';
import { chosenIn } from '../../../chat/form/form.ts';
import { takenBy } from '../../../chat/media.ts';
import { offeredPresets } from '../../../chat/presets/named.ts';
import { words as chatWords } from '../../../chat/words.ts';
import { findModel } from '../../../models/index.ts';
import { choiceBody, choosing, correctBody, mostMedia, stepBody, takenFor } from '../cards/choice.ts';
import { note } from '../cards/components.ts';
import type { Bot } from '../context.ts';
import { fitting, openModal, readModal } from '../form/modal.ts';
import { takeOlder } from '../form/newest.ts';
import { runForm, tidy } from '../form/submit.ts';
import type { CustomId } from '../ids.ts';
import { whisper } from '../requests/answer.ts';
import { earlierIn } from '../requests/earlier-job.ts';
import { turnOf } from '../requests/interaction-turn.ts';
import { mediaIn } from '../requests/message-media.ts';
import { rawOf } from '../requests/raw-message.ts';
import { formWords as words } from '../words/form.ts';

/** Answers with the choices, which only the asking person sees. A message of ours stands for its job. */
export async function handleEnhanceMenu(
  bot: Bot,
  interaction: MessageContextMenuCommandInteraction,
): Promise<void> {
  const message = rawOf(interaction.targetMessage);
  const turn = turnOf(bot, interaction);
  await answering(bot, turn, async () => {
    const earlier = await earlierIn(bot, turn, message);
    const media = earlier ? [] : mediaIn(message).slice(0, mostMedia);
    if (!earlier && media.length === 0) return whisper(bot, interaction, note([chatWords.nothingThere]));
    const requester = interaction.user.id;
    const presets = await offeredPresets(bot, turn.asker);
    const its = { requester, steps: [interaction.token], presets };
    const form = choosing({ settings: {}, media, ...earlier }, its);
    await whisper(bot, interaction, choiceBody(bot, bot.forms.put(form), form));
  });
}

/** What choices are made of. */
type Picked = ButtonInteraction | AnySelectMenuInteraction;

export async function handlePick(
  bot: Bot,
  interaction: Picked,
  { form: id, what, argument = '' }: Extract<CustomId, { kind: 'pick' }>,
): Promise<void> {
  const say = (said: string) => whisper(bot, interaction, note([said]));
  const form = bot.forms.get(id);
  if (!form) return say(words.formGone);
  if (form.requester !== interaction.user.id) return say(words.notYourForm);
  if (form.kind === 'newest') {
    if (!interaction.isButton()) return;
    return takeOlder(bot, interaction, { id, form, argument: argument || undefined });
  }
  const { draft } = form;
  switch (what) {
    case 'media': {
      const [chosen = ''] = interaction.isStringSelectMenu() ? interaction.values : [];
      const taken = takenBy(draft.media, chosen);
      const next = taken.length > 0 ? { ...form, taken } : form;
      bot.forms.set(id, next);
      const { components } = choiceBody(bot, id, next);
      await interaction.update({ components, flags: 'IsComponentsV2' });
      return;
    }
    case 'model': {
      const model = findModel(argument);
      if (!model) return;
      const settings = model.name === draft.model ? draft.settings : fitting(model, draft.settings);
      const taken = takenFor(form, model);
      const next = { ...form, taken, draft: { ...draft, model: model.name, settings } };
      return openModal(bot, interaction, { id, form: next, model });
    }
    case 'preset': {
      const [chosen = ''] = interaction.isStringSelectMenu() ? interaction.values : [];
      const preset = form.presets.find(({ whose, name }) => chosen === `${whose}.${name}`);
      const model = findModel(preset?.model ?? '');
      if (!preset || !model) return say(words.formGone);
      const { settings } = preset;
      const next = {
        ...form,
        taken: takenFor(form, model),
        draft: { ...draft, model: model.name, settings },
      };
      return openModal(bot, interaction, { id, form: next, model });
    }
    case 'page': {
      const model = findModel(draft.model ?? '');
      if (!model) return say(words.formGone);
      return openModal(bot, interaction, { id, form, model, page: Number(argument) });
    }
    case 'run':
      return runForm(bot, interaction, id, form);
    case 'drop':
      bot.forms.drop(id);
      await interaction.deferUpdate();
      return tidy(bot, form);
  }
}

/** A form that was sent. */
export async function handleModal(
  bot: Bot,
  interaction: ModalSubmitInteraction,
  { form: id, page }: Extract<CustomId, { kind: 'form' }>,
): Promise<void> {
  const found = bot.forms.get(id);
  const model = found?.kind === 'choosing' ? findModel(found.draft.model ?? '') : undefined;
  if (found?.kind !== 'choosing' || !model) return whisper(bot, interaction, note([words.formGone]));
  if (found.requester !== interaction.user.id) return whisper(bot, interaction, note([words.notYourForm]));
  const { settings: sent, more } = readModal(interaction, model);
  const before = found.draft.settings;
  const settings = { ...before, ...chosenIn(model, sent, before) };
  const form = { ...found, draft: { ...found.draft, settings } };
  const prepared = model.prepare(settings);
  if (prepared.ok && !more) return runForm(bot, interaction, id, form);
  bot.forms.set(id, { ...form, steps: [...form.steps, interaction.token] });
  const body = prepared.ok
    ? stepBody(id, model, settings, page + 1)
    : correctBody(id, prepared.problems, page);
  await whisper(bot, interaction, body);
}
