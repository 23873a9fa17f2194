import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { discordSettings } from '../../src/bots/discord/settings.ts';
import { chats } from '../../src/bots/index.ts';
import { slackSettings } from '../../src/bots/slack/settings.ts';
import * as settings from '../../src/settings/settings.ts';
import type { PlatformSettings } from '../../src/settings/values.ts';

const { SettingsError } = settings;
const settingNames = settings.settingNames(chats);
/** What the program reads, with what each chat makes of its own instead of how it is connected. */
const ofChats: Record<string, PlatformSettings<object>> = { discord: discordSettings, slack: slackSettings };
const readSettings = (env: Record<string, string>) => {
  const { platforms, ...own } = settings.readSettings(env, ofChats);
  return { ...own, discord: platforms.get('discord'), slack: platforms.get('slack') };
};

const refusal = (env: Record<string, string>): string[] => {
  try {
    readSettings(env);
  } catch (error) {
    if (error instanceof SettingsError) return error.message.split('\n');
    throw error;
  }
  return [];
};

/** One value that cannot stand for each setting that has a form. */
const wrong: Record<string, string> = {
  SEGMIND_API_KEY: 'SG_0123456789abcdef and a note',
  SEGMIND_API_URL: 'ftp://someone:hunter2@files.example',
  SEGMIND_UPLOAD_URL: 'https://files.example/?sig=hunter3',
  SUBMITS_PER_MINUTE: 'hunter4',
  JOBS_AT_PROVIDER: '0.98765',
  PRICES: 'esrgan=0.5,hunter8',
  COST_PER_MONTH: 'hunter22',
  REFUND_DIFFERENCES: 'hunter20',
  DISCORD_TOKEN: 'hunter9 with a space',
  DISCORD_API_URL: 'hunter10',
  DISCORD_GUILD: 'hunter11',
  DISCORD_DIRECT_CREDITS: 'hunter19',
  SLACK_BOT_TOKEN: 'hunter12',
  SLACK_APP_TOKEN: 'xoxb-hunter13',
  SLACK_SIGNING_SECRET: 'hunter14 hunter14',
  SLACK_COMMAND: 'hunter15',
  SLACK_API_URL: 'hunter16',
  DARKROOM_ROLES: 'worker,hunter17,hunter18',
  REDIS_URL: 'http://:hunter5@10.0.0.1',
  ALLOW_EMBEDDED_REDIS: 'hunter6',
  KEEP_FILES_HOURS: '0.123456',
  MAX_FILE_MB: '123456789',
  PORT: '99999999',
  LISTEN_ON: 'hunter21',
  PUBLIC_URL: 'hunter20',
  LOG_LEVEL: 'hunter7',
};

const slack = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_APP_TOKEN: 'xapp-1',
  SLACK_SIGNING_SECRET: 'signing',
  SLACK_CLIENT_ID: '1.2',
  SLACK_CLIENT_SECRET: 'client',
  SLACK_STATE_SECRET: '0123456789abcdef',
};
type SlackName = keyof typeof slack | 'PORT';
const slackWith = (...names: SlackName[]) =>
  Object.fromEntries(names.map((name) => [name, name === 'PORT' ? '8080' : slack[name]]));

