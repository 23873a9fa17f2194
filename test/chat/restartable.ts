/** A platform whose process goes, and another one's that takes over: the engine goes on with whichever runs now. */
import type { Requests } from '../../src/core/ports/engine.ts';
import type { Platform } from '../../src/core/ports/platform.ts';

export type Restartable<P extends Platform> = {
  platform: P;
  /** The one that runs. */
  now(): P;
  /** As after SIGTERM: the one that runs is stopped, and one that knows nothing of it is started. */
  restart(requests: Requests): Promise<void>;
};

/** @param own what is always the same, whichever runs */
export function restartable<P extends Platform>(
  make: () => P,
  own: { [Name in keyof Platform]?: Platform[Name] | undefined } = {},
): Restartable<P> {
  let running = make();
  const platform = new Proxy(running, {
    get: (_first, name) => Reflect.get(name in own ? own : running, name),
  });
  return {
    platform,
    now: () => running,
    async restart(requests) {
      await running.stop();
      running = make();
      await running.start(requests);
    },
  };
}
