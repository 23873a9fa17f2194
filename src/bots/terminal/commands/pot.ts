/** `npm run enhance -- pot`: the pot of this terminal, and giving to it. Nobody else is here to chip in. */
import { potCommand, potDeedIn } from '../../../chat/pot/typed.ts';
import { Refusal } from '../../../chat/reply.ts';
import type { Requests } from '../../../core/ports/engine.ts';
import { ArgumentError } from '../flags.ts';
import { personFrom } from '../person.ts';

type At = { requests: Requests; user: string; print: (text: string) => void };

const traits = {
  typed: (command: string) => `npm run enhance -- ${command}`,
  legible: (word: string) => word,
};
const asText = (text: string) => text;
const style = { bold: asText, code: asText, link: asText };

/** Undefined where something else is asked for. */
export function readPot(args: readonly string[]): readonly string[] | undefined {
  const [first, ...rest] = args.filter((it) => it !== '--');
  return first === 'pot' ? rest : undefined;
}

/** Prints what was done. @param key of this call: it is given once. @throws ArgumentError or Failure with one sentence */
export async function pot(said: readonly string[], { requests, user, print }: At, key: string): Promise<0> {
  const me = personFrom({ as: undefined, limit: undefined }, user);
  try {
    await potCommand(
      { requests, traits },
      { key, person: async () => me, reply },
      potDeedIn({ traits }, said),
    );
  } catch (error) {
    if (error instanceof Refusal) throw new ArgumentError(error.message, { cause: error });
    throw error;
  }
  return 0;

  async function reply(it: Parameters<Parameters<typeof potCommand>[1]['reply']>[0]): Promise<void> {
    const lines = it.kind === 'notice' ? [it.text] : it.kind === 'lines' ? it.lines(style) : [];
    print(lines.join('\n').replaceAll('`', ''));
  }
}
