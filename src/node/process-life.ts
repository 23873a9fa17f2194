/** Whether a process of this machine lives: by its number and its start, since numbers are used again. */
import { readFileSync, readlinkSync } from 'node:fs';

/** The process's state letter and start time from /proc, null where there is none. */
export function processFacts(pid: number): { state: string; born: string } | null {
  try {
    // proc_pid_stat(5): field 3 is the state, field 22 the start; field 2 may itself contain spaces and brackets.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return { state: fields[0] ?? '', born: fields[19] ?? '' };
  } catch {
    return null;
  }
}

/** @param born its start as `processFacts` told it @returns undefined where the system does not tell */
export function isRunning(pid: number, born: string | null): boolean | undefined {
  if (!exists(pid)) return false;
  const facts = processFacts(pid);
  if (!facts || !born) return undefined;
  // A killed process whose parent does not collect it (a container without an init) stays as a zombie.
  return facts.born === born && facts.state !== 'Z' && facts.state !== 'X';
}

/**
 * Names this boot of this machine and, within it, the container: where two processes have the same one, each sees the
 * other's number. Undefined where the system does not tell; a host's name would not do, as machines share names.
 */
export function machineName(): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return undefined;
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
