/**
 * Run as a child process: takes FFmpeg's command line and does it with @ffmpeg/core, FFmpeg in WebAssembly. Files
 * named by the command line are copied into its memory and back, so it suits short clips. One thread, ten times
 * slower than the real thing.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What is used of the module; it ships no types. */
type Core = {
  FS: {
    mkdirTree(path: string): void;
    writeFile(path: string, content: Uint8Array): void;
    readFile(path: string): Uint8Array;
  };
  exec(...args: string[]): number;
  setLogger(logger: (line: { type: string; message: string }) => void): void;
};

const require = createRequire(import.meta.url);

// The build expects a browser's worker and asks it where it is, before anything else.
Object.assign(globalThis, { self: { location: { href: import.meta.url } } });
const loaded: { default: (options: { wasmBinary: Uint8Array }) => Promise<Core> } = await import(
  pathToFileURL(require.resolve('@ffmpeg/core').replace('/umd/', '/esm/')).href
);
const core = await loaded.default({ wasmBinary: readFileSync(require.resolve('@ffmpeg/core/wasm')) });
// Its last word, of whatever it ended with.
core.setLogger(({ message }) => message === 'Aborted()' || process.stderr.write(`${message}\n`));

const args = process.argv.slice(2);
const output = args.at(-1) ?? '';
const copied = args.filter((arg, index) => args[index - 1] === '-i' && existsSync(arg));
for (const path of [...copied, output]) core.FS.mkdirTree(dirname(path));
for (const path of copied) core.FS.writeFile(path, readFileSync(path));
const code = core.exec(...args);
if (code === 0) writeFileSync(output, core.FS.readFile(output));
process.exit(code === 0 ? 0 : 1);
