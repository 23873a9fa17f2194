/** Has something drawn or measured in a process that can be ended (drawing/program.ts says why). */
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { runApart } from '../../../node/apart.ts';
import type { Task } from './task.ts';

const factsSchema = z.object({ share: z.number().min(0).max(1), ninth: z.int().min(0).max(8).nullable() });
const size = z.object({ width: z.int(), height: z.int() });

/** Pixels and all. */
const memoryBytes = 700_000_000;
const timeoutMs = 60_000;

const program = fileURLToPath(new URL('./drawing/program.ts', import.meta.url));

const answer = async (task: Task, signal: AbortSignal): Promise<unknown> =>
  JSON.parse(await runApart(program, [JSON.stringify(task)], { signal, timeoutMs, memoryBytes }));

/** @throws the signal's reason; Error where it takes too long or too much, or something cannot be read */
export const measured = async (
  task: Extract<Task, { kind: 'picture' | 'heat' | 'frames' }>,
  signal: AbortSignal,
) => factsSchema.parse(await answer(task, signal));

/** @throws as `measured` */
export const stills = async (task: Extract<Task, { kind: 'stills' }>, signal: AbortSignal) =>
  factsSchema.extend({ size }).parse(await answer(task, signal));

/** @throws as `measured` */
export async function print(task: Extract<Task, { kind: 'print' }>, signal: AbortSignal): Promise<void> {
  await answer(task, signal);
}

/** @throws as `measured` */
export async function labels(task: Extract<Task, { kind: 'labels' }>, signal: AbortSignal): Promise<void> {
  await answer(task, signal);
}
