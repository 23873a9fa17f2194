/**
 * What is stored has a version, kept beside it. A program that starts brings older records to the shape that it knows, and
 * does not start on newer ones. Version 1 is what was written before there was such a number.
 */
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { Failure } from '../domain/failure.ts';
import type { Log } from '../log.ts';
import { keysFor } from './keys.ts';
import { readScript } from './lua/scripts.ts';

/** What leads from version 1 to 2, from 2 to 3, and so on: fields of a job's record that have another name from then on. */
const steps: readonly { from: string; to: string }[] = [{ from: 'told', to: 'notified' }];
/** The version that this program writes. */
export const newestSchema = steps.length + 1;

const versionSchema = z.coerce.number().int().positive();
/** Records that are looked at in one go. */
const atOnce = 500;

type Commands = {
  renameField(key: string, from: string, to: string): Promise<number>;
  raiseSchema(key: string, version: number): Promise<number>;
};

/**
 * To be called before anything else is written. It may be killed at any point and begun again, and two processes may be at it
 * together: each record changes in one step, and the version only after all of them.
 * @param options.checkpoint is called after each record that was changed; fault tests end the process here.
 * @throws Failure records-newer
 */
export async function migrate(
  redis: Redis,
  options: { prefix: string; log: Log; checkpoint?: () => void },
): Promise<void> {
  const { prefix, log, checkpoint = () => {} } = options;
  redis.defineCommand('renameField', { numberOfKeys: 1, lua: readScript('fields/rename-field') });
  redis.defineCommand('raiseSchema', { numberOfKeys: 1, lua: readScript('fields/raise-schema') });
  // ioredis adds the commands to the object, not to its type.
  const commands = redis as Redis & Commands;
  const { schema, job } = keysFor(prefix);
  const stored = versionSchema.parse((await redis.get(schema)) ?? 1);
  if (stored > newestSchema) throw new Failure('records-newer', { stored, known: newestSchema });

  const rename = async ({ from, to }: { from: string; to: string }): Promise<number> => {
    let renamed = 0;
    const match = `${job('').replace(/[*?[\]\\]/g, '\\$&')}*`;
    for await (const found of redis.scanStream({ match, count: atOnce })) {
      await Promise.all(
        z
          .array(z.string())
          .parse(found)
          .map(async (key) => {
            if ((await commands.renameField(key, from, to)) === 0) return;
            renamed += 1;
            checkpoint();
          }),
      );
    }
    return renamed;
  };

  for (const [index, step] of steps.slice(stored - 1).entries()) {
    let total = 0;
    // Until a look at all of them finds nothing more: a scan promises little about what changes meanwhile.
    for (let renamed = 1; renamed > 0; total += renamed) renamed = await rename(step);
    const version = stored + index + 1;
    await commands.raiseSchema(schema, version);
    if (total > 0) log.info({ version, records: total, ...step }, 'records brought to a newer version');
  }
}
