/** The process that is, or looks after, the Redis of a data folder. Started by redis.ts through attach(). */
import { z } from 'zod';
import { host } from '../service/host.ts';
import { redisInfoShape } from './info.ts';

/** What attach() is given for it: the program to run, or null for the embedded Redis. */
const settingsShape = z.object({ server: z.string().nullable() });

await host(async ({ folder, settings, previous, isOurs }) => {
  const { server } = settingsShape.parse(settings);
  // The address is kept over restarts, so that a client that reconnects finds its Redis again.
  const address = redisInfoShape.safeParse(previous).data;
  // Only the one that runs is read: each brings a large library.
  if (server) {
    const { startServer } = await import('./server.ts');
    return startServer({ folder, program: server, address });
  }
  const { startEmbedded } = await import('./embedded.ts');
  return startEmbedded({ folder, address, isOurs });
});
