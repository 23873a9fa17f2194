/** A process that brings records forward and, where it is told to, is killed after so many of them. */
import { createLog } from '../../../src/core/log.ts';
import { migrate } from '../../../src/core/store/migrations.ts';
import { connectRedis } from '../../../src/core/store/redis.ts';

const [url = '', prefix = '', dieAfter] = process.argv.slice(2);
const log = createLog({ level: 'silent', human: false });
const redis = connectRedis(url, { log });
let changed = 0;
const checkpoint = () => {
  changed += 1;
  if (changed === Number(dieAfter)) process.kill(process.pid, 'SIGKILL');
};
await migrate(redis, { prefix, log, checkpoint });
redis.disconnect();
