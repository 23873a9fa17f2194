/** Who sits at the terminal, and whom they play. */
import { userInfo } from 'node:os';
import type { Person } from '../../core/domain/command.ts';
import { Failure } from '../../core/domain/failure.ts';
import { creditsFrom } from '../../core/domain/limits.ts';
import { terminal } from './index.ts';

/** What the flags say about the person; undefined where they are not given. */
export type As = {
  /** Somebody else, to see what they would see: no admin then. */
  as: string | undefined;
  /** Another monthly allowance for this call only, as typed: an amount or `none`. */
  limit: string | undefined;
};

/**
 * The terminal is a place of its own, and whoever sits at it runs it.
 * @param user the name this machine knows them by.
 * @throws Failure person-missing or amount-wrong.
 */
export function personFrom({ as, limit }: As, user: string): Person {
  const requester = (as ?? user).trim();
  if (requester === '') throw new Failure('person-missing');
  const monthly = limit === undefined ? undefined : creditsFrom(limit);
  return {
    platform: terminal,
    scope: terminal,
    requester,
    admin: as === undefined,
    ...(monthly === undefined ? {} : { limits: { monthly } }),
  };
}

/** The name this machine knows somebody by; one made of their number where it has none, as in some containers. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `user-${process.getuid?.() ?? 0}`;
  }
}
