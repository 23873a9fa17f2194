/** How a view looks on a terminal: one live line where there is one, plain lines elsewhere. */
import { fileLines } from '../../chat/commands/help-files.ts';
import type { BatchLine, View } from '../../core/view/view.ts';
import { cut } from '../../core/words/cut.ts';
import { accepts } from '../../core/words/fields.ts';
import { some } from '../../core/words/names.ts';
import { status } from '../../core/words/status.ts';
import { models } from '../../models/index.ts';
import { terminalWords as words } from './words.ts';

/** `▕█████░░░▏ 62 %`, `width` cells wide; full only when it is over. */
export function bar(fraction: number, width = 20): string {
  const reached = Math.min(1, Math.max(0, fraction));
  const full = Math.floor(reached * width);
  return `▕${'█'.repeat(full)}${'░'.repeat(width - full)}▏ ${Math.floor(reached * 100)} %`;
}

const titleOf = ({ title, settings }: View): string =>
  [title, settings].filter((it) => it !== '').join(' · ');

/** What it costs; once it costs as much to be cancelled, that. */
const costOf = ({ price, cancelNote, cancelCost }: View): string =>
  cancelNote === undefined ? price : (cancelCost ?? price);

export function plainLine(view: View): string {
  const { state, lab, line } = view;
  return [state, titleOf(view), ...(lab ? [status.lab] : []), costOf(view), line].join(' · ');
}

/** One of several, where a state is news and how far it is is not. */
export const lineOf = ({ position, name, state, over, said }: BatchLine): string =>
  over ? words.line(position, name, state, said) : words.line(position, name, state, '').replace(/ · $/, '');

/** Cut to the terminal's width, so that the line can be drawn over. */
export function liveLine(view: View, columns: number): string {
  const progress = view.progress === undefined || view.state !== 'PROCESSING' ? [] : [bar(view.progress)];
  const text = [
    view.state,
    ...progress,
    titleOf(view),
    ...(view.lab ? [status.lab] : []),
    costOf(view),
    view.line,
  ].join(' · ');
  return cut(text, Math.max(1, columns - 1));
}

/** Which files can be given, as people read it. */
export const fileList = (): string =>
  fileLines({ code: (text) => text }, (command) => `--model ${command}`).join('\n');

/** All models with their fields, as people read them. */
export function modelList(): string {
  const blocks = models.map((model) => {
    const rows = model.fields.map((field) => {
      const initial = 'default' in field && field.default !== undefined && field.default !== '';
      const shown = initial
        ? words.initially(field.kind === 'toggle' ? (field.default ? 'yes' : 'no') : `${field.default}`)
        : '';
      const needed = field.kind === 'media' && field.required ? words.required : shown;
      const flag = field.kind === 'media' ? `<${field.name}>` : `--${field.name}`;
      return `  ${flag.padEnd(20)} ${field.description}: ${accepts(field)}${needed ? ` (${needed})` : ''}`;
    });
    return [`${model.name} · ${model.title} · ${some(model.price)}`, `  ${model.summary}`, ...rows].join(
      '\n',
    );
  });
  return [words.usage, words.help, ...blocks].join('\n\n');
}

/** The same for scripts. */
export const modelListJson = (): string =>
  JSON.stringify(
    models.map(({ name, command, title, summary, takes, gives, price, fields }) => ({
      name,
      command,
      title,
      summary,
      takes,
      gives,
      credits: price / 1000,
      fields,
    })),
    null,
    2,
  );
