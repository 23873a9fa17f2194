/** A line of text that is asked for: a form of one field. */
import {
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  type ModalSubmitInteraction,
  TextInputStyle,
} from 'discord.js';
import type { Question } from '../../../chat/turn.ts';
import { cut } from '../../../core/words/cut.ts';
import { build } from '../ids.ts';
import { longest } from './fields.ts';

const answerId = 'answer';

export const questionModal = ({
  title,
  label,
  hint,
  most,
  action,
}: Question): APIModalInteractionResponseCallbackData => ({
  title: cut(title, longest.title),
  custom_id: build({ kind: 'act', act: action.act, id: action.id, argument: action.argument }),
  components: [
    {
      type: ComponentType.Label,
      label: cut(label, longest.label),
      description: cut(hint, longest.description),
      component: {
        type: ComponentType.TextInput,
        custom_id: answerId,
        style: TextInputStyle.Short,
        max_length: most,
        required: true,
      },
    },
  ],
});

export const answerIn = ({ fields }: Pick<ModalSubmitInteraction, 'fields'>): string =>
  fields.getTextInputValue(answerId);
