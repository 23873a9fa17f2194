/** The token of whoever works on a job: it fences the job's changes, and its first part says which process that is. */
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

/** What JSON would escape has no place in it: the scripts compare it as it stands in the record. */
const host = hostname().replace(/[^\w.-]/g, '') || 'host';

/** `web-1:4711:` and what nobody else can have. */
export const newToken = (): string => `${host}:${process.pid}:${randomBytes(12).toString('base64url')}`;

/** `web-1, process 4711`; undefined for a token of an older version, which says nothing. */
export function processOf(token: string): string | undefined {
  const [, name, pid] = /^([\w.-]+):(\d+):/.exec(token) ?? [];
  return name === undefined ? undefined : `${name}, process ${pid}`;
}
