/** Rate limits: per method, per workspace, and for posts per channel. https://docs.slack.dev/apis/web-api/rate-limits */

export type Limit = { requests: number; windowMs: number };
/** By method; `perChannel` says that each channel is counted by itself. */
export type Limits = Readonly<Record<string, Limit & { perChannel?: boolean }>>;

const minute = 60_000;
const tier = { 2: 20, 3: 50, 4: 100 } as const;
const perMinute = (methods: readonly string[], which: keyof typeof tier) =>
  methods.map((method) => [method, { requests: tier[which], windowMs: minute }] as const);

/** Slack says "50+", so more may pass there; here the number is the end. What is not named is not limited. */
export const defaultLimits: Limits = {
  'chat.postMessage': { requests: 1, windowMs: 1000, perChannel: true },
  ...Object.fromEntries([
    ...perMinute(['conversations.open', 'usergroups.users.list'], 2),
    ...perMinute(['chat.update', 'chat.delete', 'conversations.history', 'conversations.replies'], 3),
    ...perMinute(['conversations.info', 'conversations.join', 'team.info'], 3),
    ...perMinute(['chat.postEphemeral', 'users.info', 'conversations.members', 'files.info'], 4),
    ...perMinute(['files.getUploadURLExternal', 'files.completeUploadExternal'], 4),
    ...perMinute(['views.open', 'views.update', 'views.push', 'views.publish', 'oauth.v2.access'], 4),
  ]),
};

export type Meter = {
  /** Counts a request that may pass; otherwise the whole seconds after which one may, at least 1. */
  take(method: string, team: string, channel: string): number | undefined;
};

/** The window slides: no minute, wherever it begins, has more. @param now ms */
export function createMeter(limits: Limits, now: () => number): Meter {
  const passed = new Map<string, number[]>();
  return {
    take(method, team, channel) {
      const limit = limits[method];
      if (!limit) return undefined;
      const key = `${method} ${team} ${limit.perChannel ? channel : ''}`;
      const at = now();
      const recent = (passed.get(key) ?? []).filter((it) => it > at - limit.windowMs);
      passed.set(key, recent);
      const oldest = recent[recent.length - limit.requests];
      if (oldest !== undefined) return Math.max(1, Math.ceil((oldest + limit.windowMs - at) / 1000));
      recent.push(at);
      return undefined;
    },
  };
}

/** The most entries that lie within any window of `windowMs`, given their times in order. */
export function busiest(times: readonly number[], windowMs: number): number {
  let most = 0;
  let first = 0;
  times.forEach((time, index) => {
    while (time - (times[first] ?? time) >= windowMs) first += 1;
    most = Math.max(most, index - first + 1);
  });
  return most;
}
