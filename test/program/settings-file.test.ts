/** The settings file as editors save it. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSettingsFile } from '../../src/settings/file.ts';
import { SettingsError } from '../../src/settings/settings.ts';
import { temporaryFolder } from '../helpers/fixture.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

const lines = ['# of ours: ü', 'DATA_DIR=data', '', 'PRICES="esrgan=7"'];
const expected = { DATA_DIR: 'data', PRICES: 'esrgan=7' };
const swapped = (text: string) => Buffer.from(text, 'utf16le').swap16();
const given: [how: string, bytes: Buffer][] = [
  ['UTF-8', Buffer.from(lines.join('\n'))],
  ['UTF-8 with its mark and Windows’ ends of lines', Buffer.from(`\ufeff${lines.join('\r\n')}\r\n`)],
  ['UTF-16, the small end first', Buffer.from(`\ufeff${lines.join('\r\n')}`, 'utf16le')],
  ['UTF-16, the large end first', swapped(`\ufeff${lines.join('\r\n')}`)],
  ['UTF-8 with old ends of lines', Buffer.from(lines.join('\r'))],
];

describe('a settings file', () => {
  const file = async (bytes: Buffer) => {
    const path = join(folder.path, 'settings');
    await writeFile(path, bytes);
    return path;
  };
  const refused = (path: string) => {
    try {
      readSettingsFile(path);
    } catch (error) {
      if (error instanceof SettingsError) return error.message;
    }
    return undefined;
  };

  it.each(given)('is read as %s', async (_how, bytes) => {
    expect({ ...readSettingsFile(await file(bytes)) }).toEqual(expected);
  });

  it.each([
    ['UTF-16 without its mark', Buffer.from(lines.join('\n'), 'utf16le')],
    ['an older encoding', Buffer.from('DATA_DIR=\xfcber\n', 'latin1')],
  ])('is refused as %s, by its name', async (_how, bytes) => {
    const path = await file(bytes);
    expect(refused(path)).toBe(
      `The settings file ${path} is not text as UTF-8; save it as UTF-8 in your editor.`,
    );
  });

  it('may be missing, but not a folder', async () => {
    expect(readSettingsFile(join(folder.path, 'none'))).toEqual({});
    const path = join(folder.path, 'folder');
    await mkdir(path);
    expect(refused(path)).toBe(`The settings file ${path} could not be read: it is a folder.`);
  });
});
