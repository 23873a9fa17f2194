/** The program: reads the environment and the arguments, starts a Darkroom, ends it on a signal. */
import { createServer } from 'node:http';
import { type Connected, chats, platformsFor, type Ready } from './bots/index.ts';
import { readArguments } from './bots/terminal/arguments.ts';
import { askOn } from './bots/terminal/ask.ts';
import { credits, readCredits } from './bots/terminal/credits.ts';
import { modelList, modelListJson } from './bots/terminal/draw.ts';
import { enhance } from './bots/terminal/enhance.ts';
import { ArgumentError } from './bots/terminal/flags.ts';
import { createTerminal, type Terminal } from './bots/terminal/index.ts';
import { jobs, readJobs } from './bots/terminal/jobs.ts';
import { userName } from './bots/terminal/person.ts';
import { readUsage, usage } from './bots/terminal/usage.ts';
import { Failure, NotConnected } from './core/domain/failure.ts';
import { createLog, type Log } from './core/log.ts';
import type { Darkroom } from './darkroom.ts';
import { type Settings as OwnSettings, readSettings, SettingsError } from './settings/settings.ts';

type Settings = OwnSettings & { platforms: ReadonlyMap<string, Ready> };

const say = (text: string) => process.stdout.write(`${text}\n`);
const complain = (text: string) => process.stderr.write(`${text}\n`);

/** A stop takes a second or two; only a submit that is on its way is worth waiting for, and it takes no longer. */
const longestStopMs = 42_000;

/**
 * The first signal asks for an end, a later one insists. One Ctrl-C reaches us from the terminal and once more from
 * the program that started us, on a busy machine noticeably later: within a second it is the same one.
 */
function onEnd(ask: () => void): void {
  let asked: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (asked === undefined) {
        asked = performance.now();
        ask();
      } else if (performance.now() - asked > 1000) process.exit(1);
    });
}

/** npm runs scripts in the project's folder; a person means the folder they are in. */
const folder = () => process.env.INIT_CWD ?? process.cwd();

/** One command of the person at this terminal: a Darkroom for as long as it takes. */
async function once(
  settings: Settings,
  { work }: { work: boolean },
  use: (at: { darkroom: Darkroom; terminal: Terminal; interrupt: AbortSignal }) => Promise<number>,
): Promise<number> {
  const log = createLog({ level: settings.logLevel ?? 'error', human: process.stderr.isTTY === true });
  const terminal = createTerminal(process.stderr);
  const interrupt = new AbortController();
  onEnd(() => interrupt.abort());
  const { openDarkroom } = await import('./darkroom.ts');
  const darkroom = await openDarkroom(settings, {
    platforms: async () => [terminal],
    log,
    path: process.env.PATH ?? '',
    work,
  });
  try {
    return await use({ darkroom, terminal, interrupt: interrupt.signal });
  } finally {
    await darkroom.close();
  }
}

async function runEnhance(settings: Settings, args: readonly string[]): Promise<number> {
  const asked = readArguments(args, folder());
  if (asked.kind === 'list') {
    say(asked.json ? modelListJson() : modelList());
    return 0;
  }
  const ask = process.stdin.isTTY && process.stderr.isTTY ? askOn(process.stdin, process.stderr) : undefined;
  return once(settings, { work: true }, ({ darkroom: { requests }, ...at }) =>
    enhance(asked, { requests, ...at, ask, user: userName(), print: say, complain }),
  );
}

async function runCredits(settings: Settings, args: readonly string[]): Promise<number> {
  const asked = readCredits(args);
  return once(settings, { work: false }, ({ darkroom }) =>
    credits(asked, { credits: darkroom.requests.credits, user: userName(), print: say }),
  );
}

async function runUsage(settings: Settings, args: readonly string[]): Promise<number> {
  const asked = readUsage(args, folder());
  return once(settings, { work: false }, ({ darkroom }) =>
    usage(asked, { credits: darkroom.requests.credits, user: userName(), print: say }),
  );
}

async function runJobs(settings: Settings, args: readonly string[]): Promise<number> {
  const asked = readJobs(args);
  return once(settings, { work: false }, ({ darkroom }) =>
    jobs(asked, { requests: darkroom.requests, print: say }),
  );
}

