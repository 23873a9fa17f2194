/** A bound on what a child may hold in memory: decoders of strangers' files hold most of it outside of Node's own heap. */
import { readFile } from 'node:fs/promises';

/** ms; a decoder fills a gigabyte in about a second. */
const lookMs = 100;
/** Bytes; Linux on all that Node runs on but some ARM kernels, which are then bound more loosely. */
const pageBytes = 4096;

/**
 * Calls `exceeded` once when the process holds more than `megabytes` of memory. Does nothing where the system does not
 * say (only Linux does, in /proc). Gives what ends the watch.
 */
export function boundMemory(pid: number | undefined, megabytes: number, exceeded: () => void): () => void {
  if (pid === undefined || process.platform !== 'linux') return () => {};
  const timer = setInterval(async () => {
    // https://man7.org/linux/man-pages/man5/proc_pid_statm.5.html: the second number is what is resident, in pages.
    const pages = await readFile(`/proc/${pid}/statm`, 'latin1').then(
      (text) => Number(text.split(' ')[1]),
      () => 0,
    );
    if (pages * pageBytes <= megabytes * 1_000_000) return;
    clearInterval(timer);
    exceeded();
  }, lookMs);
  return () => clearInterval(timer);
}
