/** What is kept between two steps of one person: in memory only, since a half-filled form is all that a restart may lose. */
import { randomBytes } from 'node:crypto';

/** ms; as long as Discord lets a step be answered. */
const lifeMs = 15 * 60_000;

export type Memory<T> = {
  /** @returns an id that nobody guesses, short enough for a custom id. */
  put(value: T): string;
  /** Undefined when it is older than a quarter of an hour, was dropped, or is from before a restart. */
  get(id: string): T | undefined;
  /** Another value under an id of `put`, for another quarter of an hour. */
  set(id: string, value: T): void;
  drop(id: string): void;
};

/** @param options `most`: the oldest goes when there are more. */
export function createMemory<T>({ clock, most = 2000 }: { clock: () => number; most?: number }): Memory<T> {
  const kept = new Map<string, { value: T; until: number }>();
  return {
    put(value) {
      for (const [id, { until }] of kept) {
        if (until > clock() && kept.size < most) break;
        kept.delete(id);
      }
      const id = randomBytes(9).toString('base64url');
      kept.set(id, { value, until: clock() + lifeMs });
      return id;
    },
    get(id) {
      const found = kept.get(id);
      return found && found.until > clock() ? found.value : undefined;
    },
    set(id, value) {
      kept.delete(id);
      kept.set(id, { value, until: clock() + lifeMs });
    },
    drop(id) {
      kept.delete(id);
    },
  };
}
