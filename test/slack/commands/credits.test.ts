/** Credits, limits, usage and the check, as they are typed in Slack. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { filesOf, messagesIn, textOf } from '../../fakes/slack/people/seen.ts';
import { until } from '../../helpers/requests.ts';
import { type Harness, openHarness } from '../harness/harness.ts';
import { answered, doneJob, typed } from '../harness/typed.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await openHarness({ limits: {} });
});
afterAll(() => harness.close());
afterEach(() => {
  expect(harness.slack.violations).toEqual([]);
});

const person = () => harness.slack.person();
const admin = () => harness.slack.person({ admin: true });
type Somebody = ReturnType<typeof person>;
/** As Slack writes a person who was chosen from its list. */
const at = ({ user }: Somebody) => `<@${user.id}|${user.name}>`;
const named = ({ user }: Somebody) => `<@${user.id}>`;
const group = (...users: Somebody[]) => {
  const made = harness.slack.addUserGroup({ users: users.map(({ user }) => user) });
  return { ...made, typed: `<!subteam^${made.id}|@${made.handle}>` };
};

describe('credits', () => {
  it('are one’s own, and what admins grant and take back', async () => {
    const [ada, boss] = [person(), admin()];
    expect(await answered(ada, 'credits')).toContain('Available: 200 credits');
    const granted = await answered(boss, `credits grant ${at(ada)} 12.5 for the contest`);
    expect(granted).toBe(
      `${named(ada)} was granted 12.5 credits beside the monthly allowance, and can now spend 212.5 credits (before: 200 credits). Reason: for the contest`,
    );
    expect(await answered(boss, `credits revoke ${at(ada)} 2 typo`)).toContain(
      'can now spend 210.5 credits (before: 212.5 credits)',
    );
    expect(await answered(boss, `credits ${at(ada)}`)).toContain('Available: 210.5 credits');
    expect(await answered(ada, 'Credits')).toContain('Available: 210.5 credits');
  });

  it('of others are for admins only', async () => {
    const [ada, ben] = [person(), person()];
    for (const words of [
      `credits ${at(ben)}`,
      `credits grant ${at(ada)} 5 please`,
      `credits block ${at(ben)} 2h spam`,
      'credits limits budget=1',
      'credits deny svd',
      'credits audit',
      'usage',
      'check',
    ])
      expect(await answered(ada, words)).toContain('Only admins may do this.');
  });

  it('a reason brings no mention and no link with it', async () => {
    const [ada, boss] = [person(), admin()];
    const reason = 'R&amp;D &lt;!channel&gt; &lt;https://evil.example|click&gt; <@U0AAAAAAAA|eve> *bold*';
    const answer = await typed(boss, `credits grant ${at(ada)} 1 ${reason}`);
    expect(textOf(answer)).toContain('R&amp;D &lt;!channel&gt; &lt;https://evil.example|click&gt; @eve');
    expect(textOf(answer)).not.toMatch(/<!channel>|<https|<@U0AAAAAAAA>/);
    expect(answer.text).not.toContain('<!channel>');
  });

  it.each([
    ['-5', 'is below zero'],
    ['1,5', 'has a comma'],
    ['$5', 'is money'],
    ['ten', 'is not a number'],
    ['0.0001', 'is finer than a thousandth'],
    ['1000001', 'is too large'],
    ['99999999999999999999', 'is too large'],
    ['0', 'is nothing'],
    ['1e3', 'is not a number'],
  ])('an amount of %s is refused, and nothing is granted', async (amount, why) => {
    const [ada, boss] = [person(), admin()];
    expect(await answered(boss, `credits grant ${at(ada)} ${amount} gift`)).toContain(why);
    expect(await answered(boss, `credits ${at(ada)}`)).toContain('Available: 200 credits');
  });

  it.each([
    ['credits grant', 'It is not said for whom.'],
    ['credits grant @bob 5 gift', 'choose the person from the list'],
    ['credits grant <@U0AAAAAAAA> 5', 'It is not said why.'],
    ['credits grant <@U0AAAAAAAA>', 'The amount is missing'],
    ['credits revoke <@U0AAAAAAAB> 5 typo', 'Only lasting credits can be taken back'],
    ['credits gant', 'did you mean `credits grant`?'],
    ['credits something', 'There is no `credits something`'],
    ['credits <@U0AAAAAAAA> 5', 'is one word too many'],
    ['credits block <@U0AAAAAAAA>', 'Use 30m, 12h or 7d'],
    ['credits block <@U0AAAAAAAA> 2y', 'Use 30m, 12h or 7d'],
    ['credits unblock bob', 'choose the person from the list'],
  ])('%s is refused in words', async (words, sentence) => {
    expect(await answered(admin(), words)).toContain(sentence);
  });

  it('a grant that Slack delivers twice is one grant', async () => {
    const [ada, boss] = [person(), admin()];
    harness.slack.duplicateNext(2);
    expect(await answered(boss, `credits grant ${at(ada)} 5 once`)).toContain(
      'can now spend 205 credits (before: 200 credits)',
    );
    expect(await answered(boss, `credits ${at(ada)}`)).toContain('Available: 205 credits');
  });
});

