/** The readers of files (src/core/media/probe/reader.ts) that a test's own process has started. */
import { readdir, readFile } from 'node:fs/promises';

/** Their process ids. */
export async function readers(): Promise<number[]> {
  const tasks = await readdir('/proc/self/task');
  const lists = tasks.map((it) => readFile(`/proc/self/task/${it}/children`, 'latin1').catch(() => ''));
  const children = (await Promise.all(lists)).join(' ').split(' ').filter(Boolean).map(Number);
  const commands = children.map(async (id) => {
    const command = await readFile(`/proc/${id}/cmdline`, 'latin1').catch(() => '');
    // One that was killed and not yet buried has none.
    return command.includes('reader-program') ? [id] : [];
  });
  return (await Promise.all(commands)).flat();
}
