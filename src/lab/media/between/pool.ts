/** Threads that make frames between others, as many at once as there are. */
import { once } from 'node:events';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { typescriptFlags } from '../../../node/typescript-flags.ts';
import type { Pair } from './worker.ts';

export type BetweenPool = {
  /** Fills the frames of one pair; pairs wait for a thread in the order they came. */
  fill(pair: Pair): Promise<void>;
  /** Ends the threads, whatever they are at. */
  close(): Promise<void>;
};

const entry = fileURLToPath(new URL('./worker.ts', import.meta.url));

/** What a thread begins with. Where Node reads no TypeScript by itself, the loader is asked for the program. */
function starter(program: string): string {
  const url = JSON.stringify(pathToFileURL(program).href);
  if (typescriptFlags(program).length === 0) return `import(${url})`;
  const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'));
  return `import(${loader}).then(({ tsImport }) => tsImport(${url}, ${url}))`;
}

/**
 * @param still frames are mixed where they stand, which costs a tenth.
 * @param signal ends the waiting for a thread's work; `close` ends the thread.
 */
export function openBetween(
  size: { width: number; height: number },
  { threads, still, signal }: { threads: number; still: boolean; signal: AbortSignal },
): BetweenPool {
  const workers: Worker[] = [];
  const idle: Worker[] = [];
  const waiting: ((worker: Worker) => void)[] = [];

  const free = (): Promise<Worker> | Worker => {
    const worker = idle.pop();
    if (worker) return worker;
    if (workers.length === threads) return new Promise((resolve) => waiting.push(resolve));
    const started = new Worker(starter(entry), {
      eval: true,
      workerData: { ...size, still },
      execArgv: [],
      env: {},
    });
    workers.push(started);
    return started;
  };

  return {
    async fill(pair) {
      const worker = await free();
      // It rejects with what the thread threw.
      const made = once(worker, 'message', { signal });
      worker.postMessage(pair);
      await made;
      const next = waiting.shift();
      if (next) next(worker);
      else idle.push(worker);
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
