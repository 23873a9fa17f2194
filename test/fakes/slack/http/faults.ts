/** Failures on demand: which requests go wrong, how, and how often. */

export type Fault = {
  /**
   * A Web API method, e.g. `chat.update`, or `upload`, `download`, `response_url`, `authorize`; a RegExp is held against
   * that.
   */
  method: string | RegExp;
  /** Only requests with these arguments, e.g. `{ channel: 'C…' }`. */
  when?: Readonly<Record<string, string>>;
  /** How many requests; 1 when left out. */
  times?: number;
  /** Answers 200 with `{ ok: false, error }`, as Slack refuses, or with this as text where no JSON is answered. */
  error?: string;
  /** Another status, with no JSON. Of 429 with `retryAfter`. */
  status?: number;
  /** Seconds, of a 429; 1 when left out. */
  retryAfter?: number;
  headers?: Readonly<Record<string, string>>;
  /** Cut the connection instead of answering. */
  cut?: boolean;
  /** Never answer. The request is let go when the client gives up or the world ends. */
  hang?: boolean;
  /** Do what was asked first; only then fail. */
  afterEffect?: boolean;
  /** Wait so long first; with `afterEffect` between the doing and the answer. Alone: late, and otherwise as ever. */
  delayMs?: number;
};

export type SetFault = {
  /** How many requests it has met. */
  met(): number;
  /** No request meets it from now on. */
  lift(): void;
};
export type Faults = {
  set(fault: Fault): SetFault;
  /** The first that a request meets, counted. */
  meet(method: string, args: Readonly<Record<string, unknown>>): Fault | undefined;
};

/** Faults are met in the order in which they were set. */
export function createFaults(): Faults {
  const faults: { fault: Fault; left: number; met: number }[] = [];
  return {
    set(fault) {
      const entry = { fault, left: fault.times ?? 1, met: 0 };
      faults.push(entry);
      return {
        met: () => entry.met,
        lift() {
          entry.left = 0;
        },
      };
    },
    meet(name, args) {
      const entry = faults.find(
        ({ fault: { method, when = {} }, left }) =>
          left > 0 &&
          (typeof method === 'string' ? method === name : method.test(name)) &&
          Object.entries(when).every(([key, value]) => args[key] === value),
      );
      if (!entry) return undefined;
      entry.left -= 1;
      entry.met += 1;
      return entry.fault;
    },
  };
}

/** Whether a fault answers otherwise than the world would. */
export const fails = ({ error, status, cut, hang }: Fault): boolean =>
  error !== undefined || status !== undefined || cut === true || hang === true;
