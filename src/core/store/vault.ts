/** Secrets of others, kept in Redis so that nobody can read them there, change them, or give one for another. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Log } from '../log.ts';
import { keysFor } from './keys.ts';

export type Vault = {
  /** @param value as JSON can hold it. */
  put(name: string, value: unknown): Promise<void>;
  /**
   * Undefined when there is nothing, or nothing that this vault's secret opens: then a line in the log says so.
   * What comes back was written by some version of this program: check its shape.
   */
  get(name: string): Promise<unknown>;
  delete(name: string): Promise<void>;
};

const cipher = 'aes-256-gcm';
/** Stands at the beginning of each value; another way of sealing would be another version. */
const version = 'v1';
/** bytes, as GCM wants them: https://nvlpubs.nist.gov/nistpubs/legacy/sp/nistspecialpublication800-38d.pdf */
const nonceLength = 12;
const tagLength = 16;

/** @param options.secret of any length and shape, at least as hard to guess as what it guards. */
export function createVault(redis: Redis, options: { prefix: string; secret: string; log: Log }): Vault {
  const { prefix, log } = options;
  const keys = keysFor(prefix);
  const secret = new Uint8Array(hkdfSync('sha256', options.secret, '', `darkroom vault ${version}`, 32));

  /** The key in Redis is bound to the value: sealed for one name, it does not open under another. */
  function seal(key: string, text: string): string {
    const nonce = randomBytes(nonceLength);
    const sealing = createCipheriv(cipher, secret, nonce, { authTagLength: tagLength }).setAAD(
      Buffer.from(key),
    );
    const body = Buffer.concat([sealing.update(text, 'utf8'), sealing.final()]);
    return `${version}.${Buffer.concat([nonce, sealing.getAuthTag(), body]).toString('base64url')}`;
  }

  /** @throws Error when it was sealed with another secret, for another key, or was changed. */
  function open(key: string, sealed: string): unknown {
    const [given, text = ''] = sealed.split('.');
    if (given !== version) throw new Error('sealed by another version');
    const bytes = Buffer.from(text, 'base64url');
    const nonce = bytes.subarray(0, nonceLength);
    const opening = createDecipheriv(cipher, secret, nonce, { authTagLength: tagLength })
      .setAAD(Buffer.from(key))
      .setAuthTag(bytes.subarray(nonceLength, nonceLength + tagLength));
    const body = bytes.subarray(nonceLength + tagLength);
    return JSON.parse(Buffer.concat([opening.update(body), opening.final()]).toString('utf8'));
  }

  return {
    async put(name, value) {
      const key = keys.vault(name);
      await redis.set(key, seal(key, JSON.stringify(value)));
    },
    async get(name) {
      const key = keys.vault(name);
      const sealed = await redis.get(key);
      if (sealed === null) return undefined;
      try {
        return open(key, sealed);
      } catch {
        // Without the error: a parser's would quote what it read.
        log.error({ name }, 'a sealed value cannot be opened: it was sealed with another secret, or changed');
        return undefined;
      }
    },
    async delete(name) {
      await redis.del(keys.vault(name));
    },
  };
}
