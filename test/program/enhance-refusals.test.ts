/**
 * What `enhance` refuses: one sentence, exit code 1, nothing paid, nothing kept. A host that redirects to a private
 * address and an answer that never ends cannot be played through the program, which fetches nothing from loopback:
 * media-redirects.test.ts and media-limits.test.ts hold those.
 */
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readArguments } from '../../src/bots/terminal/arguments.ts';
import { runAsked } from '../../src/bots/terminal/commands/run.ts';
import { keptFiles } from '../../src/core/jobs/files/job-files.ts';
import { type Lab, startLab } from '../../src/lab/server/server.ts';
import { temporaryFolder } from '../helpers/fixture.ts';
import { type Installation, openInstallation, sentenceOf } from '../helpers/program.ts';
import { clip, declaredPng, photo } from '../helpers/sample-media.ts';
import { openTerminalFixture, type TerminalFixture } from '../terminal/fixture.ts';

let installation: Installation;
/** The same without a start for each case. */
let here: TerminalFixture;
let lab: Lab;
let labFolder: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  labFolder = await temporaryFolder();
  // Its list of submits is looked at below: were anything paid for, it would stand there.
  lab = await startLab({ dataDir: labFolder.path });
  here = await openTerminalFixture();
  installation = await openInstallation({
    SEGMIND_API_KEY: 'SG_0123456789abcdef',
    SEGMIND_API_URL: lab.url,
    SEGMIND_UPLOAD_URL: lab.url,
  });
  const inFolder = (name: string) => join(installation.folder, name);
  await writeFile(inFolder('photo.jpg'), await photo({ width: 64, height: 48 }));
  await writeFile(inFolder('text.jpg'), 'This is not a photo at all, whatever its name says.\n');
  await writeFile(inFolder('empty.jpg'), '');
  await writeFile(inFolder('huge.png'), declaredPng(30_000, 30_000));
  const long = { width: 16, height: 16, seconds: 61, fps: 1, audio: false };
  await rename(await clip(installation.folder, long), inFolder('long.mp4'));
  const short = { width: 32, height: 32, seconds: 0.5, fps: 10, audio: false };
  await rename(await clip(installation.folder, short), inFolder('clip.mp4'));
  await mkdir(inFolder('folder'));
});
afterAll(async () => {
  await here.close();
  await installation.close();
  await lab.close();
  await labFolder.remove();
});

const esrgan = ['--model', 'esrgan'];
const clarity = ['--model', 'clarity'];
const flashvsr = ['--model', 'flashvsr'];

const refusals: [what: string, args: string[], sentence: RegExp][] = [
  [
    'a text file called text.jpg',
    ['text.jpg', ...esrgan],
    /^The file is (text|of an unknown kind), not a picture/,
  ],
  ['an empty file', ['empty.jpg', ...esrgan], /^The file is empty\. /],
  ['a clip of 61 seconds', ['long.mp4', ...flashvsr], /^The video lasts 61\.0 s, but .* at most 60 s\. /],
  ['a header of 30,000 × 30,000', ['huge.png', ...esrgan], /^The picture is 30000 × 30000 pixels, more than/],
  [
    'a video for a picture model',
    ['clip.mp4', ...esrgan],
    /^This needs a picture, but the file is a video\. /,
  ],
  [
    'a file that is not there',
    ['none.jpg', ...esrgan],
    /^The file \/.*\/person\/none\.jpg could not be read\. /,
  ],
  ['a folder as the source', ['folder', ...esrgan], /^The file \/.*\/folder could not be read\. /],
  [
    'two files of which none can be used',
    ['text.jpg', 'empty.jpg', ...esrgan],
    /^text\.jpg: The file is (text|of an unknown kind), .*\nempty\.jpg: The file is empty\. /,
  ],
  [
    'eleven files',
    [...Array.from({ length: 11 }, () => 'photo.jpg'), ...esrgan],
    /^At most 10 files or links at a time\.$/,
  ],
  [
    'a scale that is not offered',
    ['photo.jpg', ...esrgan, '--scale', '3'],
    /^scale must be 2, 4 or 8, not 3\. Correct that/,
  ],
  [
    'a number out of range',
    ['photo.jpg', ...clarity, '--creativity', '99'],
    /^creativity must be a whole number from -10 to 10, not 99\. Correct that and ask again\.$/,
  ],
  [
    'a negative number out of range',
    ['clip.mp4', ...flashvsr, '--seed', '-2'],
    /^seed must be .*, not -2\. Correct/,
  ],
  ['a flag with a typing error', ['photo.jpg', ...esrgan, '--scal', '4'], /--scal; did you mean --scale\?$/],
  ['the source as a flag', [...esrgan, '--image', 'photo.jpg'], /^The file or link .* without --image\.$/],
  ['no model', ['photo.jpg'], /^Choose a model with --model: esrgan, .*--list shows their settings\.$/],
  [
    'a model that is not there',
    ['photo.jpg', '--model', 'magic'],
    /^There is no model called magic\. Choose/,
  ],
  [
    'a metadata address',
    ['http://169.254.169.254/a.jpg', ...esrgan],
    /leads to 169\.254\.169\.254, a private/,
  ],
  ['a link to localhost', ['http://localhost:8080/a.jpg', ...esrgan], /leads to localhost, a private or/],
  [
    'a folder that is not there',
    ['photo.jpg', ...esrgan, '--out', 'no/a.png'],
    /^The folder .*\/no does not exist/,
  ],
  [
    'a folder as --out',
    ['photo.jpg', ...esrgan, '--out', 'folder'],
    /folder is a folder; give --out a file name\.$/,
  ],
  [
    'a video’s ending for a picture',
    ['photo.jpg', ...esrgan, '--out', 'a.mp4'],
    /^The result is a picture, so/,
  ],
];

