/** A program of ours, run as a child that can be ended at any time and is bound in time and memory. */
import { spawn } from 'node:child_process';
import { boundChild } from './child-bounds.ts';
import { typescriptFlags } from './typescript-flags.ts';

/** MB of objects; pixels are held outside of them. */
const objectMegabytes = 512;
const longestComplaint = 2000;

/** It ran out of time, or was ended by the machine, most likely for want of memory: another time it may end well. */
export class Stopped extends Error {
  override name = 'Stopped';
}

/**
 * What the program printed. It is gone when this settles.
 * @param options.megabytes the most it may hold, pixels and all
 * @throws the signal's reason; Stopped when it takes longer than `timeoutMs` or is killed by others; Error when it holds too
 * much or ends with an error
 */
export async function runApart(
  program: string,
  args: readonly string[],
  options: { signal: AbortSignal; timeoutMs: number; megabytes: number },
): Promise<string> {
  const { signal, timeoutMs, megabytes } = options;
  signal.throwIfAborted();
  const limits = [`--max-old-space-size=${objectMegabytes}`, ...typescriptFlags(program)];
  // No key or token of ours is any business of a program that reads what strangers send.
  const child = spawn(process.execPath, [...limits, program, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {},
  });
  let why = '';
  let tooMuch = false;
  const kill = () => child.kill('SIGKILL');
  const killFor = (reason: string) => () => {
    why = reason;
    kill();
  };
  const timer = setTimeout(killFor(`it took longer than ${timeoutMs} ms`), timeoutMs);
  const unbound = boundChild(child.pid, { memoryBytes: megabytes * 1_000_000 }, (what) => {
    tooMuch = true;
    killFor(what)();
  });
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
    if (ended !== 0) {
      const said = [`a child ended with ${ended}`, why, complaint.trim()].join(': ');
      throw ended === 'SIGKILL' && !tooMuch ? new Stopped(said) : new Error(said);
    }
    return answer;
  } finally {
    clearTimeout(timer);
    unbound();
    signal.removeEventListener('abort', kill);
  }
}

/** For the program itself: ends it when whoever started it is gone, killed even; nobody waits for its result then. */
export function endWithParent(): void {
  process.stdin.on('end', () => process.kill(process.pid, 'SIGKILL')).resume();
}
