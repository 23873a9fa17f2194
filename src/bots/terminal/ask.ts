/** The question before an expensive job: run it, run a cheaper variant, or leave it. */
import { createInterface } from 'node:readline';
import type { Quote } from '../../core/credits/quote.ts';
import { terminalWords as words } from './words.ts';

/** What was chosen; a number is one of the quote's variants. */
export type Choice = 'run' | 'cancel' | number;

/** @param interrupt is a no. */
export type Ask = (quote: Quote, interrupt: AbortSignal) => Promise<Choice>;

/** What would be run, then the price, the wait and the size. */
export const quoteLines = ({ title, settings, lines }: Quote): string[] => [
  settings ? `${title} · ${settings}` : title,
  ...lines,
];

/**
 * Asks on `output`, reads a number from `input` until it is one of the offered.
 * Ctrl-C, Ctrl-D and an ended input are a no: nothing that costs is done without a yes.
 */
export const askOn =
  (input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Ask =>
  async (quote, interrupt) => {
    const choices: [Choice, string][] = [
      ...quote.choices
        .filter(({ payable }) => payable)
        .map(({ variant, label }): [Choice, string] => [variant ?? 'run', label]),
      ['cancel', quote.cancel],
    ];
    const numbered = choices.map(([, text], index) => `  ${index + 1}  ${text}`);
    output.write(`${[...quoteLines(quote), ...numbered].join('\n')}\n`);

    if (interrupt.aborted) return 'cancel';
    const reader = createInterface({ input, output });
    const leave = () => reader.close();
    reader.once('SIGINT', leave);
    interrupt.addEventListener('abort', leave, { once: true });
    try {
      reader.setPrompt(words.choose(choices.length));
      reader.prompt();
      // Its lines are kept from one turn to the next, so what was typed ahead counts.
      for await (const line of reader) {
        const chosen = choices[Number(line.trim()) - 1];
        if (chosen) return chosen[0];
        reader.prompt();
      }
      output.write('\n');
      return 'cancel';
    } finally {
      interrupt.removeEventListener('abort', leave);
      reader.close();
    }
  };