describe('settings', () => {
  it('have these values when nothing is set', () => {
    const defaults = {
      provider: {
        key: undefined,
        apiUrl: 'https://api.segmind.com',
        uploadUrl: 'https://workflows-api.segmind.com',
        asNumbers: [],
        submitsPerMinute: 30,
        jobs: 20,
      },
      prices: [],
      costPerMonth: null,
      discord: undefined,
      slack: undefined,
      roles: new Set(['discord', 'slack', 'worker']),
      redisUrl: undefined,
      redisReplicas: 0,
      allowEmbeddedRedis: true,
      dataDir: 'data',
      keepFilesMs: 86_400_000,
      maxFileBytes: 500_000_000,
      maxDataBytes: 20_000_000_000,
      historyMs: 90 * 86_400_000,
      ffmpegPath: undefined,
      port: undefined,
      refundsDifferences: false,
      listenOn: '127.0.0.1',
      logLevel: undefined,
    };
    expect(readSettings({})).toEqual(defaults);
    for (const nothing of ['', ' ', '\n'])
      expect(readSettings(Object.fromEntries(settingNames.map((name) => [name, nothing])))).toEqual(defaults);
  });

  it('are read in full', () => {
    const env = {
      SEGMIND_API_KEY: 'SG_0123456789abcdef\n',
      SEGMIND_API_URL: 'http://127.0.0.1:8080/proxy/',
      SEGMIND_UPLOAD_URL: 'https://files.example/',
      SEGMIND_AS_NUMBERS: 'esrgan.scale, svd.frames,',
      SUBMITS_PER_MINUTE: '6',
      JOBS_AT_PROVIDER: '2',
      PRICES: 'upscale=0.7, flashvsr.scale:4=200 ,',
      COST_PER_MONTH: '5000',
      REFUND_DIFFERENCES: 'true',
      WEB_HOST: '::1',
      WEB_PORT: '8081',
      ADMIN_TOKEN: 'sixteen-or-more-signs',
      DISCORD_TOKEN: 'abc.def',
      DISCORD_API_URL: 'http://127.0.0.1:9000/api/',
      DISCORD_GUILD: '123456789012345678',
      DISCORD_DIRECT_CREDITS: 'none',
      ...slack,
      SLACK_COMMAND: '/pictures',
      SLACK_API_URL: 'http://127.0.0.1:9001/api/',
      DARKROOM_ROLES: 'slack, worker',
      REDIS_URL: 'rediss://:secret@redis.example:6380/1',
      REDIS_REPLICAS: '1',
      ALLOW_EMBEDDED_REDIS: 'true',
      DATA_DIR: '/data',
      KEEP_FILES_HOURS: '1',
      MAX_FILE_MB: '20',
      MAX_DATA_GB: '7',
      HISTORY_DAYS: '400',
      FFMPEG_PATH: '/opt/ffmpeg',
      PORT: '8080',
      LISTEN_ON: '::',
      PUBLIC_URL: 'https://pictures.example/darkroom/',
      LOG_LEVEL: 'debug',
      NODE_ENV: 'production',
      PATH: '/usr/bin',
    };
    // One workspace and many do not go together.
    const { SLACK_CLIENT_ID: _, SLACK_CLIENT_SECRET: __, SLACK_STATE_SECRET: ___, ...one } = env;
    expect(settingNames.filter((name) => !(name in env))).toEqual([]);
    expect(readSettings(one)).toEqual({
      provider: {
        key: 'SG_0123456789abcdef',
        apiUrl: 'http://127.0.0.1:8080/proxy',
        uploadUrl: 'https://files.example',
        asNumbers: ['esrgan.scale', 'svd.frames'],
        submitsPerMinute: 6,
        jobs: 2,
      },
      prices: [
        { model: 'esrgan', price: 700 },
        { model: 'flashvsr', field: 'scale', value: '4', price: 200_000 },
      ],
      costPerMonth: 5_000_000,
      refundsDifferences: true,
      discord: {
        token: 'abc.def',
        apiUrl: 'http://127.0.0.1:9000/api',
        guild: '123456789012345678',
        directCredits: null,
      },
      slack: {
        apiUrl: 'http://127.0.0.1:9001/api',
        command: '/pictures',
        botToken: 'xoxb-1',
        // With both, the socket.
        appToken: 'xapp-1',
      },
      roles: new Set(['slack', 'worker']),
      redisUrl: 'rediss://:secret@redis.example:6380/1',
      redisReplicas: 1,
      allowEmbeddedRedis: true,
      dataDir: '/data',
      keepFilesMs: 3_600_000,
      maxFileBytes: 20_000_000,
      maxDataBytes: 7_000_000_000,
      historyMs: 400 * 86_400_000,
      ffmpegPath: '/opt/ffmpeg',
      port: 8080,
      listenOn: '::',
      publicUrl: 'https://pictures.example/darkroom',
      logLevel: 'debug',
    });
  });

  it('refuse the embedded Redis in production unless it is allowed by name', () => {
    expect(readSettings({ NODE_ENV: 'production' }).allowEmbeddedRedis).toBe(false);
    const allowed = { NODE_ENV: 'production', ALLOW_EMBEDDED_REDIS: 'true' };
    expect(readSettings(allowed).allowEmbeddedRedis).toBe(true);
  });

  it('connect one Slack workspace over HTTP or a socket, or many over HTTP', () => {
    const of = (...names: SlackName[]) => readSettings(slackWith(...names)).slack;
    const common = { apiUrl: 'https://slack.com/api', command: '/darkroom' };
    expect(of('SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN')).toEqual({
      ...common,
      botToken: 'xoxb-1',
      appToken: 'xapp-1',
    });
    expect(of('SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'PORT')).toEqual({
      ...common,
      botToken: 'xoxb-1',
      signingSecret: 'signing',
    });
    const oauth = ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET'] as const;
    expect(of(...oauth, 'SLACK_SIGNING_SECRET', 'PORT')).toEqual({
      ...common,
      oauth: { clientId: '1.2', clientSecret: 'client', stateSecret: '0123456789abcdef' },
      signingSecret: 'signing',
    });
    // A process that only works at jobs is sent no requests.
    const worker = { ...slackWith('SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET'), DARKROOM_ROLES: 'worker' };
    expect(readSettings(worker).slack).toBeDefined();
  });

  it.each<[SlackName[], string]>([
    [['SLACK_BOT_TOKEN'], 'SLACK_APP_TOKEN must be set, too'],
    [['SLACK_APP_TOKEN'], 'SLACK_BOT_TOKEN must be set, too'],
    [['SLACK_SIGNING_SECRET', 'PORT'], 'SLACK_BOT_TOKEN must be set, too'],
    [['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET'], 'PORT must be set'],
    [['SLACK_BOT_TOKEN', 'SLACK_CLIENT_ID', 'SLACK_APP_TOKEN'], 'SLACK_CLIENT_ID must be left out'],
    [['SLACK_CLIENT_ID', 'SLACK_STATE_SECRET', 'SLACK_SIGNING_SECRET', 'PORT'], 'SLACK_CLIENT_SECRET must'],
    [['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET'], 'SLACK_SIGNING_SECRET must be set'],
  ])('refuse %s alone: %s', (names, what) => {
    const [line, ...more] = refusal(slackWith(...names));
    expect(line).toContain(what);
    expect(more).toEqual([]);
  });

  it('name every mistake at once, one a line, and never the value', () => {
    // What is missing beside a wrong value is said as well.
    const lines = refusal({ ...wrong, SLACK_CLIENT_ID: '1.2' }).filter(
      (line) => !/^SLACK_CLIENT_/.test(line),
    );
    expect(lines.map((line) => line.split(' ')[0]).sort()).toEqual(Object.keys(wrong).sort());
    for (const line of lines) expect(line).toMatch(/^[A-Z_]+ must be /);
    for (const value of Object.values(wrong)) expect(lines.join('\n')).not.toContain(value);
    expect(lines.join('\n')).not.toMatch(/hunter|SG_/);
  });

  it.each(Object.entries(wrong))('refuse a wrong %s on its own', (name, value) => {
    // Some need others beside them.
    const others = name.startsWith('SLACK_') ? { ...slackWith('SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN') } : {};
    const lines = refusal({ ...others, [name]: value });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(new RegExp(`^${name} `));
  });

  it('ask for the port that a public address leads to', () => {
    expect(refusal({ PUBLIC_URL: 'https://pictures.example' }).join()).toMatch(/^PORT must be set, too: /);
  });

  it('never say a value, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...settingNames),
        fc.stringMatching(/^[a-z]{6}\d{6}[a-z ]{6}$/),
        (name, value) => {
          for (const line of refusal({ [name]: value })) expect(line).not.toContain(value.slice(0, 12));
        },
      ),
      { numRuns: 500, seed: 4 },
    );
  });

  it.each([
    ['PORT', '0', 'must be at least 1'],
    ['PORT', '65536', 'must be at most 65535'],
    ['PORT', '80.5', 'must be a whole number'],
    ['LISTEN_ON', 'localhost', 'must be an address of this machine such as 0.0.0.0'],
    ['REDIS_REPLICAS', '11', 'must be at most 10'],
    ['MAX_DATA_GB', '0', 'must be at least 1'],
    ['HISTORY_DAYS', '34', 'must be at least 35'],
    ['MAX_FILE_MB', 'Infinity', 'must be a whole number'],
    ['LOG_LEVEL', 'INFO', 'must be silent, fatal, error, warn, info or debug'],
    ['ALLOW_EMBEDDED_REDIS', 'yes', 'must be true or false'],
    ['REDIS_URL', 'redis://', 'must be an address such as redis://127.0.0.1:6379'],
    ['SEGMIND_API_URL', 'api.segmind.com', 'must be a web address such as https://example.org'],
    ['PUBLIC_URL', 'https://me:secret@example.org', 'must be a web address such as https://example.org'],
  ])('say of %s=%s that it %s', (name, value, what) => {
    expect(refusal({ [name]: value })).toEqual([`${name} ${what}`]);
  });
});

