/** CPU time that a Redis has used so far, in µs. */
import { readFile } from 'node:fs/promises';
import { createLog } from '../src/core/log.ts';
import { connectRedis } from '../src/core/store/redis.ts';

export type Cpu = () => Promise<number>;

/** Of a process on this machine, in ticks of 10 ms from /proc; NaN where there is none. */
export const ofProcess =
  (pid: () => number): Cpu =>
  async () => {
    const stat = await readFile(`/proc/${pid()}/stat`, 'utf8').catch(() => '');
    const [user, system] = stat.slice(stat.lastIndexOf(')')).split(' ').slice(12);
    return (Number(user) + Number(system)) * 10_000;
  };

/** Of a server, as it says itself. */
export const ofServer =
  (url: string): Cpu =>
  async () => {
    const asking = connectRedis(url, { log: createLog({ level: 'warn', human: true }) });
    const info = await asking.info('cpu');
    asking.disconnect();
    const seconds = (name: string) => Number(new RegExp(`${name}:([\\d.]+)`).exec(info)?.[1]);
    return (seconds('used_cpu_user') + seconds('used_cpu_sys')) * 1e6;
  };
