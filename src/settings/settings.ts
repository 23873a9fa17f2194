/** All settings, read once from the environment and checked; the README's table lists them in this order. */
import { z } from 'zod';
import { type Price, pricesFrom } from '../core/credits/prices.ts';
import { type SlackSettings, slackFrom, slackMistakes } from './slack.ts';

const noOrigin = 'must be a web address such as https://example.org';
const origin = z
  .url({ protocol: /^https?$/, error: noOrigin, abort: true })
  .refine((text) => !/[?#@]/.test(text), noOrigin)
  .transform((text) => text.replace(/\/+$/, ''));
const count = (smallest: number, largest: number) =>
  z.coerce
    .number({ error: 'must be a whole number' })
    .int()
    .min(smallest, `must be at least ${smallest}`)
    .max(largest, `must be at most ${largest}`);
const names = z
  .string()
  .default('')
  .transform((text) => text.split(',').flatMap((name) => name.trim() || []));
const toggle = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .default('false')
  .transform((text) => text === 'true');

// It travels in a header, where other characters would break the request and not name the reason.
const secret = z.string().regex(/^[!-~]+$/, 'must be letters, digits and signs without spaces');

/** A secret of Slack's, which says what it is by how it begins. */
const tokenLike = (start: string) =>
  secret.refine((text) => text.startsWith(start), `must be the token that begins with ${start}`).optional();
const roleNames = ['discord', 'slack', 'worker'] as const;
export type Role = (typeof roleNames)[number];

const environment = z.object({
  SEGMIND_API_KEY: secret.optional(),
  SEGMIND_API_URL: origin.default('https://api.segmind.com'),
  SEGMIND_UPLOAD_URL: origin.default('https://workflows-api.segmind.com'),
  SEGMIND_AS_NUMBERS: names,
  SUBMITS_PER_MINUTE: count(1, 6000).default(30),
  JOBS_AT_PROVIDER: count(1, 10_000).default(20),
  PRICES: z
    .string()
    .default('')
    .transform((text, context) => {
      try {
        return pricesFrom(text);
      } catch (error) {
        context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
        return z.NEVER;
      }
    }),
  DISCORD_TOKEN: secret.optional(),
  DISCORD_API_URL: origin.default('https://discord.com/api'),
  DISCORD_GUILD: z
    .string()
    .regex(/^\d{17,20}$/, 'must be the id of a server')
    .optional(),
  SLACK_BOT_TOKEN: tokenLike('xoxb-'),
  SLACK_APP_TOKEN: tokenLike('xapp-'),
  SLACK_SIGNING_SECRET: secret.optional(),
  SLACK_CLIENT_ID: secret.optional(),
  SLACK_CLIENT_SECRET: secret.optional(),
  SLACK_STATE_SECRET: secret
    .refine((text) => text.length >= 16, 'must have 16 characters or more')
    .optional(),
  SLACK_COMMAND: z
    .string()
    .regex(/^\/[a-z0-9_-]{1,31}$/, 'must be a slash command such as /darkroom')
    .default('/darkroom'),
  SLACK_API_URL: origin.default('https://slack.com/api'),
  DARKROOM_ROLES: names
    .pipe(z.array(z.enum(roleNames, { error: `must be some of ${roleNames.join(', ')}` })))
    .transform((roles) => new Set(roles.length > 0 ? roles : roleNames)),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/, hostname: /./, error: 'must be an address such as redis://127.0.0.1:6379' })
    .optional(),
  ALLOW_EMBEDDED_REDIS: toggle,
  DATA_DIR: z.string().default('data'),
  KEEP_FILES_HOURS: count(1, 8760).default(24),
  MAX_FILE_MB: count(1, 2000).default(500),
  FFMPEG_PATH: z.string().optional(),
  PORT: count(1, 65_535).optional(),
  LOG_LEVEL: z
    .enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug'], {
      error: 'must be silent, fatal, error, warn, info or debug',
    })
    .optional(),
  NODE_ENV: z.string().optional(),
});

/** Every variable that is read. */
export const settingNames: readonly string[] = Object.keys(environment.shape);

export type Settings = Readonly<{
  provider: {
    key: string | undefined;
    apiUrl: string;
    uploadUrl: string;
    asNumbers: readonly string[];
    submitsPerMinute: number;
    /** At once. */
    jobs: number;
  };
  /** The owner's own, before the models'. */
  prices: readonly Price[];
  discord: {
    token: string | undefined;
    apiUrl: string;
    /** Commands are registered in this server only, where they appear at once: for development. */
    guild: string | undefined;
  };
  /** Undefined: not connected. */
  slack: SlackSettings | undefined;
  /** What this process does: hear people on a chat, or work at jobs. */
  roles: ReadonlySet<Role>;
  redisUrl: string | undefined;
  allowEmbeddedRedis: boolean;
  dataDir: string;
  /** How long results and sources are kept, in ms. */
  keepFilesMs: number;
  maxFileBytes: number;
  ffmpegPath: string | undefined;
  /** The health check listens here, if set. */
  port: number | undefined;
  /** `info` for the service and `error` for the command line when not set. */
  logLevel: string | undefined;
}>;

export class SettingsError extends Error {
  override name = 'SettingsError';
}

/** @throws SettingsError that names every mistake at once, one a line, without the values: one may be a secret. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  // A line such as `PORT=` in a .env file means: not set. A pasted key often ends in a space or a line break.
  const set = Object.fromEntries(
    settingNames.flatMap((name) => {
      const value = env[name]?.trim();
      return value ? [[name, value]] : [];
    }),
  );
  const parsed = environment.safeParse(set);
  const roles = parsed.success ? parsed.data.DARKROOM_ROLES : new Set<Role>();
  const mistakes = [
    ...(parsed.error?.issues.map(({ path, message }) => `${String(path[0])} ${message}`) ?? []),
    ...slackMistakes(set, roles.has('slack')),
  ];
  if (!parsed.success || mistakes.length > 0) throw new SettingsError([...new Set(mistakes)].join('\n'));
  const it = parsed.data;
  return {
    provider: {
      key: it.SEGMIND_API_KEY,
      apiUrl: it.SEGMIND_API_URL,
      uploadUrl: it.SEGMIND_UPLOAD_URL,
      asNumbers: it.SEGMIND_AS_NUMBERS,
      submitsPerMinute: it.SUBMITS_PER_MINUTE,
      jobs: it.JOBS_AT_PROVIDER,
    },
    prices: it.PRICES,
    discord: { token: it.DISCORD_TOKEN, apiUrl: it.DISCORD_API_URL, guild: it.DISCORD_GUILD },
    slack: slackFrom(it),
    roles: it.DARKROOM_ROLES,
    redisUrl: it.REDIS_URL,
    // A snapshot every second is fine for a try-out, not for other people's money.
    allowEmbeddedRedis: it.NODE_ENV !== 'production' || it.ALLOW_EMBEDDED_REDIS,
    dataDir: it.DATA_DIR,
    keepFilesMs: it.KEEP_FILES_HOURS * 3_600_000,
    maxFileBytes: it.MAX_FILE_MB * 1_000_000,
    ffmpegPath: it.FFMPEG_PATH,
    port: it.PORT,
    logLevel: it.LOG_LEVEL,
  };
}
