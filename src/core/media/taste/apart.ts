/** Has a part cut out and ways drawn in a process that can be ended (comparison/drawing/program.ts says why). */
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { runApart } from '../../../node/apart.ts';
import type { Task } from './task.ts';

const placeSchema = z.object({ left: z.int(), top: z.int(), width: z.int(), height: z.int() });
/** Of each tile, 0 to 1; null where there is nothing to be seen. */
const sharesSchema = z.array(z.number().min(0).max(1).nullable());

/** Pixels and all. */
const memoryBytes = 500_000_000;
const timeoutMs = 60_000;

const program = fileURLToPath(new URL('./drawing/program.ts', import.meta.url));

const answer = async (task: Task, signal: AbortSignal): Promise<unknown> =>
  JSON.parse(await runApart(program, [JSON.stringify(task)], { signal, timeoutMs, memoryBytes }));

/** @throws the signal's reason; Error where it takes too long or too much, or the picture cannot be read */
export const cutPart = async (task: Omit<Extract<Task, { kind: 'part' }>, 'kind'>, signal: AbortSignal) =>
  placeSchema.parse(await answer({ kind: 'part', ...task }, signal));

/** @throws as `cutPart` */
export const drawnTiles = async (task: Omit<Extract<Task, { kind: 'tiles' }>, 'kind'>, signal: AbortSignal) =>
  sharesSchema.parse(await answer({ kind: 'tiles', ...task }, signal));
