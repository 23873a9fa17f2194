/** A program of ours, run as a child that can be ended at any time and is bound in time and memory. */
import { spawn } from 'node:child_process';
import { boundChild, HeldTooMuch } from './child-bounds.ts';
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
 * @param options.memoryBytes the most it may hold, pixels and all; as much as any child when left out
 * @param options.folder where its libraries put what they cannot hold; the system's own for such when left out
 * @throws the signal's reason; Stopped when it takes longer than `timeoutMs` or is killed by others; HeldTooMuch; Error when
 * it ends with an error
 */
export async function runApart(
  program: string,
  args: readonly string[],
  options: { signal: AbortSignal; timeoutMs: number; memoryBytes?: number; folder?: string | undefined },
): Promise<string> {
  const { signal, timeoutMs, memoryBytes, folder } = options;
  signal.throwIfAborted();
  const limits = [`--max-old-space-size=${objectMegabytes}`, ...typescriptFlags(program)];
  // No key or token of ours is any business of a program that reads what strangers send.
  const child = spawn(process.execPath, [...limits, program, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: folder === undefined ? {} : { TMPDIR: folder },
  });
  let why = '';
  let tooMuch = false;
  const kill = () => child.kill('SIGKILL');
  const killFor = (reason: string) => () => {
    why = reason;
    kill();
  };
  const timer = setTimeout(killFor(`it took longer than ${timeoutMs} ms`), timeoutMs);
  const unbound = boundChild(child.pid, { memoryBytes }, ({ said }) => {
    tooMuch = true;
    killFor(said)();
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
      if (tooMuch) throw new HeldTooMuch(said);
      throw ended === 'SIGKILL' ? new Stopped(said) : new Error(said);
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
