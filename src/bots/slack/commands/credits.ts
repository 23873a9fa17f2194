/** `/darkroom credits …`: one's own account, and what admins do. The answer is for the one who asks alone. */

import type { Statement } from '../../../core/credits/statements.ts';
import { auditLines } from '../../../core/credits/words/audit.ts';
import { creditsOf, statementLines } from '../../../core/credits/words/statement.ts';
import type { Policy } from '../../../core/domain/policy.ts';
import { nearest } from '../../../core/text/nearest.ts';
import { linesBody } from '../cards/long-text.ts';
import { type Body, type Bot, Refused } from '../context.ts';
import { type IncomingText, legible, personIn, wordsOf } from '../requests/incoming-text.ts';
import { textWords as words } from '../words/commands.ts';
import { atMost, limitsFrom, personFrom, ruleTargetFrom } from './credits-arguments.ts';
import { named } from './mrkdwn-names.ts';
import { policyLines } from './policy-lines.ts';
import { answerUsage } from './usage.ts';

/** How much of what admins did is shown. */
const auditCount = 20;
const rules = ['allow', 'deny', 'forget'] as const;
const deeds = ['grant', 'revoke', 'limits', ...rules, 'block', 'unblock', 'audit', 'usage'] as const;
type Deed = (typeof deeds)[number];

/**
 * Does it and says what is so afterwards.
 * @param text what stands after the word `credits`, as Slack hands it over.
 * @throws Failure or Refused with one sentence; then nothing was done.
 */
export async function answerCredits(bot: Bot, incoming: IncomingText, text: string): Promise<Body> {
  const { credits } = bot.requests;
  const { person: me, conversation, key } = incoming;
  const [first, ...rest] = wordsOf(text);
  const other = first === undefined ? undefined : personIn(first);
  const deed = deeds.find((each) => each === first?.toLowerCase());
  if (first !== undefined && other === undefined && !deed)
    throw new Refused(words.noDeed(legible(first), nearest(first, deeds), deeds));

  const replyStatement = (it: Statement, of: string) =>
    linesBody(
      named((names) => [
        ...(of === me.requester ? [] : [creditsOf(names.person(of))]),
        ...statementLines(it, names),
      ]),
    );
  const replyPolicy = (policy: Policy, reserved = 0) => {
    bot.homeChanged(conversation.team, me.requester);
    return linesBody(policyLines(bot, policy, reserved));
  };

  switch (deed) {
    case undefined:
      atMost(rest, 0);
      return replyStatement(await credits.statement(me, other), other ?? me.requester);
    case 'grant':
    case 'revoke': {
      const [who, amount, ...why] = rest;
      const to = personFrom(who);
      const reason = legible(why.join(' '));
      const it = await credits.give(deed, me, { to, amount, reason, key });
      bot.homeChanged(conversation.team, to);
      return replyStatement(it, to);
    }
    case 'block': {
      const [who, length, ...why] = rest;
      return replyPolicy(await credits.block(me, personFrom(who), length ?? '', legible(why.join(' '))));
    }
    case 'unblock':
      atMost(rest, 1);
      return replyPolicy(await credits.block(me, personFrom(rest[0]), undefined, ''));
    case 'audit':
      atMost(rest, 0);
      return linesBody(await auditOf(bot, incoming));
    case 'usage':
      return answerUsage(bot, incoming, rest.join(' '));
    case 'limits': {
      const { group, changes } = limitsFrom(rest);
      if (changes.size === 0) return replyPolicy(await credits.policy(me));
      const { policy, reserved } = await credits.setLimits(me, Object.fromEntries(changes), group);
      return replyPolicy(policy, reserved);
    }
    case 'allow':
    case 'deny':
    case 'forget':
      return replyPolicy(await credits.setRule(me, ruleTargetFrom(rest), ruleOf(deed)));
  }
}

const ruleOf = (deed: Extract<Deed, (typeof rules)[number]>) => (deed === 'forget' ? undefined : deed);

async function auditOf(bot: Bot, { person }: IncomingText): Promise<string[]> {
  const lines = await bot.requests.credits.audit(person, auditCount);
  return [...(lines.length > 0 ? [words.audit] : []), ...named((names) => auditLines(lines, names))];
}
