/** `npm run credits`: one's own credits, and what admins do with those of others. */
import { Command } from 'commander';
import type { CreditsService } from '../../../core/credits/service.ts';
import type { Statement } from '../../../core/credits/statements.ts';
import { auditLines } from '../../../core/credits/words/audit.ts';
import { blockChanged, creditsChanged } from '../../../core/credits/words/changes.ts';
import { limitLines } from '../../../core/credits/words/limits.ts';
import { creditsOf, statementLines } from '../../../core/credits/words/statement.ts';
import type { Policy } from '../../../core/domain/policy.ts';
import { ArgumentError, parseFlags } from '../flags.ts';
import { auditJson, policyJson, statementJson } from '../json.ts';
import { setLimits } from '../limits.ts';
import { type As, personFrom } from '../person.ts';
import { terminalWords as words } from '../words.ts';

export type CreditsAsked = {
  /** What stands there without a flag: `grant bob 5 for the contest`. */
  given: string[];
  person: As;
  /** Whose limits are set; everybody's when left out. */
  group: string | undefined;
  json: boolean;
};

/** @throws ArgumentError */
export function readCredits(args: readonly string[]): CreditsAsked {
  const program = new Command()
    .argument('[words...]')
    .option('--as <person>')
    .option('--limit <credits>')
    .option('--group <group>')
    .option('--json');
  parseFlags(program, args);
  const { as, limit, group, json } = program.opts<
    { [flag in 'as' | 'limit' | 'group']?: string } & { json?: true }
  >();
  if (group !== undefined && (program.args[0] !== 'limits' || program.args.length < 2))
    throw new ArgumentError(words.groupWithout);
  return { given: program.args, person: { as, limit }, group, json: json === true };
}

type Context = {
  credits: CreditsService;
  /** ms since 1970. */
  clock: () => number;
  user: string;
  print: (text: string) => void;
};

const deeds = ['grant', 'revoke', 'limits', 'block', 'unblock', 'audit'] as const;
/** How much of what admins did is shown. */
const auditCount = 20;

/** Does it and prints what is so afterwards. @throws Failure or ArgumentError with one sentence; then nothing was done. */
export async function credits(
  asked: CreditsAsked,
  { credits: creditsService, clock, user, print }: Context,
): Promise<0> {
  const person = personFrom(asked.person, user);
  const [first, ...rest] = asked.given;
  const deed = deeds.find((each) => each === first);
  if (first !== undefined && !deed) throw new ArgumentError(words.noDeed(first, deeds));
  const say = (lines: readonly string[], json: unknown) =>
    print(asked.json ? JSON.stringify(json, null, 2) : lines.join('\n'));
  const replyStatement = (it: Statement, of: string) =>
    say([...(of === user ? [] : [creditsOf(of)]), ...statementLines(it)], statementJson(of, it));
  /** @param lines what was done; the table where nothing was. Scripts are told all that is so now. */
  const replyPolicy = (policy: Policy, lines: readonly string[] = [], reserved = 0) =>
    say(lines.length > 0 ? lines : limitLines(policy, {}, clock()), {
      ...policyJson(policy),
      reserved: reserved / 1000,
    });
  const block = async (length: string | undefined, reason: string) => {
    const done = await creditsService.block(person, who, length, reason);
    replyPolicy(done.policy, [blockChanged(done, {}, clock())]);
  };
  const [who = '', what = '', ...why] = rest;

  switch (deed) {
    case undefined:
      replyStatement(await creditsService.statement(person), person.requester);
      return 0;
    case 'grant':
    case 'revoke': {
      const to = who.trim();
      const reason = why.join(' ');
      const done = await creditsService.give(deed, person, { to, amount: what, reason });
      say([creditsChanged({ ...done, reason }, to)], statementJson(to, done));
      return 0;
    }
    case 'block':
      await block(what, why.join(' '));
      return 0;
    case 'unblock':
      atMost(rest, 1);
      await block(undefined, '');
      return 0;
    case 'audit': {
      atMost(rest, 0);
      const lines = await creditsService.audit(person, auditCount);
      say(auditLines(lines), auditJson(lines));
      return 0;
    }
    case 'limits': {
      const { policy, lines, reserved } = await setLimits(creditsService, person, rest, asked.group);
      replyPolicy(policy, lines, reserved);
      return 0;
    }
  }
}

function atMost(given: readonly string[], count: number): void {
  const [more] = given.slice(count);
  if (more !== undefined) throw new ArgumentError(words.tooMuch(more));
}
