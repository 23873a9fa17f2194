/**
 * What the embedded Redis holds, as text that depends on neither the version of Node nor of the server: a line with a
 * checksum, then one JSON line per key, in which each byte of a key or value is one character (latin1).
 */
import { createHash } from 'node:crypto';
import type { KeyspaceEntry, RedisDatabase } from 'js-redis-server/core';
import { z } from 'zod';
import { bytes, contentOf, contentShape, put, raw, text } from './content.ts';

/** [key, ms since 1970 when it expires, content] */
const lineShape = z.tuple([bytes, z.number().nullable(), contentShape]);
type Line = z.infer<typeof lineShape>;

const head = (body: string | Buffer) => `darkroom-redis 1 ${createHash('sha256').update(body).digest('hex')}`;

/** The line of one key. */
function lineOf(entry: KeyspaceEntry): string {
  const line: Line = [text(entry.key), entry.expiresAt ?? null, contentOf(entry.value)];
  return JSON.stringify(line);
}

/**
 * Dumps a database again and again at the cost of what changed: the line of a key is kept until the key is reported.
 * `dump` is to be called while nobody else has the database's turn: then no transaction and no script is seen half done.
 */
export function createDumper(database: RedisDatabase) {
  const lines = new Map<string, { line: string; expiresAt: number }>();
  const changed = new Set<string>();
  let all = true;
  const keep = (entry: KeyspaceEntry) =>
    lines.set(text(entry.key), {
      line: lineOf(entry),
      expiresAt: entry.expiresAt ?? Number.POSITIVE_INFINITY,
    });

  return {
    /** Reports keys that a command may have changed. */
    touch(keys: readonly Buffer[]): void {
      for (const key of keys) changed.add(text(key));
    },
    /** Reports that any key may have changed. */
    touchAll(): void {
      all = true;
    },
    dump(): Buffer {
      if (all) {
        lines.clear();
        for (const entry of database.entriesSnapshot()) keep(entry);
      } else {
        for (const name of changed) {
          const key = raw(name);
          const value = database.get(key);
          const expiration = database.getExpiration(key);
          if (!value) lines.delete(name);
          else if (expiration.kind === 'expires') keep({ key, value, expiresAt: expiration.expiresAt });
          else keep({ key, value });
        }
      }
      all = false;
      changed.clear();
      const now = Date.now();
      const live: string[] = [];
      for (const [name, { line, expiresAt }] of lines) {
        if (expiresAt > now) live.push(line);
        else lines.delete(name);
      }
      const body = Buffer.from(live.join('\n'));
      return Buffer.concat([Buffer.from(`${head(body)}\n`), body]);
    },
  };
}

/**
 * Puts a dump into an empty database, except what expired meanwhile and BullMQ's marks of who was at work (`:lock`,
 * `:stalled-check`): their owners are gone, and recovery of their jobs would wait for them. Throws on a damaged dump,
 * before anything is put.
 */
export function load(database: RedisDatabase, dumped: string): void {
  const end = dumped.indexOf('\n');
  const body = dumped.slice(end + 1);
  if (end < 0 || dumped.slice(0, end) !== head(body)) throw new Error('its checksum is wrong');
  const lines = body === '' ? [] : body.split('\n').map((line) => lineShape.parse(JSON.parse(line)));
  const now = Date.now();
  for (const [name, expiresAt, content] of lines) {
    if (name.endsWith(':lock') || name.endsWith(':stalled-check')) continue;
    if (expiresAt !== null && expiresAt <= now) continue;
    const key = raw(name);
    put(database, key, content);
    if (expiresAt !== null) database.expire(key, expiresAt);
  }
}
