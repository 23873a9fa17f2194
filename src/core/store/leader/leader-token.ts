/** Who holds a name: a token that no other process has, and that tells others of the same machine whether its process lives. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { isRunning, machineName, processFacts } from '../../../node/process-life.ts';

const tokenSchema = z.object({
  id: z.string(),
  pid: z.number(),
  /** See `processFacts` and `machineName`; null where the system does not tell. */
  born: z.string().nullable(),
  machine: z.string().nullable(),
});

export const newToken = (): string =>
  JSON.stringify({
    id: randomUUID(),
    pid: process.pid,
    born: processFacts(process.pid)?.born ?? null,
    machine: machineName() ?? null,
  } satisfies z.infer<typeof tokenSchema>);

/** False where that cannot be known, as of another machine, another container, or a version that wrote less. */
export function isOfDead(token: string): boolean {
  const holder = read(token);
  if (!holder || holder.machine === null || holder.machine !== machineName()) return false;
  return isRunning(holder.pid, holder.born) === false;
}

function read(token: string): z.infer<typeof tokenSchema> | undefined {
  try {
    return tokenSchema.parse(JSON.parse(token));
  } catch {
    return undefined;
  }
}
