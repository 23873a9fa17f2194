/**
 * The reader of files, a program that is kept for one file after the other: what strangers send is decoded there and
 * never here. It is ended when a file takes too much of it, after some files, and when nobody needs it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import pLimit from 'p-limit';
import { mostChildBytes, takenBy } from '../../../node/child-bounds.ts';
import { typescriptFlags } from '../../../node/typescript-flags.ts';
import { type Asked, type Reading, readingSchema } from './reading.ts';

export type Bounds = {
  /** ms of processor time for one file. Beyond it the file is made to be slow, however busy the machine is. */
  processorMs: number;
  /** ms for one file by the clock. Beyond it the machine was too busy. */
  readingMs: number;
};

/** MB of objects; an hour of video takes a few. Beyond it the reader ends, not the bot. */
const heapMegabytes = 256;

/** Files, after which a new one is started: what a library keeps of each does not add up. */
const mostFiles = 2_000;

/** ms without a file: to start it takes longer than to read most of them. */
const idleMs = 15_000;

/** Seconds of processor time in all. Only for one whose parent was killed while it could not hear of it. */
const mostSeconds = 900;

/** ms between two looks at what it takes. */
const lookMs = 100;

const program = fileURLToPath(new URL('./reader-program.ts', import.meta.url));

let current: { child: ChildProcess; files: number } | undefined;
let idle: NodeJS.Timeout | undefined;

// One file at a time: two large pictures at once would take twice the memory.
const turn = pLimit(1);

/** `busy`: it could not be read now, through no fault of the file. `heavy`: it took more of the machine than any file may. */
export type Outcome = Reading | 'busy' | 'heavy';

/** Reads in the reader. @throws Error when the reader cannot be started */
export const readApart = (asked: Asked, bounds: Bounds): Promise<Outcome> => turn(() => read(asked, bounds));

async function read(asked: Asked, bounds: Bounds): Promise<Outcome> {
  clearTimeout(idle);
  // It may have been ended while it rested.
  if (current && hasEnded(current.child)) stop();
  current ??= { child: start(), files: 0 };
  current.files += 1;
  const { child } = current;
  const ended = await outcome(child, asked, bounds);
  // Whatever was killed or has ended is replaced for the next file.
  if (hasEnded(child) || current.files >= mostFiles) stop();
  else rest(child);
  return ended;
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode !== null || signalCode !== null;

function start(): ChildProcess {
  const flags = [`--max-old-space-size=${heapMegabytes}`, ...typescriptFlags(program)];
  const command = [process.execPath, ...flags, program];
  // `ulimit` is the shell's own, and `exec` leaves no shell behind.
  const limited =
    process.platform === 'win32'
      ? command
      : ['/bin/sh', '-c', `ulimit -t ${mostSeconds}; exec "$0" "$@"`, ...command];
  const [file = '', ...args] = limited;
  return spawn(file, args, {
    // What libraries write to its screen is not for people.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    // No key or token of ours is any business of a program that reads what strangers send.
    env: {},
  });
}

/** Ends with the answer, or with the child. */
function outcome(child: ChildProcess, asked: Asked, bounds: Bounds): Promise<Outcome> {
  child.ref();
  child.channel?.ref();
  return new Promise((resolve, reject) => {
    const began = performance.now();
    let before: number | undefined;
    let verdict: Outcome | undefined;
    const kill = (why: Outcome) => {
      verdict ??= why;
      child.kill('SIGKILL');
    };
    const look = async () => {
      const taken = await takenBy(child.pid);
      before ??= taken?.processorMs;
      const spent = (taken?.processorMs ?? 0) - (before ?? 0);
      if (spent > bounds.processorMs) kill({ damaged: `it took ${spent} ms of the processor` });
      // The whole reader: the largest picture that is decoded, and itself.
      else if ((taken?.memoryBytes ?? 0) > mostChildBytes) kill('heavy');
      else if (performance.now() - began > bounds.readingMs) kill('busy');
    };
    const watch = setInterval(() => void look(), Math.min(lookMs, bounds.readingMs));
    const over = () => {
      clearInterval(watch);
      child.off('message', onMessage).off('exit', onExit).off('error', onError);
    };
    const onMessage = (message: unknown) => {
      over();
      // An answer that came while it was being killed is an answer.
      resolve(readingSchema.parse(message));
    };
    const onExit = (code: number | null, signal: string | null) => {
      over();
      // Ended by others, most likely for want of memory; by itself it ends over what the file made of it.
      resolve(
        verdict ?? (signal === 'SIGKILL' ? 'busy' : { damaged: `the reader ended with ${signal ?? code}` }),
      );
    };
    const onError = (error: Error) => {
      over();
      stop();
      reject(error);
    };
    child.on('message', onMessage).once('exit', onExit).once('error', onError);
    // One that ends just now cannot be asked any more.
    child.send(asked, (error) => error && onExit(null, 'SIGKILL'));
  });
}

/** It is not waited for: neither the program nor anything else stays alive for it. */
function rest(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
  idle = setTimeout(stop, idleMs).unref();
}

function stop(): void {
  clearTimeout(idle);
  current?.child.kill('SIGKILL');
  current?.child.unref();
  current?.child.channel?.unref();
  current = undefined;
}
