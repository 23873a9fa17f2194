/** What a key of the embedded Redis holds, as JSON in which each byte is one character (latin1). */
import type { RedisDatabase, RedisDataValue } from 'js-redis-server/core';
import { z } from 'zod';

type StreamId = { ms: bigint; seq: bigint };

export const bytes = z.string();
const streamId = z.string().regex(/^\d+-\d+$/);

export const contentShape = z.discriminatedUnion('type', [
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

export const text = (value: Buffer) => value.toString('latin1');
export const raw = (value: string) => Buffer.from(value, 'latin1');
const idText = (id: StreamId) => `${id.ms}-${id.seq}`;
const idOf = (value: string): StreamId => {
  const [ms = '0', seq = '0'] = value.split('-');
  return { ms: BigInt(ms), seq: BigInt(seq) };
};

export function contentOf(value: RedisDataValue): Content {
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

export function put(database: RedisDatabase, key: Buffer, content: Content): void {
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
