/** A whole Darkroom in the loopback Slack: the real Bolt, the project's own manifest, the lab and Redis. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'yaml';
import { readAddress } from '../../../src/bots/slack/address.ts';
import { cardIn } from '../../../src/bots/slack/ids.ts';
import { createSlack, type SlackOptions } from '../../../src/bots/slack/index.ts';
import { editLimitsOf } from '../../../src/bots/slack/rate-limits.ts';
import { createLog } from '../../../src/core/log.ts';
import type { EditLimits } from '../../../src/core/ports/edit-limits.ts';
import type { Platform } from '../../../src/core/ports/platform.ts';
import { createDedupe } from '../../../src/core/store/dedupe.ts';
import { connectRedis } from '../../../src/core/store/redis.ts';
import { createVault } from '../../../src/core/store/vault.ts';
import type { LabOptions } from '../../../src/lab/server/server.ts';
import { models } from '../../../src/models/index.ts';
import { restartable } from '../../chat/restartable.ts';
import type { Manifest } from '../../fakes/slack/manifest.ts';
import { buttonsOf, filesOf, threadOf } from '../../fakes/slack/people/seen.ts';
import { type SlackOptions as FakeOptions, type Slack, startSlack } from '../../fakes/slack/slack.ts';
import type { Channel, Message } from '../../fakes/slack/state.ts';
import { comparisonsIn, movingIn } from '../../helpers/copies.ts';
import { type Fixture, openFixture } from '../../helpers/fixture.ts';
import { until } from '../../helpers/requests.ts';
import { serve } from '../../helpers/serve.ts';

export type Harness = {
  slack: Slack;
  fixture: Fixture;
  platform: Platform;
  /** Where the platform hears Slack over HTTP; undefined with sockets. */
  url: string | undefined;
  /** Another process takes over what people do: the platform is stopped, and one that knows nothing is started. */
  restart(): Promise<void>;
  close(): Promise<void>;
};

/** What the project is installed by. @param transport each has its own. */
export const manifestFor = (transport: 'http' | 'socket'): Manifest => {
  const name = transport === 'http' ? 'manifest.yaml' : 'manifest.socket.yaml';
  // The parts that the loopback reads are of this shape; slack-manifest.test.ts holds the file against it.
  return parse(readFileSync(new URL(`../../../slack/${name}`, import.meta.url), 'utf8')) as Manifest;
};

/** Between two tries time is short here: a fiftieth. */
export const quickly: NonNullable<SlackOptions['pause']> = (ms, signal) =>
  sleep(ms / 50, undefined, { signal });

/** Between two edits of one card, or in one channel, time is short, too. @param all of a workspace's as well */
const often = (limits: EditLimits, all: boolean): EditLimits => ({
  ...limits,
  spacingMs: limits.spacingMs / 50,
  budgets: limits.budgets.map((it) => (it.shared && !all ? it : { ...it, perMs: it.perMs / 50 })),
});

type Given = { [Name in keyof SlackOptions]?: SlackOptions[Name] | undefined };

/**
 * @param options.platform replaces what createSlack is given; `botToken: undefined` with `oauth` for many workspaces.
 * @param options.overrides of the engine; its clock is the loopback Slack's.
 */
export async function openHarness(
  options: {
    slack?: FakeOptions;
    platform?: Given | ((slack: Slack) => Given);
    limits?: Platform['limits'];
    /** Whoever uses it moves the clock on by a minute each time, so that a workspace takes its edits again. */
    movesOn?: boolean;
    /** How long the lab takes for a job, in ms. */
    processingMs?: number;
    lab?: Partial<LabOptions>;
    /** HTTP when left out. */
    transport?: 'http' | 'socket';
    overrides?: NonNullable<Parameters<typeof openFixture>[0]>['overrides'];
  } = {},
): Promise<Harness> {
  const { processingMs = 200, transport = 'http' } = options;
  const slack = await startSlack({ manifest: manifestFor(transport), ...options.slack });
  const log = createLog({ level: process.env.TEST_LOG ?? 'silent', human: false });
  let folder = '';
  let redis: ReturnType<typeof connectRedis> | undefined;
  let prefix = '';
  const connected = () => {
    if (!redis) throw new Error('the room is not open yet');
    return redis;
  };
  const usual: SlackOptions = {
    apiUrl: slack.url,
    ...(options.slack?.installed === false ? {} : { botToken: slack.token() }),
    ...(transport === 'socket' ? { appToken: slack.appToken } : { signingSecret: slack.signingSecret }),
    command: '/darkroom',
    log,
    clock: slack.now,
    filePath: (name) => join(folder, 'files', name),
    asMoving: movingIn(() => folder),
    comparisons: comparisonsIn(() => ({ folder, redis: connected(), prefix })),
    maxFileBytes: 50_000_000,
    pause: quickly,
    // It is asked for before there is a Redis.
    vault: (secret) => {
      const vault = () => createVault(connected(), { prefix, secret, log });
      return {
        put: (name, value) => vault().put(name, value),
        get: (name) => vault().get(name),
        delete: (name) => vault().delete(name),
      };
    },
    dedupe: (name, keepMs) => createDedupe(connected(), { prefix })(name, keepMs),
  };
  const own = typeof options.platform === 'function' ? options.platform(slack) : options.platform;
  const given = Object.entries({ ...usual, ...own }).filter(([, value]) => value !== undefined);
  // Only what was given as undefined is gone, and that is optional.
  const { platform, now, restart } = restartable(
    () => createSlack(Object.fromEntries(given) as SlackOptions),
    {
      editLimits: (address, facts) =>
        often(editLimitsOf(readAddress(address), facts), options.movesOn === true),
      limits: options.limits ?? { monthly: null, jobs_per_person: null, confirm_above: null },
    },
  );
  const fixture = await openFixture({
    platforms: [platform],
    lab: { queuedMs: 20, processingMs, ...options.lab },
    // Files are as old as the disk says, whose clock nobody moves: after an hour of minutes each would be too old.
    ...(options.movesOn && { keepFilesMs: 30 * 86_400_000 }),
    overrides: { clock: slack.now, ...options.overrides },
  });
  folder = fixture.folder;
  prefix = fixture.prefix;
  redis = connectRedis(fixture.redisUrl, { log });
  // Enough earlier runs of every model for the engine to ask soon.
  await Promise.all(
    models.flatMap(({ name }) =>
      Array.from({ length: 40 }, (_, at) => fixture.store.addRun(`lab ${name}`, { ms: processingMs + at })),
    ),
  );
  const served =
    platform.listener && (await serve((request, response) => now().listener?.(request, response)));
  const url = served?.url;
  slack.deliverTo(url === undefined ? 'socket' : `${url}/slack/events`);
  await platform.start(fixture.engine);
  return {
    slack,
    fixture,
    platform,
    url,
    restart: () => restart(fixture.engine),
    async close() {
      await platform.stop();
      served?.close();
      // The embedded Redis goes when its last client has gone.
      redis?.disconnect();
      await fixture.close();
      await slack.close();
    },
  };
}

