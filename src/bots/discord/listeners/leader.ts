/** The leader: one process at a time has the connection that brings what they do, the others stand by. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'discord.js';
import type { Log } from '../../../core/log.ts';
import type { Hearing } from '../../../core/ports/platform.ts';
import type { LeaderLock } from '../../../core/store/leader/leader-lock.ts';
import { createClient, isOpen, login } from '../connection/gateway.ts';
import { notConnected } from '../connection/start-errors.ts';
import type { Bot, InteractionContext } from '../context.ts';
import { connectionWords as words } from '../words/connection.ts';
import { route } from './index.ts';

/** ms. A connection that could not be taken over is tried again, ever more slowly. */
const firstPauseMs = 1_000;
const longestPauseMs = 60_000;

export type Leader = {
  /**
   * Resolves when people are heard, or when another process hears them.
   * @throws NotConnected with what the owner can do
   */
  start(bot: Bot): Promise<void>;
  /** Takes nothing new, and resolves when what was begun is over. */
  settle(): Promise<void>;
  stop(): Promise<void>;
  hearing(): Hearing;
  /** What was seen by this connection: a person's name, and whether Discord made a role of a guild for the bot. */
  usernameOf(id: string): string | undefined;
  isOwnRole(guild: string, role: string): boolean | undefined;
};

/**
 * @param options.hold left out: this is the only process.
 * @param options.interactions the same map as `bot.interactions`
 */
export function createLeader(options: {
  token: string;
  apiUrl: string;
  hold: LeaderLock['hold'] | undefined;
  interactions: Map<string, InteractionContext>;
  log: Log;
}): Leader {
  const { token, apiUrl, hold, interactions, log } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  let client: Client | undefined;
  let waits = false;
  let settle: (() => Promise<void>) | undefined;
  let release: (() => Promise<void>) | undefined;

  async function enter(bot: Bot, onWait: () => void): Promise<void> {
    const onLost = () => {
      log.error('another process has the connection to discord now');
      void takeOver(bot, 0);
    };
    // Two connections of one token would answer everything twice.
    const onHeld = () => {
      waits = true;
      log.info('standing by: another process has discord’s gateway');
      onWait();
    };
    release = await hold?.(`discord ${bot.applicationId}`, { signal, onWait: onHeld, onLost }).finally(() => {
      waits = false;
    });
    client = createClient({ apiUrl, content: bot.seesContent, log });
    settle = route(client, bot, interactions);
    await login(client, token).catch((error: unknown) => {
      throw notConnected(error, { apiUrl });
    });
    log.info('connected: this process has discord’s gateway');
  }

  async function leave(): Promise<void> {
    await client?.destroy();
    client = undefined;
    await release?.();
    release = undefined;
  }

  /** Never rejects. */
  async function takeOver(bot: Bot, pauseMs: number): Promise<void> {
    try {
      await leave();
      await sleep(pauseMs, undefined, { signal });
      await enter(bot, () => {});
    } catch (error) {
      if (signal.aborted) return;
      log.error({ err: error }, 'discord could not be taken over');
      await takeOver(bot, Math.min(longestPauseMs, Math.max(firstPauseMs, pauseMs * 2)));
    }
  }

  return {
    async start(bot) {
      let entering = Promise.resolve();
      let stoodBy = false;
      const standingBy = new Promise<void>((resolve) => {
        entering = enter(bot, () => {
          stoodBy = true;
          resolve();
        });
      });
      await Promise.race([entering, standingBy]);
      if (stoodBy)
        entering.catch((error: unknown) => {
          if (signal.aborted) return undefined;
          log.error({ err: error }, 'discord could not be taken over');
          return takeOver(bot, firstPauseMs);
        });
    },
    settle: async () => settle?.(),
    hearing() {
      if (waits) return { heard: 'elsewhere', why: words.standsBy };
      return client && isOpen(client) ? { heard: 'here' } : { heard: 'nowhere', why: words.notConnected };
    },
    usernameOf: (id) => client?.users.cache.get(id)?.username,
    isOwnRole(guild, role) {
      const seen = client?.guilds.cache.get(guild)?.roles.cache.get(role);
      return seen && seen.tags?.botId === client?.user?.id;
    },
    async stop() {
      stopping.abort(new Error('this process stops'));
      await leave();
    },
  };
}
