/** `npm run credits`: one's own credits, and what admins do with those of others. */
import { Command } from 'commander';
import type { CreditsService } from '../../core/credits/service.ts';
import type { Statement } from '../../core/credits/statements.ts';
import { auditLines } from '../../core/credits/words/audit.ts';
import { limitLines, stillReserved } from '../../core/credits/words/limits.ts';
import { creditsOf, statementLines } from '../../core/credits/words/statement.ts';
import type { Person } from '../../core/domain/command.ts';
import { type Policy, rulePattern } from '../../core/domain/policy.ts';
import { ArgumentError, parseFlags } from './flags.ts';
import { auditJson, policyJson, statementJson } from './json.ts';
import { type As, personFrom } from './person.ts';
import { terminalWords as words } from './words.ts';

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
  user: string;
  print: (text: string) => void;
};

const deeds = ['grant', 'revoke', 'limits', 'block', 'unblock', 'audit'] as const;
/** How much of what admins did is shown. */
const auditCount = 20;

/** Does it and prints what is so afterwards. @throws Failure or ArgumentError with one sentence; then nothing was done. */
export async function credits(
  asked: CreditsAsked,
  { credits: creditsService, user, print }: Context,
): Promise<0> {
  const person = personFrom(asked.person, user);
  const [first, ...rest] = asked.given;
  const deed = deeds.find((each) => each === first);
  if (first !== undefined && !deed) throw new ArgumentError(words.noDeed(first, deeds));
  const say = (lines: readonly string[], json: unknown) =>
    print(asked.json ? JSON.stringify(json, null, 2) : lines.join('\n'));
  const replyStatement = (it: Statement, of: string) =>
    say([...(of === user ? [] : [creditsOf(of)]), ...statementLines(it)], statementJson(of, it));
  const replyPolicy = (policy: Policy, reserved = 0) =>
    say([...limitLines(policy, {}, Date.now()), ...(reserved > 0 ? [stillReserved(reserved)] : [])], {
      ...policyJson(policy),
      reserved: reserved / 1000,
    });
  const [who = '', what = '', ...why] = rest;

  switch (deed) {
    case undefined:
      replyStatement(await creditsService.statement(person), person.requester);
      return 0;
    case 'grant':
    case 'revoke': {
      const to = who.trim();
      replyStatement(
        await creditsService.give(deed, person, { to, amount: what, reason: why.join(' ') }),
        to,
      );
      return 0;
    }
    case 'block':
      replyPolicy(await creditsService.block(person, who, what, why.join(' ')));
      return 0;
    case 'unblock':
      atMost(rest, 1);
      replyPolicy(await creditsService.block(person, who, undefined, ''));
      return 0;
    case 'audit': {
      atMost(rest, 0);
      const lines = await creditsService.audit(person, auditCount);
      say(auditLines(lines), auditJson(lines));
      return 0;
    }
    case 'limits': {
      const { policy, reserved } = await setLimits(creditsService, person, rest, asked.group);
      replyPolicy(policy, reserved);
      return 0;
    }
  }
}

function atMost(given: readonly string[], count: number): void {
  const [more] = given.slice(count);
  if (more !== undefined) throw new ArgumentError(words.tooMuch(more));
}

const rules: Readonly<Record<string, 'allow' | 'deny' | undefined>> = {
  allow: 'allow',
  deny: 'deny',
  forget: undefined,
};

/** All of it is read before the first is set. @param given `monthly=50`, `deny=esrgan#general`; none only looks. */
async function setLimits(
  creditsService: CreditsService,
  person: Person,
  given: readonly string[],
  group: string | undefined,
): Promise<{ policy: Policy; reserved: number }> {
  const pairs = given.map((text): [name: string, value: string] => {
    const [, name, value] = /^([a-z_]+)=(.*)$/is.exec(text) ?? [];
    if (name === undefined || value === undefined) throw new ArgumentError(words.notASetting(text));
    return [name.toLowerCase(), value];
  });
  const limits = pairs.filter(([name]) => !Object.hasOwn(rules, name));
  const switches = pairs
    .filter(([name]) => Object.hasOwn(rules, name))
    .map(([name, value]) => ({ rule: rules[name], place: ruleTargetFrom(value) }));
  if (group !== undefined && switches.length > 0) throw new ArgumentError(words.groupWithout);
  const twice = limits.find(([name], index) => limits.findIndex(([other]) => other === name) !== index);
  if (twice) throw new ArgumentError(words.twice(twice[0]));
  for (const { place } of switches) rulePattern(place);

  let policy = await creditsService.policy(person);
  let reserved = 0;
  if (limits.length > 0)
    ({ policy, reserved } = await creditsService.setLimits(person, Object.fromEntries(limits), group));
  for (const { rule, place } of switches) policy = await creditsService.setRule(person, place, rule);
  return { policy, reserved };
}

/** `esrgan`, `#general`, `esrgan#general`, `*`. @throws ArgumentError */
function ruleTargetFrom(text: string): { model?: string; channel?: string } {
  const [model = '', channel = ''] = text.trim().split(/#(.*)/s);
  if (model === '' && channel === '') throw new ArgumentError(words.notASetting(text));
  return { ...(model === '' ? {} : { model }), ...(channel === '' ? {} : { channel }) };
}
