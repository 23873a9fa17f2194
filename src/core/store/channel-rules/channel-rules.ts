/** What is done by itself with the pictures of a channel, as its admins have set it. Each change is one step, and is kept with who did it. */
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { keysFor } from '../keys.ts';
import { readScript } from '../lua/scripts.ts';
import { presetSchema } from '../presets.ts';
import { type Claims, createClaims } from './claims.ts';
import { createOffers, type Offers } from './offers.ts';

/** A preset of all in the place, by its name; or a model with settings as they were given, and the steps that follow. */
export const whatRunsSchema = z.union([z.object({ preset: z.string() }), presetSchema]);
export type WhatRuns = z.infer<typeof whatRunsSchema>;

const reactSchema = z.object({ what: whatRunsSchema, shown: z.string() });
const offerSchema = z.object({ what: whatRunsSchema });
const runSchema = z.object({ what: whatRunsSchema, daily: z.number() });

/** Of one channel. */
export type RulesOfChannel = {
  /** By emoji, as its platform names it. `shown`: as people read it. */
  react: ReadonlyMap<string, z.infer<typeof reactSchema>>;
  offer: z.infer<typeof offerSchema> | undefined;
  /** `daily`: credits of a day, in thousandths. */
  run: z.infer<typeof runSchema> | undefined;
};

/** Whose rules: a guild, a workspace, a place of the page. */
export type Place = { platform: string; scope: string };
export type InChannel = Place & { channel: string };

/** Which rule of a channel. */
export type RuleName = { kind: 'react'; emoji: string } | { kind: 'offer' } | { kind: 'run' };
export type RuleChange =
  | { kind: 'react'; emoji: string; to: z.infer<typeof reactSchema> | undefined }
  | { kind: 'offer'; to: z.infer<typeof offerSchema> | undefined }
  | { kind: 'run'; to: z.infer<typeof runSchema> | undefined };

export const mostReactions = 5;

export type ChannelRules = Claims &
  Offers & {
    /** Of all channels in a place that have one. What this version cannot read is left out. */
    rulesIn(place: Place): Promise<ReadonlyMap<string, RulesOfChannel>>;
    /** `same`: it is so already; `full`: there are as many emoji as there may be. @param by who did it, now in ms since 1970 */
    setRule(at: InChannel, change: RuleChange, by: { person: string; now: number }): Promise<Changed>;
    /** All of a channel's. */
    clearRules(at: InChannel, by: { person: string; now: number }): Promise<Changed>;
  };
const answers = ['changed', 'same', 'full'] as const;
type Changed = (typeof answers)[number];

type Commands = { changeRules(...args: (string | number)[]): Promise<string> };

/** No id of a channel has a space in it. */
const fieldOf = (channel: string, it: RuleName): string =>
  [channel, it.kind, ...(it.kind === 'react' ? [it.emoji] : [])].join(' ');

export function createChannelRules(redis: Redis, prefix: string): ChannelRules {
  const keys = keysFor(prefix);
  redis.defineCommand('changeRules', { numberOfKeys: 2, lua: readScript('../channel-rules/change') });
  // ioredis adds the commands to the object, not to its type.
  const commands = redis as Redis & Commands;
  const change = async (at: InChannel, field: string, value: string, by: { person: string; now: number }) => {
    const answer = await commands.changeRules(
      keys.channelRules(at),
      keys.audit(at.scope),
      field,
      value,
      `${at.channel} react `,
      mostReactions,
      by.person,
      Math.round(by.now),
    );
    const known = answers.find((each) => each === answer);
    if (!known) throw new Error(`the script answered ${answer}`);
    return known;
  };
  return {
    ...createClaims(redis, keys),
    ...createOffers(redis, keys),
    rulesIn: async (place) => readRules(await redis.hgetall(keys.channelRules(place))),
    setRule: (at, it, by) => change(at, fieldOf(at.channel, it), it.to ? JSON.stringify(it.to) : '', by),
    clearRules: (at, by) => change(at, at.channel, '', by),
  };
}

function readRules(kept: Record<string, string>): Map<string, RulesOfChannel> {
  const all = new Map<string, RulesOfChannel & { react: Map<string, z.infer<typeof reactSchema>> }>();
  const parsed = <It>(schema: z.ZodType<It>, text: string) => schema.safeParse(JSON.parse(text)).data;
  for (const [field, text] of Object.entries(kept)) {
    const [channel = '', kind, emoji = ''] = field.split(' ');
    const rules = all.get(channel) ?? { react: new Map(), offer: undefined, run: undefined };
    if (kind === 'react') {
      const found = parsed(reactSchema, text);
      if (found) rules.react.set(emoji, found);
    } else if (kind === 'offer') rules.offer = parsed(offerSchema, text);
    else if (kind === 'run') rules.run = parsed(runSchema, text);
    all.set(channel, rules);
  }
  return all;
}
