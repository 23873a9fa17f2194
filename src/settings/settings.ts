/** All settings, read once from the environment and checked; the README's table lists them in this order. */
import { z } from 'zod';
import type { Price } from '../core/credits/prices.ts';
import type { PlatformSettings } from './values.ts';
import { count, credits, logLevel, mistakesIn, names, origin, prices, secret, toggle } from './values.ts';

const environment = z.object({
  SEGMIND_API_KEY: secret.optional(),
  SEGMIND_API_URL: origin.default('https://api.segmind.com'),
  SEGMIND_UPLOAD_URL: origin.default('https://workflows-api.segmind.com'),
  SEGMIND_AS_NUMBERS: names,
  SUBMITS_PER_MINUTE: count(1, 6000).default(30),
  JOBS_AT_PROVIDER: count(1, 10_000).default(20),
  PRICES: prices,
  COST_PER_MONTH: credits.default(null),
  REFUND_DIFFERENCES: toggle,
  DARKROOM_ROLES: names,
  REDIS_URL: z
    .url({ protocol: /^rediss?$/, hostname: /./, error: 'must be an address such as redis://127.0.0.1:6379' })
    .optional(),
  REDIS_REPLICAS: count(0, 10).default(0),
  ALLOW_EMBEDDED_REDIS: toggle,
  DATA_DIR: z.string().default('data'),
  KEEP_FILES_HOURS: count(1, 8760).default(24),
  MAX_FILE_MB: count(1, 2000).default(500),
  MAX_DATA_GB: count(1, 100_000).default(20),
  HISTORY_DAYS: count(35, 3650).default(90),
  FFMPEG_PATH: z.string().optional(),
  PORT: count(1, 65_535).optional(),
  LISTEN_ON: z
    .union([z.ipv4(), z.ipv6()], { error: 'must be an address of this machine such as 0.0.0.0' })
    .default('127.0.0.1'),
  PUBLIC_URL: origin.optional(),
  LOG_LEVEL: logLevel.optional(),
  NODE_ENV: z.string().optional(),
});

const withoutPort = 'PORT must be set, too: PUBLIC_URL is the address under which people reach it';
/** Every variable that is read. */
export const settingNames = (
  platforms: Readonly<Record<string, Pick<PlatformSettings<unknown>, 'names'>>>,
): string[] => {
  const own = Object.keys(environment.shape);
  const at = own.indexOf('DARKROOM_ROLES');
  return own.toSpliced(at, 0, ...Object.values(platforms).flatMap((it) => it.names));
};

export type Settings = Readonly<{
  provider: {
    key: string | undefined;
    apiUrl: string;
    uploadUrl: string;
    asNumbers: readonly string[];
    submitsPerMinute: number;
    jobs: number;
  };
  /** The owner's own, and what the provider may take in a month, in thousandths of a credit; null is without limit. */
  prices: readonly Price[];
  costPerMonth: number | null;
  /** Nothing is charged for a result that is not as it was expected. */
  refundsDifferences: boolean;
  /** What this process does: listen to people on a platform, by its name, or `worker`: work at jobs. */
  roles: ReadonlySet<string>;
  redisUrl: string | undefined;
  /** So many replicas must have what is paid for before it is paid. */
  redisReplicas: number;
  allowEmbeddedRedis: boolean;
  dataDir: string;
  /** How long results and sources are kept, and what people and admins did; in ms. */
  keepFilesMs: number;
  historyMs: number;
  maxFileBytes: number;
  /** What sources and results may take up together. */
  maxDataBytes: number;
  ffmpegPath: string | undefined;
  /** The health check listens here, if set. */
  port: number | undefined;
  /** The address of this machine that it listens on. */
  listenOn: string;
  /** Under which people reach what listens there; a path may stand in it. */
  publicUrl: string | undefined;
  /** `info` for the service and `error` for the command line when not set. */
  logLevel: string | undefined;
}>;

export class SettingsError extends Error {
  override name = 'SettingsError';
}

/**
 * @param platforms what each of them reads, by its name; those that are connected stand in the answer.
 * @throws SettingsError that names every mistake at once, one a line, without the values: one may be a secret.
 */
export function readSettings<Made>(
  env: Readonly<Record<string, string | undefined>>,
  platforms: Readonly<Record<string, PlatformSettings<Made>>>,
): Settings & { platforms: ReadonlyMap<string, Made> } {
  // A line such as `PORT=` in a .env file means: not set. A pasted key often ends in a space or a line break.
  const set = Object.fromEntries(
    settingNames(platforms).flatMap((name) => {
      const value = env[name]?.trim();
      return value ? [[name, value]] : [];
    }),
  );
  const parsed = environment.safeParse(set);
  const known = [...Object.keys(platforms), 'worker'];
  const chosen = names.parse(set.DARKROOM_ROLES);
  const unknown = chosen.some((role) => !known.includes(role));
  const roles = new Set(chosen.length > 0 ? chosen : known);
  const read = Object.entries(platforms).map(([name, it]) => [name, it.read(set, roles.has(name))] as const);
  const own = mistakesIn(parsed.error);
  const isPublic = set.PUBLIC_URL !== undefined && !own.some((it) => it.startsWith('PUBLIC_URL '));
  const mistakes = [
    ...own,
    ...read.flatMap(([, it]) => it.mistakes),
    ...(isPublic && set.PORT === undefined ? [withoutPort] : []),
    ...(unknown ? [`DARKROOM_ROLES must be some of ${known.join(', ')}`] : []),
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
    costPerMonth: it.COST_PER_MONTH,
    refundsDifferences: it.REFUND_DIFFERENCES,
    platforms: new Map(read.flatMap(([name, { made }]) => (made === undefined ? [] : [[name, made]]))),
    roles,
    redisUrl: it.REDIS_URL,
    redisReplicas: it.REDIS_REPLICAS,
    // A snapshot every second is fine for a try-out, not for other people's money.
    allowEmbeddedRedis: it.NODE_ENV !== 'production' || it.ALLOW_EMBEDDED_REDIS,
    dataDir: it.DATA_DIR,
    keepFilesMs: it.KEEP_FILES_HOURS * 3_600_000,
    maxFileBytes: it.MAX_FILE_MB * 1_000_000,
    maxDataBytes: it.MAX_DATA_GB * 1_000_000_000,
    historyMs: it.HISTORY_DAYS * 86_400_000,
    ffmpegPath: it.FFMPEG_PATH,
    port: it.PORT,
    listenOn: it.LISTEN_ON,
    publicUrl: it.PUBLIC_URL,
    logLevel: it.LOG_LEVEL,
  };
}
