/** What a Redis refuses with, by the first word of its error. https://redis.io/docs/latest/develop/reference/protocol-spec/ */
import { ReplyError } from 'ioredis';
import { nowWords } from './words.ts';

export type Refusal =
  /** `maxmemory` is reached. */
  | 'full'
  /** A replica that takes no writes. */
  | 'read-only'
  /** The user may not do it. */
  | 'permission'
  | 'password'
  /** One of several that share the keys. */
  | 'cluster'
  /** It reads its data from the disk. */
  | 'loading'
  /** It cannot write to its disk, and so takes no writes. */
  | 'disk'
  /** Too few replicas are there (`min-replicas-to-write`). */
  | 'replicas';

const words: ReadonlyMap<string, Refusal> = new Map([
  ['OOM', 'full'],
  ['READONLY', 'read-only'],
  ['NOPERM', 'permission'],
  ['WRONGPASS', 'password'],
  ['NOAUTH', 'password'],
  ['MOVED', 'cluster'],
  ['ASK', 'cluster'],
  ['CROSSSLOT', 'cluster'],
  ['CLUSTERDOWN', 'cluster'],
  ['LOADING', 'loading'],
  ['MASTERDOWN', 'loading'],
  ['MISCONF', 'disk'],
  ['NOREPLICAS', 'replicas'],
]);

/** @returns undefined for any other error. A script's error names it behind words of its own. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (!(error instanceof ReplyError) || !(error instanceof Error)) return undefined;
  const [first = ''] = error.message.split(' ');
  const [inside = ''] =
    /(?<=^ERR .{0,400})-?\b(OOM|READONLY|NOPERM|MISCONF|NOREPLICAS)\b/.exec(error.message) ?? [];
  return words.get(first) ?? words.get(inside.replace('-', ''));
}

/** What is wrong with a Redis that was well at the start, in words. */
export function refusedText(error: unknown): string {
  const refusal = refusalOf(error);
  const known = (name: string): name is keyof typeof nowWords => Object.hasOwn(nowWords, name);
  return nowWords[refusal !== undefined && known(refusal) ? refusal : 'other'];
}
