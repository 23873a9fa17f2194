/** The service: a Darkroom with every chat that is set up, until a signal ends it. */
import { createServer } from 'node:http';
import { within } from '../async/deadline.ts';
import { platformsFor } from '../bots/index.ts';
import type { Connected, OwnersParts } from '../bots/parts.ts';
import { createLog, type Log } from '../core/log.ts';
import type { Platform } from '../core/ports/platform.ts';
import { refusedText } from '../core/store/server/refusals.ts';
import type { Darkroom } from '../darkroom.ts';
import { type Settings, SettingsError } from '../settings/settings.ts';
import { greet } from './greet.ts';
import { healthOf } from './health.ts';
import { isLink, linkListener } from './links.ts';
import { type Invocation, onEnd, say, unlessEnded } from './process.ts';
import { watchWrites } from './writes.ts';

/** A stop takes a second or two; only a submit that is on its way is worth waiting for, and it takes no longer. */
const longestStopMs = 42_000;
/** ms. Whoever asks how we are waits no longer, and a Redis that takes longer is not well. */
const longestPingMs = 2000;

export async function runService({ settings, path }: Invocation): Promise<number> {
  const log = createLog({ level: settings.logLevel ?? 'info', human: process.stderr.isTTY === true });
  const ended = new Promise<void>((resolve) => onEnd(() => resolve()));
  let connected: readonly Connected[] = [];
  let platforms: readonly Platform[] = [];
  const { openDarkroom } = await import('../darkroom.ts');
  let opened: Darkroom | undefined;
  const owner: OwnersParts = {
    redis: { ping: async () => opened?.ping(), weakness: () => opened?.weakness() },
    hearing: () =>
      connected.flatMap(({ title, name }) => {
        const hearing = platforms.find((it) => it.name === name)?.hearing?.();
        return hearing ? [{ title, hearing }] : [];
      }),
    queues: () => opened?.queues() ?? [],
  };
  const opening = openDarkroom(settings, {
    platforms: async (parts) => {
      const made = await platformsFor(process.stderr, settings.platforms, { ...parts, owner });
      ({ connected, platforms } = made);
      return made.platforms;
    },
    log,
    path,
    work: settings.roles.has('worker'),
  });
  const darkroom = await unlessEnded(opening, ended);
  opened = darkroom;
  if (!darkroom) return stopped();
  const stopping = new AbortController();
  const open = { darkroom, connected, platforms, log, stopping: stopping.signal };
  const server = await serve(settings, open).catch(async (error: unknown) => {
    await darkroom.close();
    throw error;
  });
  greet(darkroom, settings, connected);
  void noteBalance(darkroom, log);
  const unwatch = watchWrites(darkroom.ping, log, { longestMs: longestPingMs });

  const reason = await Promise.race([ended, darkroom.lost]);
  const hard = setTimeout(() => process.exit(reason instanceof Error ? 1 : 0), longestStopMs);
  unwatch();
  stopping.abort(new Error('this process stops'));
  server?.close();
  await darkroom.close();
  clearTimeout(hard);
  if (reason instanceof Error) throw reason;
  return stopped();
}

function stopped(): number {
  say('Darkroom stopped.');
  return 0;
}

/** An owner learns at the start that the key is wrong or the account empty, not by the first job that fails. */
async function noteBalance(darkroom: Pick<Darkroom, 'balance'>, log: Log): Promise<void> {
  try {
    const balance = await darkroom.balance();
    if (balance) log.info(balance, 'left with the provider');
  } catch (error) {
    log.warn({ err: error }, 'the provider does not say what is left');
  }
}

/**
 * `GET /health`, see health.ts; links to results, see links.ts; pages of them, see pages/viewer. What platforms get by HTTP
 * comes here, too.
 * @throws SettingsError when the port cannot be had.
 */
async function serve(
  { port, listenOn, publicUrl }: Pick<Settings, 'port' | 'listenOn' | 'publicUrl'>,
  of: {
    darkroom: Darkroom;
    connected: readonly Connected[];
    platforms: readonly Platform[];
    log: Log;
    stopping: AbortSignal;
  },
) {
  if (port === undefined) return undefined;
  const { darkroom, connected, platforms, log, stopping } = of;
  const routes = connected.flatMap(({ http }) => http ?? []);
  const { requests, looked } = darkroom;
  const links = linkListener({ open: requests.links.open, log });
  // Without an address there are no pages, and nothing that draws them is loaded.
  const pages = publicUrl === undefined ? undefined : await import('../pages/viewer/viewer.ts');
  const viewer = await pages?.openViewer({ ...looked, requests, log, stopping });
  const server = createServer((request, response) => {
    const route = routes.find(({ path }) => request.url?.startsWith(path));
    if (route) return void route.listener(request, response);
    if (isLink(request.url)) return void links(request, response);
    if (viewer && pages?.isViewed(request.url)) return void viewer(request, response);
    if (request.url !== '/health') return void response.writeHead(404).end();
    const answer = (trouble: string | undefined) => {
      const { code, body } = healthOf(trouble, platforms, darkroom.weakness());
      response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    within(longestPingMs, darkroom.ping()).then(
      () => answer(undefined),
      (error: unknown) => answer(refusedText(error)),
    );
  });
  await new Promise<void>((resolve, reject) =>
    server.once('error', reject).listen(port, listenOn, resolve),
  ).catch((error: NodeJS.ErrnoException) => {
    const wrongAddress = error.code === 'EADDRNOTAVAIL';
    throw new SettingsError(
      wrongAddress
        ? `LISTEN_ON ${listenOn} is no address of this machine; choose another one`
        : `PORT ${port} cannot be used (${error.code}); choose another one`,
    );
  });
  server.on('error', (error) => log.error({ err: error }, 'http server'));
  return server;
}