describe('limits', () => {
  it('are seen by all and set by admins, several at once', async () => {
    const boss = admin();
    const { channel } = harness.slack.home;
    const set = await answered(boss, `credits limits per_job = 150 admin_channel=<#${channel.id}|general>`);
    expect(set).toContain('Everybody here may now spend at most 150 credits on one job (before: no limit).');
    expect(set).toContain(`Admins are now told in <#${channel.id}>`);
    const seen = await answered(person(), 'credits limits');
    expect(seen).toContain('(per_job): 150 credits');
    expect(seen).toContain(`(admin_channel): <#${channel.id}>`);
    const back = await answered(boss, 'credits limits per_job=default admin_channel=none');
    expect(back).toContain('jobs of any price (before: 150 credits)');
    expect(back).toContain('Admins are now told nowhere');
  });

  it.each([
    ['credits limits bogus=1', 'There is no limit called bogus.'],
    ['credits limits monthly', 'sets nothing'],
    ['credits limits monthly=1,5', 'has a comma'],
    ['credits limits monthly=5 monthly=6', 'stands there twice'],
    ['credits limits period_day=29', 'a day of the month from 1 to 28'],
    ['credits limits jobs_per_person=0', 'a whole number from 1 to 10000'],
    ['credits limits admin_channel=#general', 'choose it from the list'],
    ['credits limits admins=@editors', 'choose it from the list'],
    ['credits limits monthly=5 group=@editors', 'choose it from the list'],
    ['credits limits group=<!subteam^S0AAAAAAA|@editors>', 'Write which limit the group is to have'],
    ['credits limits budget=5 group=<!subteam^S0AAAAAAA|@editors>', 'There is no limit called budget.'],
  ])('%s is refused in words, and none is set', async (words, sentence) => {
    const boss = admin();
    const before = await answered(boss, 'credits limits');
    expect(await answered(boss, words)).toContain(sentence);
    expect(await answered(boss, 'credits limits')).toBe(before);
  });

  it('of a user group are those of its members, the most generous one', async () => {
    const [ada, ben, boss] = [person(), person(), admin()];
    const [few, many] = [group(ada), group(ada)];
    await typed(boss, `credits limits monthly=300 group=${few.typed}`);
    const set = await answered(boss, `credits limits monthly=500 group=${many.typed}`);
    expect(set).toBe(
      `Every member of <!subteam^${many.id}> now has 500 credits a month (before: 200 credits).`,
    );
    expect(await answered(boss, 'credits limits')).toContain(
      `Monthly allowance for <!subteam^${many.id}> (monthly): 500 credits`,
    );
    expect(await answered(ada, 'credits')).toContain('Available: 500 credits');
    expect(await answered(ben, 'credits')).toContain('Available: 200 credits');
  });

  it('a user group can be admins, besides those of the workspace', async () => {
    const [ada, boss] = [person(), admin()];
    const editors = group(ada);
    expect(await answered(ada, 'usage')).toContain('Only admins');
    const set = await answered(boss, `credits limits admins=${editors.typed}, ${group().typed}`);
    expect(set).toContain(`members of <!subteam^${editors.id}>, <!subteam^`);
    expect(await answered(ada, 'credits audit')).toContain(`${named(boss)} set Groups of admins to`);
    await typed(boss, 'credits limits admins=none');
    expect(await answered(ada, 'credits audit')).toContain('Only admins');
  });

  it('a model and a channel are switched off and on', async () => {
    const [ada, boss] = [person(), admin()];
    const { id } = harness.slack.home.channel;
    expect(await answered(boss, `credits deny svd <#${id}|general>`)).toContain(
      `Svd in <#${id}> is now switched off (before: no rule)`,
    );
    expect(await answered(ada, 'animate https://a.invalid/a.png')).toContain('is switched off here');
    expect(await answered(boss, `credits forget animate <#${id}>`)).toContain('(before: switched off)');
    expect(await answered(boss, `credits allow <#${id}>`)).toContain(
      `Every model in <#${id}> is now switched on (before: no rule)`,
    );
    await typed(boss, `credits forget <#${id}>`);
    for (const [words, sentence] of [
      ['credits deny', 'Name a model, a channel, or both'],
      ['credits deny sdv', 'There is no model called sdv.'],
      ['credits deny #general', 'Type # and choose it'],
      ['credits deny svd general', 'Type # and choose it'],
      [`credits deny svd <#${id}> more`, 'one word too many'],
    ] as const)
      expect(await answered(boss, words)).toContain(sentence);
  });

  it('a person is blocked for a time, and the block ends', async () => {
    const [ada, boss] = [person(), admin()];
    const blocked = await answered(boss, `credits block ${at(ada)} 2h posted <https://spam.example|spam>`);
    expect(blocked).toMatch(
      new RegExp(`^${named(ada)} is blocked until <!date.* UTC> \\(before: not blocked\\)`),
    );
    expect(blocked).toContain('posted https://spam.example');
    expect(await answered(ada, 'upscale https://a.invalid/a.png')).toContain('An admin has blocked you');
    expect(await answered(boss, `credits unblock ${at(ada)}`)).toContain('is no longer blocked');
  });
});

