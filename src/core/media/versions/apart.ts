/** Has a contact sheet drawn in a process that can be ended (comparison/drawing/program.ts says why). */
import { fileURLToPath } from 'node:url';
import { runApart } from '../../../node/apart.ts';
import type { SheetTask } from './task.ts';

/** Pixels and all. */
const memoryBytes = 600_000_000;
const timeoutMs = 90_000;

const program = fileURLToPath(new URL('./drawing/program.ts', import.meta.url));

/** Writes a PNG. @throws the signal's reason; Error where it takes too long or too much */
export async function drawnSheet(task: SheetTask, signal: AbortSignal): Promise<void> {
  await runApart(program, [JSON.stringify(task)], { signal, timeoutMs, memoryBytes });
}
