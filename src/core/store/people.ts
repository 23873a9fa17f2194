/** What people keep here and say of what is theirs, beside their jobs and accounts. */
import type { Redis } from 'ioredis';
import { type ChannelRules, createChannelRules } from './channel-rules/channel-rules.ts';
import { type Consents, createConsents } from './owners/consents.ts';
import { createFollowed, type Followed } from './owners/followed.ts';
import { createSays, type Says } from './owners/says.ts';
import { createPresets, type Presets } from './presets.ts';

export type PeopleStore = {
  /** Settings under names. */
  presets: Presets;
  /** Whether others may enhance their pictures, and who waits for their word. */
  says: Says;
  consents: Consents;
  followed: Followed;
  /** What is done by itself with the pictures of a channel. */
  channelRules: ChannelRules;
};

export const createPeopleStore = (redis: Redis, prefix: string): PeopleStore => ({
  presets: createPresets(redis, prefix),
  says: createSays(redis, prefix),
  consents: createConsents(redis, prefix),
  followed: createFollowed(redis, prefix),
  channelRules: createChannelRules(redis, prefix),
});
