/** Makes a picture fit, in a process that can be ended (picture-fitter.ts says why). */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { typescriptFlags } from '../../../node/typescript-flags.ts';
import type { PictureCopy } from './picture-ladder.ts';

const copySchema: z.ZodType<PictureCopy | null> = z
  .object({
    rung: z.enum(['lossless', 'close', 'smaller', 'still']),
    path: z.string(),
    type: z.string(),
    bytes: z.int().positive(),
    width: z.int().positive(),
    height: z.int().positive(),
  })
  .nullable();

/** MB of objects; pixels are held outside of them. */
const objectMegabytes = 512;
const longestComplaint = 2000;

const program = fileURLToPath(new URL('./picture-fitter.ts', import.meta.url));

/**
 * A copy of the picture at `path` with at most `target` bytes, in `folder`; undefined when there is no way. The
 * process is gone when this settles.
 * @throws the signal's reason; Error when it takes longer than `timeoutMs` or the picture cannot be read
 */
export async function fitPictureApart(
  path: string,
  options: { target: number; folder: string; signal: AbortSignal; timeoutMs: number },
): Promise<PictureCopy | undefined> {
  const { signal, timeoutMs } = options;
  signal.throwIfAborted();
  const limits = [`--max-old-space-size=${objectMegabytes}`, ...typescriptFlags(program)];
  const child = spawn(
    process.execPath,
    [...limits, program, path, String(options.target), options.folder],
    // No key or token of ours is any business of a program that reads what strangers send.
    { stdio: ['pipe', 'pipe', 'pipe'], env: {} },
  );
  const kill = () => child.kill('SIGKILL');
  const timer = setTimeout(kill, timeoutMs);
  signal.addEventListener('abort', kill, { once: true });
  let [answer, complaint] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    answer += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk).slice(-longestComplaint);
  });
  // It never reads, and may be gone before this end is closed.
  child.stdin.on('error', () => {});
  try {
    const ended = await new Promise<string | number | null>((resolve, reject) => {
      child.once('error', reject).once('close', (code, killed) => resolve(killed ?? code));
    });
    signal.throwIfAborted();
    if (ended !== 0) throw new Error(`fitting a picture ended with ${ended}: ${complaint.trim()}`);
    return copySchema.parse(JSON.parse(answer)) ?? undefined;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', kill);
  }
}
