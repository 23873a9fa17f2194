/** A process of the kill test: it gives the last pledge of a chip-in, sees to all that follows, and dies where it is told. */
import type { Engine } from '../../src/core/jobs/engine.ts';
import type { Platform } from '../../src/core/ports/platform.ts';
import { openEngine, testTimings } from '../helpers/engine-fixture.ts';

export type Order = {
  id: string;
  point?: string;
  place: { redisUrl: string; labUrl: string; folder: string; prefix: string };
};

const timings = { ...testTimings, leaseMs: 1000, submitMs: 10_000, claimMs: 1000 };
const last = { platform: 'chat', scope: 's', requester: 'cleo' };

async function work({ id, point, place }: Order): Promise<void> {
  let engine: Engine | undefined;
  const purchase = async () => {
    await engine?.purchases.run(id, { id: 'xkilled', address: null });
    const now = await engine?.purchases.read(id);
    if (now) await engine?.purchases.shown(id, now.version);
  };
  const platform: Platform = {
    name: 'chat',
    start: async () => {},
    stop: async () => {},
    show: async () => {},
    deliver: async () => {},
    purchase,
  };
  const checkpoint = (name: string) => {
    if (name === point) process.kill(process.pid, 'SIGKILL');
  };
  const fixture = await openEngine({ ...place, platforms: [platform], overrides: { checkpoint, timings } });
  engine = fixture.engine;
  // Delivered again after the process died, it is the same press.
  await engine.purchases
    .pledge(id, last, { amount: 100_000, key: 'last' })
    .catch((error: unknown) => process.stderr.write(`${error}\n`));
  await purchase();
  for (;;) {
    await fixture.maintain();
    const it = await engine.purchases.read(id);
    if (it?.state === 'over') break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await fixture.close();
}

process.on('message', (order) => {
  // The other end is kill.test.ts, which sends orders only.
  work(order as Order).then(
    () => process.send?.('over'),
    (error: unknown) => process.send?.(String(error)),
  );
});
process.send?.('ready');
