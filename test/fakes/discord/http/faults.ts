/** Failures on demand: which requests go wrong, how, and how often. */

export type Fault = {
  /**
   * Against `METHOD /path`, without `/api/v10` and decoded, e.g. `/^PATCH .*@original/`; or the beginning of that or
   * of the route's pattern, e.g. `PATCH /channels/:channel/messages/:message`.
   */
  route: RegExp | string;
  /** Only requests that bring files. */
  uploads?: true;
  /** How many requests; 1 when left out. */
  times?: number;
  /** The status of the answer. Left out with only a delay: the request is late, and otherwise as ever. */
  status?: number;
  /** Of the JSON: 0 when left out. */
  code?: number;
  message?: string;
  /** Seconds, of a 429; as header and in the body. */
  retryAfter?: number;
  /** Of a 429: for the whole bot. */
  global?: boolean;
  /** Cut the connection instead of answering. */
  cut?: boolean;
  /** Do what was asked first, then answer with the error or cut the connection. */
  afterEffect?: boolean;
  /** Wait so long first; with `afterEffect` between the doing and the answer. */
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
  meet(line: string, pattern: string, files?: number): Fault | undefined;
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
    meet(line, pattern, files = 0) {
      const entry = faults.find(
        ({ fault: { route, uploads }, left }) =>
          left > 0 &&
          (!uploads || files > 0) &&
          (typeof route === 'string'
            ? line.startsWith(route) || pattern.startsWith(route)
            : route.test(line)),
      );
      if (!entry) return undefined;
      entry.left -= 1;
      entry.met += 1;
      return entry.fault;
    },
  };
}

/** A fault's answer as Discord writes it, or undefined when it has none. */
export function faultAnswer(
  fault: Fault,
): { status: number; headers: Record<string, string>; body: Record<string, unknown> } | undefined {
  const { status, code = 0, message, retryAfter, global = false } = fault;
  if (status === undefined) return undefined;
  if (status !== 429)
    return { status, headers: {}, body: { code, message: message ?? `${status}: on demand` } };
  const seconds = retryAfter ?? 1;
  return {
    status,
    headers: {
      'Retry-After': String(seconds),
      'X-RateLimit-Reset-After': String(seconds),
      'X-RateLimit-Remaining': '0',
      'X-RateLimit-Scope': global ? 'global' : 'user',
      ...(global ? { 'X-RateLimit-Global': 'true' } : {}),
    },
    body: {
      message: message ?? 'You are being rate limited.',
      retry_after: seconds,
      global,
      ...(code ? { code } : {}),
    },
  };
}
