/** Who is at the page: a name in a cookie that we have signed, and a token that only our own page has. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { getSignedCookie, setSignedCookie } from 'hono/cookie';
import { z } from 'zod';
import { Refusal } from '../../chat/reply.ts';
import type { Rooms } from '../../core/store/rooms/rooms.ts';
import { pageWords } from '../words.ts';
import { mainScope } from './rooms.ts';

/** Somebody at the page. `admin`: they act as one. */
export type Visitor = { scope: string; person: string; admin: boolean };

const words = pageWords.enter;
const cookie = 'darkroom';
/** seconds */
const lasting = 90 * 86_400;
const named = /^[\p{L}\p{N}](?:[\p{L}\p{N}.-]{0,22}[\p{L}\p{N}])?$/u;
/** Names that one browser has gone by. */
const mostKnown = 20;
const cookieSchema = z.tuple([z.string(), z.string(), z.boolean(), z.array(z.string())]);
const nobody: z.infer<typeof cookieSchema> = ['', '', false, []];

/** What the bot is called, and what stands for all. */
const reserved = ['darkroom', 'me', 'all', 'everyone', 'here'];

/** `club.localhost` is a place of its own, with its own channels and credits; every other name leads to the first. */
function scopeOf(host: string): string {
  const [, name] = /^([a-z0-9-]{1,40})\.localhost$/.exec(host) ?? [];
  return name ?? mainScope;
}

/** Of this machine, by the name that it was asked by: another name may be a trick to read what is here. */
export const isOwnName = (host: string): boolean =>
  /^(?:localhost|[a-z0-9-]{1,40}\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(host);

/** Without its port. */
export const hostOf = (context: Context): string =>
  (context.req.header('host') ?? '').toLowerCase().replace(/:\d+$/, '');

export type Visits = {
  /** Undefined for somebody who has not said who they are. */
  of(context: Context): Promise<Visitor | undefined>;
  /** @throws Refusal for a name that cannot be theirs */
  enter(context: Context, name: string): Promise<Visitor>;
  /** Whoever leaves can come back by the same name in this browser. */
  leave(context: Context): Promise<void>;
  actAs(context: Context, visitor: Visitor, admin: boolean): Promise<void>;
  /** Stands in the page, and comes with everything that is done there. */
  token(visitor: Visitor): string;
  /** What only we can have written; and whether it was. */
  sign(text: string): string;
  isSigned(text: string, sign: string): boolean;
};

export function createVisits(rooms: Pick<Rooms, 'enter' | 'stay'>, secret: Buffer): Visits {
  const sign = (text: string) => createHmac('sha256', secret).update(text).digest('base64url');
  const isSigned = (text: string, given: string) => {
    const [due, got] = [Buffer.from(sign(text)), Buffer.from(given)];
    return due.length === got.length && timingSafeEqual(due, got);
  };
  const key = secret.toString('base64url');
  const write = (context: Context, { scope, person, admin }: Visitor, known: readonly string[]) =>
    setSignedCookie(context, cookie, JSON.stringify([scope, person, admin, known]), key, {
      path: '/',
      httpOnly: true,
      sameSite: 'Strict',
      secure: new URL(context.req.url).protocol === 'https:',
      maxAge: lasting,
    });

  /** Who it is, and who they were before in this browser. */
  async function read(context: Context): Promise<{ visitor: Visitor; known: readonly string[] }> {
    const scope = scopeOf(hostOf(context));
    const value = await getSignedCookie(context, key, cookie);
    // We have signed it ourselves; a cookie is sent to every port and name of this machine.
    const [of, person, admin, known] = cookieSchema.safeParse(value && JSON.parse(value)).data ?? nobody;
    return of === scope
      ? { visitor: { scope, person, admin }, known }
      : { visitor: { scope, person: '', admin: false }, known: [] };
  }

  return {
    async of(context) {
      const { visitor } = await read(context);
      const { scope, person } = visitor;
      return person !== '' && (await rooms.stay(scope, person)) ? visitor : undefined;
    },
    async enter(context, given) {
      const name = given.trim().replace(/^@/, '').normalize('NFC');
      if (!named.test(name)) throw new Refusal(name === '' ? words.needed : words.wrong);
      const { visitor: before, known } = await read(context);
      const visitor = { scope: before.scope, person: name.toLowerCase(), admin: false };
      const isFree =
        !reserved.includes(visitor.person) && (await rooms.enter(visitor.scope, visitor.person, name));
      // Whoever was it here before is it again.
      if (!isFree && !known.includes(visitor.person)) throw new Refusal(words.taken(name));
      await write(context, visitor, [...new Set([...known, visitor.person])].slice(-mostKnown));
      return visitor;
    },
    async leave(context) {
      const { visitor, known } = await read(context);
      await write(context, { ...visitor, person: '', admin: false }, known);
    },
    async actAs(context, visitor, admin) {
      await write(context, { ...visitor, admin }, (await read(context)).known);
    },
    token: ({ scope, person }) => sign(`page ${scope} ${person}`),
    sign,
    isSigned,
  };
}
