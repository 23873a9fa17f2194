/** How to type a request, with the models' own settings. */
import { userMention } from 'discord.js';
import { accepts } from '../../../core/words/fields.ts';
import { models } from '../../../models/index.ts';
import type { Model } from '../../../models/model.ts';
import { type Body, note, plain } from '../cards/card.ts';
import type { Bot } from '../context.ts';
import { replyWords as words } from '../words/form.ts';
import { enhanceName } from '../words/menu.ts';

/** Of one model its settings, else one example for each. */
export function helpLines({ userId }: Pick<Bot, 'userId'>, model: Model | undefined): string[] {
  if (model) {
    const rows = model.fields.flatMap((field) =>
      field.kind === 'media' ? [] : [words.setting(field.name, plain(field.description), accepts(field))],
    );
    return [words.settingsOf(plain(model.title), rows)];
  }
  const examples = models.map((it) => words.example(exampleOf(it), plain(it.summary)));
  return [words.help(userMention(userId), examples, enhanceName)];
}

export const helpBody = (bot: Pick<Bot, 'userId'>, model: Model | undefined): Body =>
  note(helpLines(bot, model));

/** `smooth x2 30fps`: the shortest that shows what can be said. */
function exampleOf({ command, fields }: Model): string {
  const said = fields.flatMap((field) => {
    if (field.role === 'times' && 'default' in field) return [`x${field.default}`];
    if (field.role === 'rate' && 'default' in field) return [`${field.default}fps`];
    return field.role === 'prompt' ? [words.promptExample] : [];
  });
  return [command, ...said].join(' ');
}
