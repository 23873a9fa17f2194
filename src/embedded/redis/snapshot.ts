/**
 * What the embedded Redis holds, as text that depends on neither the version of Node nor of the server: a line with a
 * checksum, then one JSON line per key, in which each byte of a key or value is one character (latin1).
 */
import { createHash } from 'node:crypto';
import type { KeyspaceEntry, RedisDatabase, RedisDataValue } from 'js-redis-server/core';
import { z } from 'zod';

type StreamId = { ms: bigint; seq: bigint };

const bytes = z.string();
const streamId = z.string().regex(/^\d+-\d+$/);

const contentShape = z.discriminatedUnion('type', [
  z.object({ type: z.literal('string'), value: bytes }),
  /** [field, value, ms since 1970 when it expires] */
  z.object({ type: z.literal('hash'), fields: z.array(z.tuple([bytes, bytes, z.number().nullable()])) }),
  z.object({ type: z.literal('list'), values: z.array(bytes) }),
  z.object({ type: z.literal('set'), members: z.array(bytes) }),
  /** The score as text: it may be infinite. */
  z.object({ type: z.literal('zset'), members: z.array(z.tuple([bytes, z.string()])) }),
  /** Consumer groups are left out: neither BullMQ nor we use them. */
  z.object({
    type: z.literal('stream'),
    lastId: streamId,
    maxDeletedId: streamId,
    added: z.number(),
    entries: z.array(z.tuple([streamId, z.array(bytes)])),
  }),
]);
type Content = z.infer<typeof contentShape>;
/** [key, ms since 1970 when it expires, content] */
const lineShape = z.tuple([bytes, z.number().nullable(), contentShape]);
type Line = z.infer<typeof lineShape>;

const head = (body: string | Buffer) => `darkroom-redis 1 ${createHash('sha256').update(body).digest('hex')}`;

const text = (value: Buffer) => value.toString('latin1');
const raw = (value: string) => Buffer.from(value, 'latin1');
const idText = (id: StreamId) => `${id.ms}-${id.seq}`;
const idOf = (value: string): StreamId => {
  const [ms = '0', seq = '0'] = value.split('-');
  return { ms: BigInt(ms), seq: BigInt(seq) };
};

function contentOf(value: RedisDataValue): Content {
  switch (value.type) {
    case 'string':
      return { type: 'string', value: text(value.value) };
    case 'hash': {
      const fields = [...value.fields.values()];
      return {
        type: 'hash',
        fields: fields.map(({ field, value, expiresAt }) => [text(field), text(value), expiresAt ?? null]),
      };
    }
    case 'list':
      return { type: 'list', values: value.values.map(text) };
    case 'set':
      return { type: 'set', members: [...value.members.values()].map(text) };
    case 'zset': {
      const members = [...value.members.values()];
      return { type: 'zset', members: members.map(({ member, score }) => [text(member), String(score)]) };
    }
    case 'stream':
      return {
        type: 'stream',
        lastId: idText(value.lastId),
        maxDeletedId: idText(value.maxDeletedEntryId),
        added: value.entriesAdded,
        entries: value.entries.map(({ id, fields }) => [idText(id), fields.map(text)]),
      };
  }
}

function put(database: RedisDatabase, key: Buffer, content: Content): void {
  switch (content.type) {
    case 'string':
      database.setString(key, raw(content.value));
      break;
    case 'hash':
      database.updateHash(key, (hash) => {
        for (const [field, value, expiresAt] of content.fields) {
          hash.setField(raw(field), raw(value));
          if (expiresAt !== null) hash.setFieldExpiration(raw(field), expiresAt);
        }
      });
      break;
    case 'list':
      database.updateList(key, (list) => list.pushRight(content.values.map(raw)));
      break;
    case 'set':
      database.updateSet(key, (set) => {
        for (const member of content.members) set.addMember(raw(member));
      });
      break;
    case 'zset':
      database.updateSortedSet(key, (zset) => {
        for (const [member, score] of content.members) zset.setScore(raw(member), Number(score));
      });
      break;
    case 'stream':
      database.updateStream(key, (stream) => {
        // Through trim(), which alone makes the server keep a stream that has no entries (its last id counts).
        stream.trim((data) => {
          data.entries = content.entries.map(([id, fields]) => ({ id: idOf(id), fields: fields.map(raw) }));
          return 1;
        });
        stream.setId(idOf(content.lastId), {
          entriesAdded: content.added,
          maxDeletedId: idOf(content.maxDeletedId),
        });
      });
  }
}

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