/** Of every kind: known by the arguments, by the file, by what is in it, by its video, by the link, by what is asked. */
const asProgram = new Set([
  'a text file called text.jpg',
  'a clip of 61 seconds',
  'a header of 30,000 × 30,000',
  'a file that is not there',
  'a scale that is not offered',
  'a flag with a typing error',
  'a metadata address',
  'a folder that is not there',
]);

describe.concurrent('refused with one sentence', () => {
  it.each(refusals.filter(([what]) => asProgram.has(what)))(
    'by the program: %s',
    async (_what, args, sentence) => {
      const ended = await installation.run(['enhance', ...args]);
      expect(ended).toMatchObject({ code: 1, signal: null, stdout: '' });
      expect(sentenceOf(ended)).toMatch(sentence);
    },
  );

  it.each(refusals)('%s', async (_what, args, sentence) => {
    const [printed, complained]: [string[], string[]] = [[], []];
    const print = (text: string) => void printed.push(text);
    const complain = (text: string) => void complained.push(text);
    const run = async () => {
      const asked = readArguments(args, installation.folder);
      if (asked.kind !== 'run') throw new Error('a list was asked for');
      const { terminal } = here;
      const { signal: interrupt } = new AbortController();
      const kept = keptFiles({ filePath: String, fitTo: undefined, stopping: interrupt });
      const context = {
        requests: here.fixture.engine,
        kept,
        terminal,
        user: 'owner',
        print,
        complain,
        interrupt,
      };
      return runAsked(asked, context);
    };
    // What is thrown the program complains of, and ends with 1.
    const code = await run().catch((error: Error) => {
      complain(error.message);
      return 1;
    });
    expect({ code, printed }).toEqual({ code: 1, printed: [] });
    expect(complained).toEqual([expect.stringMatching(sentence)]);
  });
});

describe('after all of it', () => {
  it('nothing was handed to the provider', () => {
    for (const each of [lab, here.fixture.lab]) {
      expect(each.submits()).toEqual([]);
      expect(each.log.filter(({ route }) => route === 'submit' || route === 'upload')).toEqual([]);
    }
  });

  it('nothing is left in the data folder or beside the person’s files', async () => {
    for (const folder of [installation.dataDir, here.fixture.folder])
      expect(await readdir(join(folder, 'files'))).toEqual([]);
    const given = ['clip-1.png', 'clip-2.png', 'clip.mp4', 'empty.jpg', 'folder', 'huge.png', 'long.mp4'];
    expect((await readdir(installation.folder)).sort()).toEqual([...given, 'photo.jpg', 'text.jpg'].sort());
  });

  it('the same photo with good settings is taken', async () => {
    const ended = await installation.run(['enhance', 'photo.jpg', ...esrgan, '--json']);
    expect(ended.code).toBe(0);
    expect(lab.submits()).toHaveLength(1);
  });
});
