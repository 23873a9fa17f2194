/** What only a command line has to say; everything else comes from core's catalogue. */
export const terminalWords = {
  usage: 'npm run enhance -- <file or link> --model <model> [--out <file>] [settings]',
  noModel: (names: readonly string[]) =>
    `Choose a model with --model: ${names.join(', ')}. --list shows their settings.`,
  unknownFlag: (flag: string, nearest: string | undefined) =>
    `There is no flag ${flag}; ${nearest ? `did you mean ${nearest}?` : '--list shows what there is.'}`,
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
  price: (credits: string) => `${credits} credits`,
} as const;
