/** What another process takes of the machine. */
import { readFile } from 'node:fs/promises';

/** ms of processor time and bytes of memory of a process; undefined where there is no /proc, as on a Mac. */
export async function takenBy(
  pid: number | undefined,
): Promise<{ processorMs: number; memory: number } | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => undefined);
  // proc(5): behind the name in brackets come the state and, 11 and 12 on, its ticks of 10 ms; 21 on, its pages of 4096.
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ');
  if (!fields) return undefined;
  return {
    processorMs: (Number(fields[11]) + Number(fields[12])) * 10,
    memory: Number(fields[21]) * 4096,
  };
}
