/** `npm run credits -- limits`: what is set by it, and what is said of that. */
import type { CreditsService } from '../../core/credits/service.ts';
import { limitsChanged, ruleChanged } from '../../core/credits/words/changes.ts';
import type { Person } from '../../core/domain/command.ts';
import { type Policy, rulePattern } from '../../core/domain/policy.ts';
import { ArgumentError } from './flags.ts';
import { terminalWords as words } from './words.ts';

const rules: Readonly<Record<string, 'allow' | 'deny' | undefined>> = {
  allow: 'allow',
  deny: 'deny',
  forget: undefined,
};

/** All of it is read before the first is set. @param given `monthly=50`, `deny=esrgan#general`; none only looks. @throws ArgumentError or Failure */
export async function setLimits(
  creditsService: CreditsService,
  person: Person,
  given: readonly string[],
  group: string | undefined,
): Promise<{ policy: Policy; lines: string[]; reserved: number }> {
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
  const lines: string[] = [];
  if (limits.length > 0) {
    const done = await creditsService.setLimits(person, Object.fromEntries(limits), group);
    ({ policy, reserved } = done);
    lines.push(...limitsChanged(done));
  }
  for (const { rule, place } of switches) {
    const done = await creditsService.setRule(person, place, rule);
    policy = done.policy;
    lines.push(ruleChanged(done));
  }
  return { policy, lines, reserved };
}

/** `esrgan`, `#general`, `esrgan#general`, `*`. @throws ArgumentError */
function ruleTargetFrom(text: string): { model?: string; channel?: string } {
  const [model = '', channel = ''] = text.trim().split(/#(.*)/s);
  if (model === '' && channel === '') throw new ArgumentError(words.notASetting(text));
  return { ...(model === '' ? {} : { model }), ...(channel === '' ? {} : { channel }) };
}
