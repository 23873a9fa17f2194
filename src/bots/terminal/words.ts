import { commandWords } from '../../chat/commands/words.ts';
import { quoted } from '../../core/words/amounts.ts';

/** What only a command line has to say; everything else comes from core's catalogue. */
export const terminalWords = {
  usage: 'npm run enhance -- <file or link> --model <model> [--out <file>] [--yes] [settings]',
  noModel: (names: readonly string[]) =>
    `Choose a model with --model: ${names.join(', ')}. --list shows their settings.`,
  unknownFlag: (flag: string, nearest: string | undefined, listed: boolean) => {
    const instead = nearest ? `did you mean ${nearest}?` : listed ? '--list shows what there is.' : '';
    return `There is no flag ${flag}${instead ? `; ${instead}` : '.'}`;
  },
  noValue: (flag: string) => `${flag} needs a value after it.`,
  tooMany: (second: string) => `Only one file or link at a time: ${second} is one too many.`,
  badFlag: (reason: string) => `The command line could not be read: ${reason}.`,
  mediaAsFlag: (flag: string) => `The file or link stands on its own, without ${flag}.`,
  noFolder: (folder: string) =>
    `The folder ${folder} does not exist or cannot be written to; choose another --out.`,
  outIsFolder: (out: string) => `${out} is a folder; give --out a file name.`,
  wrongEnding: (ending: string, gives: 'image' | 'video') =>
    `The result is a ${gives === 'image' ? 'picture' : 'video'}, so it cannot be a ${ending} file; choose another ending for --out.`,
  saved: (path: string) => `Saved as ${path}`,
  required: 'required',
  initially: (value: string) => `default ${value}`,
  tooMuch: commandWords.tooMuch,
  choose: (count: number) => `Your choice (1 to ${count}): `,
  sayYes: 'It was not run, since there is nobody here to agree to the price; --yes runs it.',
  pressAgain: (note: string) => `${note} Press Ctrl-C once more to cancel it all the same.`,
  leftAlone: 'Nothing was run and nothing was charged.',
  noDeed: (given: string, known: readonly string[]) =>
    commandWords.noDeed(quoted(given), undefined, known).replaceAll('`', ''),
  groupWithout: '--group is for credits limits with limits such as monthly=50 only.',
  notASetting: (given: string) =>
    `${quoted(given)} sets nothing; write a limit such as monthly=50 or a rule such as deny=esrgan#channel.`,
  twice: commandWords.twice,
  daysWrong: (given: string, most: number) =>
    `--days is a whole number from 1 to ${most}, not ${quoted(given) || 'nothing'}.`,
  pictureEnding: (out: string) => `The picture is a PNG, so ${quoted(out)} must end in .png.`,
  noJob: (given: string, nearest: string | undefined) =>
    `There is no job ${quoted(given) || 'without an id'}; ${nearest === undefined ? 'a record is kept for 30 days. npm run jobs lists all that are not over.' : `did you mean ${nearest}?`}`,
  cannotSave: (path: string, code: string) => `The picture could not be saved as ${path} (${code}).`,
} as const;
