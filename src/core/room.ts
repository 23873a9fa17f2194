/** Room for edits, given to those who wait for it as soon as there is some: pace.ts with a timer. */
import { createPace, type Pace, type Slot } from './pace.ts';

/** A monotonic time in ms, and its timers; `after` returns what calls it off. */
export type Time = { now(): number; after(ms: number, run: () => void): () => void };

/** The real one; its timers do not keep the process. */
export const realTime: Time = {
  now: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, Math.ceil(ms));
    timer.unref();
    return () => clearTimeout(timer);
  },
};

export type Room = {
  /** Room for one edit of the card if there is some now; else `later` is given it when its turn has come. */
  now(id: string, wish: Parameters<Pace['wait']>[1], later: (slot: Slot) => void): Slot | undefined;
  /** The same, waited for; undefined when there is none in `patienceMs`, or at once when closed. */
  soon(
    id: string,
    wish: Parameters<Pace['wait']>[1],
    options: { patienceMs: number; later: (slot: Slot) => void },
  ): Promise<Slot | undefined>;
  leave(id: string): void;
  /** Silence in the lane for so many ms: it was refused an edit. */
  rest(lane: string, ms: number): void;
  /** By how much progress in the lane is to be slower than its cadence. */
  slowness(lane: string): number;
  /** Nobody waits any more, and no timer is left. */
  close(): void;
};

export function createRoom(time: Time): Room {
  const pace = createPace();
  /** To whom the room is given that a card waits for. */
  const takers = new Map<string, (slot: Slot) => void>();
  /** Ends the waiting of those who cannot wait for long. */
  const impatient = new Set<() => void>();
  let callOff = () => {};
  let closed = false;

  function give(): void {
    callOff();
    callOff = () => {};
    const granted = pace.take(time.now());
    const next = closed ? undefined : pace.next();
    if (next !== undefined) callOff = time.after(Math.max(0, next - time.now()), give);
    for (const { id, slot } of granted) {
      const taker = takers.get(id);
      takers.delete(id);
      taker?.(returning(slot));
    }
  }

  /** Room that is given back is given on. */
  const returning = (slot: Slot): Slot => ({
    used(now) {
      slot.used(now);
      give();
    },
    unused() {
      slot.unused();
      give();
    },
  });

  return {
    now(id, wish, later) {
      const given: Slot[] = [];
      takers.set(id, (slot) => given.push(slot));
      pace.wait(id, wish);
      give();
      if (given.length === 0) takers.set(id, later);
      return given[0];
    },
    soon(id, wish, { patienceMs, later }) {
      return new Promise((resolve) => {
        const giveUp = () => end(undefined);
        const end = (slot: Slot | undefined) => {
          stop();
          impatient.delete(giveUp);
          if (!slot) takers.set(id, later);
          resolve(slot);
        };
        const stop = time.after(patienceMs, giveUp);
        impatient.add(giveUp);
        takers.set(id, end);
        pace.wait(id, wish);
        give();
        if (closed && impatient.has(giveUp)) giveUp();
      });
    },
    leave(id) {
      pace.leave(id);
      takers.delete(id);
    },
    rest(lane, ms) {
      const now = time.now();
      pace.rest(lane, now, now + ms);
    },
    slowness: (lane) => pace.slowness(lane, time.now()),
    close() {
      closed = true;
      callOff();
      for (const giveUp of [...impatient]) giveUp();
    },
  };
}

/** For how many ms a platform wants silence, if the error says so in `retryAfterMs`. */
export function restAfter(error: unknown): number | undefined {
  const ms = error instanceof Error && 'retryAfterMs' in error ? error.retryAfterMs : undefined;
  return typeof ms === 'number' ? ms : undefined;
}
