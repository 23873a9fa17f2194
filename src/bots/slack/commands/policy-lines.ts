/** The limits, rules and blocks of a workspace as lines. */

import { limitLines, stillReserved } from '../../../core/credits/words/limits.ts';
import type { Policy } from '../../../core/domain/policy.ts';
import type { Bot } from '../context.ts';
import { named } from './mrkdwn-names.ts';

/** All that is set, as mrkdwn. @param reserved thousandths of a credit, by jobs that a change does not reach */
export const policyLines = (bot: Pick<Bot, 'clock'>, policy: Policy, reserved = 0): string[] =>
  named((names) => [
    ...limitLines(policy, names, bot.clock()),
    ...(reserved > 0 ? [stillReserved(reserved)] : []),
  ]);