async function runDeploy({ platforms }: Settings, name: string, args: readonly string[]): Promise<number> {
  const ready = platforms.get(name);
  if (!ready) throw new SettingsError(`This needs ${chats[name]?.title ?? name}: ${chats[name]?.how}`);
  if (!ready.deploy) throw new ArgumentError(`There is nothing to deploy for ${chats[name]?.title ?? name}.`);
  return ready.deploy(args, say);
}

async function runService(settings: Settings): Promise<number> {
  const log = createLog({ level: settings.logLevel ?? 'info', human: process.stderr.isTTY === true });
  const ended = new Promise<void>((resolve) => onEnd(resolve));
  let connected: readonly Connected[] = [];
  const { openDarkroom } = await import('./darkroom.ts');
  const darkroom = await openDarkroom(settings, {
    platforms: async (parts) => {
      const made = await platformsFor(process.stderr, settings.platforms, parts);
      connected = made.connected;
      return made.platforms;
    },
    log,
    path: process.env.PATH ?? '',
    work: settings.roles.has('worker'),
  });
  const server = await serve(settings.port, { darkroom, connected, log }).catch(async (error: unknown) => {
    await darkroom.close();
    throw error;
  });
  greet(darkroom, settings, connected);

  const reason = await Promise.race([ended, darkroom.lost]);
  const hard = setTimeout(() => process.exit(reason instanceof Error ? 1 : 0), longestStopMs);
  server?.close();
  await darkroom.close();
  clearTimeout(hard);
  if (reason instanceof Error) throw reason;
  say('Darkroom stopped.');
  return 0;
}

function greet(darkroom: Darkroom, settings: Settings, connected: readonly Connected[]): void {
  say('Darkroom is running.');
  say(`  Redis     ${darkroom.redis}`);
  say(`  Provider  ${darkroom.provider}`);
  say(`  Files     ${settings.dataDir}, kept for ${settings.keepFilesMs / 3_600_000} hours`);
  say('  Terminal  npm run enhance -- photo.jpg --model esrgan --scale 4 --out big.png');
  for (const { title, line } of connected) say(`  ${title.padEnd(9)} ${line()}`);
  if (Number(process.versions.node.split('.')[0]) < 22)
    say(`  Node      ${process.versions.node} no longer gets security fixes; 22 or newer is better`);
}

/**
 * `GET /health`: 200 while Redis answers, else 503. What platforms get by HTTP comes here, too.
 * @throws SettingsError when the port cannot be had.
 */
async function serve(
  port: number | undefined,
  { darkroom, connected, log }: { darkroom: Darkroom; connected: readonly Connected[]; log: Log },
) {
  if (port === undefined) return undefined;
  const routes = connected.flatMap(({ http }) => http ?? []);
  const server = createServer((request, response) => {
    const route = routes.find(({ path }) => request.url?.startsWith(path));
    if (route) return void route.listener(request, response);
    if (request.url !== '/health') return void response.writeHead(404).end();
    const answer = (status: number, text: string) =>
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(JSON.stringify({ status: text }));
    darkroom.ping().then(
      () => answer(200, 'ok'),
      () => answer(503, 'Redis does not answer'),
    );
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, resolve)).catch(
    (error: NodeJS.ErrnoException) => {
      throw new SettingsError(`PORT ${port} cannot be used (${error.code}); choose another one`);
    },
  );
  server.on('error', (error) => log.error({ err: error }, 'http server'));
  return server;
}

async function run(): Promise<number> {
  try {
    process.loadEnvFile();
  } catch {
    // There is no .env file: fine.
  }
  const settings = readSettings(process.env, chats);
  const [command, ...args] = process.argv.slice(2);
  if (command === 'enhance') return runEnhance(settings, args);
  if (command === 'credits') return runCredits(settings, args);
  if (command === 'usage') return runUsage(settings, args);
  if (command === 'jobs') return runJobs(settings, args);
  const [, platform] = /^([a-z]+):deploy$/.exec(command ?? '') ?? [];
  if (platform !== undefined && Object.hasOwn(chats, platform)) return runDeploy(settings, platform, args);
  if (command !== undefined)
    throw new ArgumentError(
      `There is no command ${command}; use enhance, credits, usage, jobs, discord:deploy or none.`,
    );
  return runService(settings);
}

run().then(
  (code) => process.exit(code),
  (error: unknown) => {
    const expected = [Failure, NotConnected, ArgumentError, SettingsError].some(
      (kind) => error instanceof kind,
    );
    const { message, stack = message } = error instanceof Error ? error : new Error(String(error));
    complain(expected ? message : stack);
    process.exit(1);
  },
);
