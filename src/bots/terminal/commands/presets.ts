/** `npm run enhance -- presets …` and `--preset NAME`: settings under a name, by the same rules as in a chat. */

import { presetsDeedIn } from '../../../chat/commands/presets-typed.ts';
import {
  keepPreset,
  nameFrom,
  removePreset,
  renamePreset,
  sharePreset,
  takePreset,
} from '../../../chat/presets/keep.ts';
import { presetList } from '../../../chat/presets/list.ts';
import { presetNamed, runOf } from '../../../chat/presets/named.ts';
import { presetOfJob } from '../../../chat/presets/of-job.ts';
import { presetFrom } from '../../../chat/presets/typed.ts';
import { presetWords } from '../../../chat/presets/words.ts';
import { Refusal, type Reply } from '../../../chat/reply.ts';
import type { Step } from '../../../core/domain/asked/recipe.ts';
import type { Person } from '../../../core/domain/command.ts';
import type { Requests } from '../../../core/ports/engine.ts';
import type { Preset } from '../../../core/store/presets.ts';
import { findModel } from '../../../models/index.ts';
import { ArgumentError, flagValue } from '../flags.ts';
import { personFrom } from '../person.ts';

type At = { requests: Requests; user: string };

export const traits = {
  sameIdEverywhere: true,
  typed: (command: string) => `npm run enhance -- ${command}`,
  example: (request: string) => {
    const [, name = ''] = /@(\S+)$/.exec(request) ?? [];
    return `npm run enhance -- FILE --preset ${name}`;
  },
} as const;

/** Undefined where something else is asked for. */
export function readPresets(args: readonly string[]): readonly string[] | undefined {
  const [first, ...rest] = args.filter((it) => it !== '--');
  return first === 'presets' ? rest : undefined;
}

/** Prints what was done. @throws ArgumentError or Failure with one sentence; then nothing was done */
export async function presets(
  said: readonly string[],
  { print, ...at }: At & { print: (text: string) => void },
): Promise<0> {
  const reply = await inWords(doneFor(said, at));
  if (reply.kind === 'notice') print(unmarked(reply.text));
  else if (reply.kind === 'lines') print(reply.lines(style).map(unmarked).join('\n'));
  return 0;
}

async function doneFor(said: readonly string[], { requests, user }: At): Promise<Reply<never>> {
  const me = personFrom({ as: undefined, limit: undefined }, user);
  const chat = { requests, traits };
  const who = { asker: me, person: async () => me };
  const it = presetsDeedIn(said);
  switch (it.deed) {
    case 'list':
      return presetList(chat, me);
    case 'save': {
      const text = it.more.join(' ');
      const preset = text === '' ? await newest(requests, me) : presetFrom(text);
      return keepPreset(chat, who, { ...it, name: nameFrom(it.name), preset });
    }
    case 'remove':
      return removePreset(chat, who, it.name, it.whose === 'scope');
    case 'rename':
      return renamePreset(chat, who, it.name, it.to);
    case 'share':
      return sharePreset(chat, who, it.name);
    case 'take':
      return takePreset(chat, who, it.code, it);
  }
}

async function newest(requests: Requests, me: Person): Promise<Preset> {
  const [job] = await requests.jobs(me, 1);
  if (!job) throw new Refusal(presetWords.whichJob);
  return presetOfJob({ requests }, job);
}

/**
 * The command line with the model and the settings of the preset that it names instead; what else it sets counts before them.
 * @throws ArgumentError
 */
export async function withPreset(args: readonly string[], { requests, user }: At): Promise<string[]> {
  const name = flagValue(args, '--preset');
  if (name === undefined) return [...args];
  const as = flagValue(args, '--as');
  const me = personFrom({ as, limit: undefined }, user);
  const named = flagValue(args, '--model');
  const chat = { requests, traits };
  const {
    model,
    settings,
    next = [],
  } = await inWords(
    presetNamed(chat, me, name).then((it) =>
      runOf(chat, it, named === undefined ? undefined : findModel(named)),
    ),
  );
  const its = Object.entries(settings).filter(([field]) => flagValue(args, `--${field}`) === undefined);
  const added = its.map(([field, value]) => `--${field}=${value}`);
  const at = args.findIndex((arg) => /^--preset(=|$)/.test(arg));
  const others = args.toSpliced(at, args[at] === '--preset' ? 2 : 1);
  return [
    ...others,
    ...(named === undefined ? [`--model=${model.name}`] : []),
    ...added,
    ...next.map(thenOf),
  ];
}

/** As it would be typed. */
const thenOf = ({ model, settings }: Step): string =>
  `--then=${[model, ...Object.entries(settings).map(([name, value]) => `${name}=${JSON.stringify(value)}`)].join(' ')}`;

/** A chat's refusal is a mistake on the command line here. */
export const inWords = <Done>(doing: Promise<Done>): Promise<Done> =>
  doing.catch((error: unknown) => {
    if (error instanceof Refusal) throw new ArgumentError(unmarked(error.message), { cause: error });
    throw error;
  });

const unmarked = (text: string): string => text.replaceAll('`', '');
const style = {
  bold: (text: string) => `${text}:`,
  code: (text: string) => `  ${text}`,
  link: (label: string) => label,
};
