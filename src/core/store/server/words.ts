/** Why a Redis of one's own cannot be used, one sentence each, for whoever starts the program. */

/** @param at `127.0.0.1:6379` */
const the = (at: string) => `The Redis at ${at} (REDIS_URL)`;

export const redisWords = {
  nobody: (at: string, why: string) =>
    `${the(at)} does not answer (${why}); start it, or correct the address.`,
  silent: (at: string, tls: boolean) =>
    `${the(at)} does not answer in time; ${tls ? 'does it speak TLS on this port? If not, use redis://.' : 'is it the right address?'}`,
  hungUp: (at: string, tls: boolean) =>
    `${the(at)} ends the connection; ${tls ? 'is it a TLS port? If not, use redis://.' : 'does it want TLS? Then use rediss://.'}`,
  stranger: (at: string) => `What answers at ${at} (REDIS_URL) is no Redis; correct the address.`,
  certificate: (at: string, why: string) =>
    `${the(at)} shows a certificate that is not trusted (${why}); name its authority's file in NODE_EXTRA_CA_CERTS.`,
  password: (at: string) => `${the(at)} does not accept the user or the password; correct them.`,
  permission: (at: string, said: string) =>
    `${the(at)} does not let this user do all that is needed (${said}); allow its keys, channels and commands.`,
  replica: (at: string) => `${the(at)} is a replica that takes no writes; use the address of its master.`,
  cluster: (at: string) =>
    `${the(at)} is part of a cluster, which is not supported; use a Redis that has all keys itself.`,
  sentinel: (at: string) =>
    `${the(at)} is a Sentinel, which keeps no data; use the address of the master that it watches.`,
  database: (at: string, database: string) =>
    `${the(at)} has no database ${database}; use one that it has, such as /0.`,
  eviction: (at: string, policy: string) =>
    `${the(at)} throws data out when it is full (maxmemory-policy ${policy}); set that to noeviction.`,
  full: (at: string) => `${the(at)} is full and takes no writes (maxmemory); give it more room.`,
  disk: (at: string) => `${the(at)} cannot write to its disk and takes no writes; see its log.`,
  replicas: (at: string) => `${the(at)} takes no writes since it has too few replicas; start them.`,
  old: (at: string, version: string) => `${the(at)} has version ${version}; 6.2 or newer is needed.`,
  other: (at: string, said: string) => `${the(at)} cannot be used (${said}).`,
  loading: (at: string) => `${the(at)} is still reading its data; this waits for it`,
} as const;

/** The same of one that was well at the start. */
export const nowWords = {
  full: 'Redis is full and takes no writes (maxmemory)',
  'read-only': 'Redis is a replica that takes no writes',
  disk: 'Redis cannot write to its disk and takes no writes',
  replicas: 'Redis has too few replicas and takes no writes',
  loading: 'Redis is reading its data',
  other: 'Redis does not answer',
} as const;

/** What is not safe in a Redis of one's own, for its owner. */
export const durableWords = {
  noFile:
    'Redis keeps no append-only file (appendonly no): a power cut or a crash loses all since its last snapshot. Set appendonly yes.',
  notAlways:
    'Redis does not sync each write (appendfsync) and does not let this program set it: a power cut loses up to two seconds. Jobs that were being paid for are then called uncertain. Set appendfsync always.',
} as const;
