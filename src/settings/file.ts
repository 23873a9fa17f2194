/** The settings file, as any editor saves it. */
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { SettingsError } from './settings.ts';

/**
 * What a file such as `.env` sets; nothing where there is none. UTF-8 with or without its mark, and UTF-16 with its mark, as
 * editors on Windows save it; any ends of lines.
 * @throws SettingsError naming the file where it cannot be read, or is no text
 */
export function readSettingsFile(path: string): Readonly<Record<string, string | undefined>> {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return {};
    const why = code === 'EISDIR' ? 'it is a folder' : 'its rights do not allow it, or its disk has a fault';
    throw new SettingsError(`The settings file ${path} could not be read: ${why}.`, { cause: error });
  }
  return parseEnv(textOf(bytes, path).replace(/\r\n?/g, '\n'));
}

function textOf(bytes: Buffer, path: string): string {
  const mark = bytes.toString('hex', 0, 2);
  const encoding = mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8';
  try {
    // The decoder takes the mark away.
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // Said below.
  }
  throw new SettingsError(`The settings file ${path} is not text as UTF-8; save it as UTF-8 in your editor.`);
}