/** A harness of its own for one test; nothing may have been against Slack's rules in it. */
export async function withHarness(
  options: Parameters<typeof openHarness>[0],
  test: (harness: Harness) => Promise<void>,
): Promise<void> {
  const harness = await openHarness(options);
  try {
    await test(harness);
    if (harness.slack.violations.length > 0) throw new Error(JSON.stringify(harness.slack.violations));
  } finally {
    await harness.close();
  }
}

/** The states that a card said, in order, each once. */
export const statesOf = (message: Message): string[] => {
  const states = message.history.flatMap(
    (text) => /\*(QUEUED|PROCESSING|COMPLETED|FAILED|CANCELLED)\*/.exec(text)?.[1] ?? [],
  );
  return states.filter((state, at) => state !== states[at - 1]);
};

/** The id of the job that a card or a result is about, once it says so. */
export const jobIdOf = (message: Message): string | undefined =>
  message.blocks.flatMap(({ block_id = '' }) => cardIn(block_id) ?? [])[0] ??
  buttonsOf(message).find(({ value = '' }) => /^[a-z0-9]{7}$/.test(value))?.value;

/** What the bot has posted there for everybody, the oldest first. */
export const saidIn = ({ slack }: Pick<Harness, 'slack'>, channel: Channel): Message[] =>
  slack.messages(channel).filter((it) => it.installation && !it.visibleTo);

/** Cards among it: messages that say a state. */
export const cardsIn = (harness: Pick<Harness, 'slack'>, channel: Channel): Message[] =>
  saidIn(harness, channel).filter((it) => statesOf(it).length > 0);

/** What one person alone was told there, the oldest first. */
export const privateRepliesIn = ({ slack }: Pick<Harness, 'slack'>, channel: Channel): Message[] =>
  slack.messages(channel).filter((it) => it.installation && it.visibleTo);

/** Waits for as many cards as that in a state, and gives them. */
export async function finished(
  harness: Pick<Harness, 'slack'>,
  channel: Channel,
  { state = 'COMPLETED', count = 1 }: { state?: string; count?: number } = {},
): Promise<Message[]> {
  const there = () => cardsIn(harness, channel).filter((it) => statesOf(it).at(-1) === state);
  await until(() => there().length >= count);
  return there();
}

/** The files that the bot posted in the thread of a card, with the message that each came with. */
export const postsOf = (card: Message) => {
  const root = card.thread ? card.channel.messages.find((it) => it.ts === card.thread) : card;
  return filesOf(threadOf(root ?? card)).filter(({ message }) => message.installation);
};

/** The one file that is the result, once Slack has processed it. @throws Error when there are more */
export async function resultOf(card: Message): Promise<ReturnType<typeof postsOf>[number]> {
  await until(() => postsOf(card).length > 0);
  const [post, ...more] = postsOf(card);
  if (!post || more.length > 0) throw new Error(`${1 + more.length} files are the result`);
  return post;
}

/** The link that Slack's client copies for a file. */
export const linkTo = ({ slack }: Pick<Harness, 'slack'>, message: Message): string => {
  const [file] = message.files;
  if (!file) throw new Error('the message has no file');
  return `${slack.origin}/files/${file.user.id}/${file.id}/${encodeURIComponent(file.name)}`;
};
