/** The project's Slack adapter before it starts, installed by OAuth, or several of it: what harness.ts has none of. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { afterEach, expect } from 'vitest';
import { createSlack, type SlackOptions, type SlackPlatform } from '../../../src/bots/slack/index.ts';
import { createLog } from '../../../src/core/log.ts';
import type { Platform } from '../../../src/core/ports/platform.ts';
import { createDedupe } from '../../../src/core/store/dedupe.ts';
import { connectRedis } from '../../../src/core/store/redis.ts';
import { createVault } from '../../../src/core/store/vault.ts';
import type { Consent, Installed } from '../../fakes/slack/methods/oauth.ts';
import type { Person } from '../../fakes/slack/people/person.ts';
import { type SlackOptions as FakeOptions, type Slack, startSlack } from '../../fakes/slack/slack.ts';
import { installationIn } from '../../fakes/slack/state.ts';
import { openFixture, testRedis } from '../../helpers/fixture.ts';
import { manifestFor, quickly } from './harness.ts';

export type How = 'token' | 'oauth' | 'socket';
type Options = {
  /** Left out: one of its own. */
  fake?: Slack;
  /** `oauth` has no installation to begin with. */
  how?: How;
  slack?: FakeOptions;
  platform?: Partial<SlackOptions>;
  limits?: Platform['limits'];
  /** How long the lab takes for a job, in ms. */
  processingMs?: number;
};

/** As whoever makes the app would put their own host there. */
export function ownManifest(transport: 'http' | 'socket') {
  const manifest = manifestFor(transport);
  const { redirect_urls: pages = [], ...oauth } = manifest.oauth_config;
  const redirect_urls = pages.map((page) => new URL(page).pathname);
  return { ...manifest, oauth_config: { ...oauth, redirect_urls } };
}

/** Call once per file: after each test everything is closed, and nothing of what was sent may be against Slack's rules. */
export function useSlackApp() {
  const opened: (() => Promise<unknown>)[] = [];
  const fakes: Slack[] = [];
  afterEach(async () => {
    for (const close of opened.splice(0).reverse()) await close();
    expect(fakes.splice(0).flatMap(({ violations }) => violations)).toEqual([]);
  });

  async function startFake({ how = 'token', slack: more = {} }: Pick<Options, 'how' | 'slack'> = {}) {
    const manifest = ownManifest(how === 'socket' ? 'socket' : 'http');
    const slack = await startSlack({ manifest, installed: how !== 'oauth', ...more });
    opened.push(() => slack.close());
    fakes.push(slack);
    return slack;
  }

  /** A platform that has not started; its requests come to an HTTP server of ours. */
  async function platformIn(
    slack: Slack,
    { how = 'token', platform: more = {} }: Pick<Options, 'how' | 'platform'>,
    redis: ReturnType<typeof connectRedis>,
    prefix: string,
  ) {
    const lines: string[] = [];
    const destination = new Writable({
      write(chunk, _encoding, done) {
        lines.push(String(chunk));
        done();
      },
    });
    const log = createLog({ level: 'debug', human: false, destination });
    const { clientId, clientSecret, signingSecret } = slack;
    const oauth = { clientId, clientSecret, stateSecret: 'a state secret of many characters' };
    const platform = createSlack({
      apiUrl: slack.url,
      ...(how === 'oauth' ? { oauth } : { botToken: more.botToken ?? slack.token() }),
      ...(how === 'socket' ? { appToken: slack.appToken } : { signingSecret }),
      command: '/darkroom',
      log,
      clock: slack.now,
      pause: quickly,
      filePath: () => '/nowhere',
      maxFileBytes: 50_000_000,
      vault: (secret) => createVault(redis, { prefix, secret, log }),
      dedupe: createDedupe(redis, { prefix }),
      socketTimes: { retryMs: { first: 50, most: 200 } },
      ...more,
    });
    const server = createServer((request, response) => {
      if (platform.listener) platform.listener(request, response);
      else response.writeHead(404).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    // A TCP server that listens has an address of this shape.
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    opened.push(async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    });
    if (how !== 'socket') slack.deliverTo(`${url}/slack/events`);
    return { platform, url, lines, install: `${url}/slack/install` };
  }

  return {
    fake: startFake,
    /** A Redis, and platforms on it that are no part of an engine. */
    async redis() {
      const server = await testRedis();
      const redis = connectRedis(server.url, { log: createLog({ level: 'silent', human: false }) });
      opened.push(async () => {
        await redis.quit();
        await server.close();
      });
      const prefix = `test-${randomUUID()}`;
      return {
        redis,
        prefix,
        platformIn: (slack: Slack, options: Pick<Options, 'how' | 'platform'>) =>
          platformIn(slack, options, redis, prefix),
      };
    },
    /** A whole Darkroom: the engine, the lab, and the platform started on it. `another`: as in a second process. */
    async open(options: Options = {}) {
      const slack = options.fake ?? (await startFake(options));
      const { redis, prefix } = await this.redis();
      let folder = '';
      const own = { filePath: (name: string) => `${folder}/files/${name}`, ...options.platform };
      const another = () => platformIn(slack, { ...options, platform: own }, redis, prefix);
      const made = await another();
      const limits = options.limits ?? { monthly: null, jobs_per_person: null, confirm_above: null };
      const platform: SlackPlatform = Object.assign(made.platform, { limits });
      const fixture = await openFixture({
        platforms: [platform],
        lab: { queuedMs: 20, processingMs: options.processingMs ?? 100 },
        overrides: { clock: slack.now },
      });
      folder = fixture.folder;
      opened.push(() => fixture.close());
      opened.push(() => platform.stop());
      await platform.start(fixture.engine);
      return { slack, fixture, redis, prefix, another, ...made };
    },
  };
}

/** Somebody installs the app, for the whole organisation when one is given, and invites its bot to their channel. */
export async function installFor(
  { slack, install }: { slack: Slack; install: string },
  person: Person,
  more: Partial<Consent> = {},
): Promise<Installed> {
  const page = await slack.install(install, { by: person.user, ...more });
  const { bot } = installationIn(person.channel.workspace) ?? {};
  if (bot) person.channel.members.add(bot);
  return page;
}
