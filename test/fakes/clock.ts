/** The time in a loopback chat: it runs by itself, never back, and a test can move it on. */

export type Clock = {
  /** Unix time in ms. It grows with the monotonic clock, so differences are true durations. */
  now(): number;
  /** Moves the time on, in ms; what has become due by then runs before this returns. */
  advance(ms: number): void;
  /** Runs `then` in `ms` of this clock's time; returns what calls it off. */
  after(ms: number, then: () => void): () => void;
  /** Resolves in `ms`, or when the clock stops. */
  wait(ms: number): Promise<void>;
  /** A new snowflake of 19 digits; each is greater than the one before. */
  snowflake(): string;
  /** Calls off everything that waits. */
  stop(): void;
};

/** The first ms of 2015, from which snowflakes count. https://docs.discord.com/developers/reference#snowflakes */
const epoch = 1_420_070_400_000;

/** A clock that shows the true time until it is moved on. Stop it, or its timers keep the process. */
export function createClock(): Clock {
  let start = Date.now() - performance.now();
  const alarms = new Set<{ due: number; then: () => void; timer?: NodeJS.Timeout }>();
  const waiting = new Set<() => void>();
  let last = { ms: 0, count: 0n };
  const now = () => start + performance.now();

  return {
    now,
    advance(ms) {
      start += ms;
      const due = [...alarms].filter((alarm) => alarm.due <= now()).sort((a, b) => a.due - b.due);
      for (const alarm of due) {
        clearTimeout(alarm.timer);
        if (alarms.delete(alarm)) alarm.then();
      }
      for (const alarm of alarms) arm(alarm);
    },
    after,
    async wait(ms) {
      await new Promise<void>((resolve) => {
        const callOff = after(ms, done);
        function done() {
          callOff();
          waiting.delete(done);
          resolve();
        }
        waiting.add(done);
      });
    },
    snowflake() {
      const ms = Math.floor(now());
      last = ms > last.ms ? { ms, count: 0n } : { ms: last.ms, count: last.count + 1n };
      return ((BigInt(last.ms - epoch) << 22n) + last.count).toString();
    },
    stop() {
      for (const { timer } of alarms) clearTimeout(timer);
      alarms.clear();
      for (const done of [...waiting]) done();
    },
  };

  function after(ms: number, then: () => void): () => void {
    const alarm: { due: number; then: () => void; timer?: NodeJS.Timeout } = { due: now() + ms, then };
    alarms.add(alarm);
    arm(alarm);
    return () => {
      clearTimeout(alarm.timer);
      alarms.delete(alarm);
    };
  }

  function arm(alarm: { due: number; then: () => void; timer?: NodeJS.Timeout }) {
    clearTimeout(alarm.timer);
    const left = alarm.due - now();
    alarm.timer = setTimeout(
      () => {
        if (alarms.delete(alarm)) alarm.then();
      },
      // A timer may fire a fraction of a ms early.
      Math.max(0, Math.ceil(left)),
    );
  }
}
