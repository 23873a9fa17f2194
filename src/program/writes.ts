/** Whether Redis takes writes, as the owner is told who asks nobody: in the log, once when it ends and once when it is back. */
import { within } from '../async/deadline.ts';
import type { Log } from '../core/log.ts';
import { refusedText } from '../core/store/server/refusals.ts';

const everyMs = 30_000;

/** @param ping rejects while it takes none. @returns how to stop */
export function watchWrites(
  ping: () => Promise<void>,
  log: Pick<Log, 'error' | 'info'>,
  { pauseMs = everyMs, longestMs }: { pauseMs?: number; longestMs: number },
): () => void {
  let trouble: string | undefined;
  let asking = false;
  const look = async () => {
    const now = await within(longestMs, ping()).then(() => undefined, refusedText);
    if (now !== undefined && now !== trouble) log.error(`${now}: jobs stand still, and nothing new is taken`);
    if (now === undefined && trouble !== undefined) log.info('Redis takes writes again, and jobs go on');
    trouble = now;
  };
  const timer = setInterval(() => {
    if (asking) return;
    asking = true;
    void look().finally(() => {
      asking = false;
    });
  }, pauseMs);
  timer.unref();
  return () => clearInterval(timer);
}