describe('usage', () => {
  it('is a table in private and a picture with words in the direct messages', async () => {
    const boss = admin();
    await doneJob(harness, boss);
    const answer = await typed(boss, 'usage 7');
    expect(textOf(answer)).toMatch(/[1-9]\d* lab previews?, not counted/);
    const direct = harness.slack.direct(boss.user);
    await until(() => messagesIn(direct, boss.user).length > 0);
    const [chart, ...more] = filesOf(messagesIn(direct, boss.user));
    expect(more).toEqual([]);
    expect(chart).toMatchObject({ name: 'usage.png', mimetype: 'image/png' });
    expect(chart?.alt).toMatch(/lab previews?, not counted\.$/);
    expect(textOf(answer)).toContain(`${chart?.id}/usage.png|The picture of it>`);
  });

  it('is told without its picture where that cannot be sent', async () => {
    const boss = admin();
    const { installation } = harness.slack.home.workspace;
    installation?.scopes.delete('files:write');
    expect(await answered(boss, 'credits usage')).toContain('could not be sent to you');
    installation?.scopes.add('files:write');
  });

  it.each(['0', '93', 'week', '1.5', '7 of'])('of %s days is refused', async (days) => {
    expect(await answered(admin(), `usage ${days}`)).toMatch(/from 1 to 92|one word too many/);
  });
});

describe('check', () => {
  it('says that all is well', async () => {
    expect(await answered(admin(), 'check')).toContain('Everything is set up');
  });

  it('names each scope, membership and setting that is missing, and how to mend it', async () => {
    const boss = admin();
    const { slack } = harness;
    const { installation } = slack.home.workspace;
    const channel = slack.addChannel({ name: 'quiet', bot: false });
    const hidden = slack.addChannel({ name: 'hidden', kind: 'private', bot: false });
    const gone = '<!subteam^S0AAAAAAA|@gone>';
    await typed(boss, `credits limits budget=100 monthly=0 admins=${gone} admin_channel=<#${hidden.id}>`);
    installation?.scopes.delete('im:write');
    const there = slack.person({ user: boss.user, channel });
    const found = await answered(there, 'check');
    expect(found).toContain('`im:write` for direct messages');
    expect(found).toContain(`I am not a member of <#${channel.id}>`);
    expect(found).toContain(`I cannot post in <#${hidden.id}>`);
    expect(found).toContain('Nobody has a monthly allowance');
    expect(found).toContain('The user group <!subteam^S0AAAAAAA> is named in the limits');
    await typed(boss, 'credits limits admin_channel=none');
    installation?.scopes.delete('usergroups:read');
    const more = await answered(there, 'check');
    expect(more).toContain('no channel in which admins are told');
    expect(more).toContain('may not read who is in them');
    for (const scope of ['im:write', 'usergroups:read']) installation?.scopes.add(scope);
    await typed(boss, 'credits limits budget=none monthly=default admins=none');
    expect(await answered(boss, 'check')).toContain('Everything is set up');
  });

  it('an admin whom Slack does not name as one is told why', async () => {
    const { installation } = harness.slack.home.workspace;
    installation?.scopes.delete('users:read');
    expect(await answered(admin(), 'check')).toMatch(/Only admins.*`users:read`/s);
    installation?.scopes.add('users:read');
  });
});
