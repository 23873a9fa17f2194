/** Settings that people keep under a name, their own and those of a place, and the codes by which others take them. */
import { randomInt } from 'node:crypto';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { keysFor } from './keys.ts';

export const stepSchema = z.object({
  model: z.string(),
  /** As they were given; checked by the model when they are used, since models change. */
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});
/** `next`: the steps that follow the first one. */
export const presetSchema = stepSchema.extend({ next: z.array(stepSchema).optional() });
export type Preset = z.infer<typeof presetSchema>;
const sharedSchema = presetSchema.extend({ name: z.string() });
export type SharedPreset = z.infer<typeof sharedSchema>;

/** Whose they are: a person's, or those of all in a place. */
export type Shelf = { place: string; person?: string };

export type Presets = {
  /** By name. What this version cannot read is left out. */
  all(of: Shelf): Promise<ReadonlyMap<string, Preset>>;
  /** `taken`: there is one of this name, and `replace` is not set; `full`: there are as many as there may be. */
  save(
    of: Shelf,
    name: string,
    preset: Preset,
    how: { replace: boolean },
  ): Promise<'saved' | 'taken' | 'full'>;
  /** False where there is none. */
  remove(of: Shelf, name: string): Promise<boolean>;
  /** Under a new code, for as long as it is used. */
  share(preset: SharedPreset): Promise<string>;
  shared(code: string): Promise<SharedPreset | undefined>;
};

export const mostPresets = 50;
/** ms. Of a shelf that nobody has used, and of a code. */
const shelfMs = 400 * 86_400_000;
const codeMs = 90 * 86_400_000;

/** Without letters and digits that are mistaken for each other; 10 of them make 6 × 10^14 codes. */
const alphabet = '23456789abcdefghjkmnpqrstvwxyz';
const codeLength = 10;
const newCode = () => Array.from({ length: codeLength }, () => alphabet[randomInt(alphabet.length)]).join('');

export function createPresets(redis: Redis, prefix: string): Presets {
  const keys = keysFor(prefix);
  const read = <Read>(schema: z.ZodType<Read>, text: string | null): Read | undefined =>
    text === null ? undefined : schema.safeParse(JSON.parse(text)).data;
  return {
    async all(of) {
      const key = keys.presets(of);
      const kept = await redis.hgetall(key);
      // Whoever looks uses them.
      if (Object.keys(kept).length > 0) await redis.pexpire(key, shelfMs);
      return new Map(
        Object.entries(kept).flatMap(([name, text]) => {
          const preset = read(presetSchema, text);
          return preset ? [[name, preset] as const] : [];
        }),
      );
    },
    async save(of, name, { model, settings, next }, { replace }) {
      const key = keys.presets(of);
      const text = JSON.stringify({ model, settings, next });
      const step = redis.multi();
      if (replace) step.hset(key, name, text);
      else step.hsetnx(key, name, text);
      const answers = await step.hlen(key).pexpire(key, shelfMs).exec();
      const [added, count] = (answers ?? []).map(([error, answer]) => {
        if (error) throw error;
        return Number(answer);
      });
      if (added === 0) return replace ? 'saved' : 'taken';
      if ((count ?? 0) <= mostPresets) return 'saved';
      await redis.hdel(key, name);
      return 'full';
    },
    remove: async (of, name) => (await redis.hdel(keys.presets(of), name)) === 1,
    async share({ name, model, settings, next }) {
      for (;;) {
        const code = newCode();
        const text = JSON.stringify({ name, model, settings, next });
        if ((await redis.set(keys.presetCode(code), text, 'PX', codeMs, 'NX')) === 'OK') return code;
      }
    },
    shared: async (code) => read(sharedSchema, await redis.getex(keys.presetCode(code), 'PX', codeMs)),
  };
}
