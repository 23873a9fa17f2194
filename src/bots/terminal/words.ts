import { commandWords } from '../../chat/commands/words.ts';
import { list, quoted } from '../../core/words/amounts.ts';

/** What only a command line has to say; everything else comes from core's catalogue. */
export const terminalWords = {
  usage:
    'npm run enhance -- <files or links> --model <model> [--then <step>] [--out <file>] [--also gif|webp] [--force] [--yes] [--quote] [--json] [settings]',
  help: 'npm run enhance -- help files says which files can be given.',
  noModel: (names: readonly string[]) =>
    `Choose a model with --model: ${names.join(', ')}. --list shows their settings.`,
  unknownFlag: (flag: string, nearest: string | undefined, listed: boolean) => {
    const instead = nearest ? `did you mean ${nearest}?` : listed ? '--list shows what there is.' : '';
    return `There is no flag ${flag}${instead ? `; ${instead}` : '.'}`;
  },
  noValue: (flag: string) => `${flag} needs a value after it.`,
  tooMany: (most: number) => `At most ${most} files or links at a time.`,
  forOne: 'Several results are each named after their source: leave --out and --also out, or give one file.',
  quoteOne: 'A price is asked for one file at a time: leave --quote out, or give one file.',
  quoteOnly:
    'With --quote nothing is run, so there is nothing to agree to or to save: leave --yes and --also out.',
  thenForOne: 'Several steps are for one file at a time: leave --then out, or give one file.',
  /** Of several: `2. lake.jpg: COMPLETED · 360 × 240 → 1440 × 960` */
  line: (position: number, name: string, state: string, said: string) =>
    `${position + 1}. ${name}: ${state} · ${said}`,
  of: (name: string, said: string) => `${name}: ${said}`,
  badFlag: (reason: string) => `The command line could not be read: ${reason}.`,
  mediaAsFlag: (flag: string) => `The file or link stands on its own, without ${flag}.`,
  noFolder: (folder: string) => `The folder ${folder} does not exist; make it or choose another --out.`,
  notWritable: (folder: string) =>
    `You may not write into the folder ${folder}; change its rights or choose another --out.`,
  nameTooLong: `The name of the file to save is longer than the disk takes; choose a shorter --out.`,
  folderFull: (folder: string) =>
    `There is no room left on the disk of ${folder}; make some or choose another --out.`,
  outIsSource: (out: string) => `${out} is the very file that is to be enhanced; choose another --out.`,
  /** Undefined: it may pass by itself. */
  notWritten: (code: string, path: string, folder: string): string | undefined =>
    ({
      ENOSPC: `the disk of ${folder} is full`,
      EDQUOT: `your share of the disk of ${folder} is used up`,
      EFBIG: `it is larger than a file may be in ${folder}`,
      EACCES: `you may not write into the folder ${folder}`,
      EPERM: `you may not write into the folder ${folder}`,
      EROFS: `the disk of ${folder} can only be read`,
      ENOENT: `the folder ${folder} is not there`,
      ENOTDIR: `the folder ${folder} is not there`,
      EISDIR: `a folder has the name ${path}`,
      ENAMETOOLONG: 'its name is longer than the disk takes',
      EEXIST: `too many files are called like ${path}`,
    })[code],
  notSaved: (why: string, id: string) =>
    `The result could not be saved: ${why}. It is kept and paid for; npm run jobs -- ${id} --out <file> saves it.`,
  nothingToSave: (id: string) =>
    `Job ${id} has no result that waits to be saved: it was saved or posted already, has none, or is no longer kept.`,
  outIsFolder: (out: string) => `${out} is a folder; give --out a file name.`,
  wrongEnding: (ending: string, gives: 'image' | 'video') =>
    `The result is a ${gives === 'image' ? 'picture' : 'video'}, so it cannot be a ${ending} file; choose another ending for --out.`,
  alsoWrong: (given: string, known: readonly string[]) =>
    `--also is ${known.join(' or ')}, not ${quoted(given)}.`,
  alsoVideo: 'Only a video can be saved as a GIF or a WebP as well; leave --also out.',
  versionsOf: 'Say of which file: `npm run enhance -- versions lake.jpg`.',
  noVersions: (file: string) => `Nothing was made of ${file} here that is still known.`,
  compareTwo: 'Name two files to be compared: enhance compare before.jpg after.jpg.',
  compareAs: (given: string, known: readonly string[]) => `--as is ${list(known)}, not ${quoted(given)}.`,
  notCompared: (why: string) => `The comparison could not be saved: ${why}.`,
  savedAlso: (path: string, change: string) => `Saved as ${path}. ${change}`,
  interrupted: 'it was interrupted.',
  notAlso: (why: string) => `The video was saved, the other file not: ${why}`,
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
  cannotSave: (why: string) => `The picture could not be saved: ${why}.`,
} as const;
