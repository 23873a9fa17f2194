/** What people keep here and say of what is theirs, beside their jobs and accounts. */
import type { Redis } from 'ioredis';
import { createPresets, type Presets } from './presets.ts';

export type PeopleStore = { presets: Presets };

export const createPeopleStore = (redis: Redis, prefix: string): PeopleStore => ({
  presets: createPresets(redis, prefix),
});