describe('what is written about settings', () => {
  const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

  it('is complete in .env.example, with every value left empty', () => {
    const lines = read('.env.example').split('\n');
    const set = lines.filter((line) => line !== '' && !line.startsWith('#'));
    for (const line of set) expect(line).toMatch(/^[A-Z_]+=$/);
    // NODE_ENV is Node's own and belongs to where the program runs, not to a file that is copied.
    expect(set.map((line) => line.slice(0, -1))).toEqual(settingNames.filter((name) => name !== 'NODE_ENV'));
  });

  it('is complete in the README’s table, in the same order and with the same defaults', () => {
    const rows = [...read('README.md').matchAll(/^\| `([A-Z_]+)` \| (.+?) \|/gm)];
    expect(rows.map(([, name]) => name)).toEqual(settingNames);
    const written = new Map(rows.map(([, name = '', initial = '']) => [name, initial.replaceAll('`', '')]));
    const { provider, dataDir, keepFilesMs, maxFileBytes, allowEmbeddedRedis } = readSettings({
      NODE_ENV: 'production',
    });
    const discord = discordSettings.read({ DISCORD_TOKEN: 'abc.def' }, true).made;
    const slack = slackSettings.read(slackWith('SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN'), true).made;
    expect(Object.fromEntries(written)).toMatchObject({
      SEGMIND_API_URL: provider.apiUrl,
      SEGMIND_UPLOAD_URL: provider.uploadUrl,
      SUBMITS_PER_MINUTE: String(provider.submitsPerMinute),
      JOBS_AT_PROVIDER: String(provider.jobs),
      DISCORD_API_URL: discord?.apiUrl,
      DISCORD_DIRECT_CREDITS: String((discord?.directCredits ?? 0) / 1000),
      SLACK_COMMAND: slack?.command,
      SLACK_API_URL: slack?.apiUrl,
      ALLOW_EMBEDDED_REDIS: String(allowEmbeddedRedis),
      DATA_DIR: dataDir,
      KEEP_FILES_HOURS: String(keepFilesMs / 3_600_000),
      MAX_FILE_MB: String(maxFileBytes / 1e6),
    });
  });
});
