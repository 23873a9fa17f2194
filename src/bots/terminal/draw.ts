/** How a view looks on a terminal: one live line where there is one, plain lines elsewhere. */
import type { View } from '../../core/view/view.ts';
import { credits } from '../../core/words/amounts.ts';
import { accepts } from '../../core/words/fields.ts';
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
  return text.length < columns ? text : `${text.slice(0, Math.max(0, columns - 2))}…`;
}

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
    return [
      `${model.name} · ${model.title} · ${words.price(credits(model.price))}`,
      `  ${model.summary}`,
      ...rows,
    ].join('\n');
  });
  return [words.usage, ...blocks].join('\n\n');
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
