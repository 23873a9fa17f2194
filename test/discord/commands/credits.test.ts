/** What the bot answers about credits, limits, its set-up and itself. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { filesOf } from '../../fakes/discord/people/seen.ts';
import { picture } from '../../helpers/requests.ts';
import {
  cardOf,
  finished,
  type Harness,
  jobIdOf,
  openHarness,
  privateReply,
  resultOf,
} from '../harness/harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await openHarness({ limits: {} });
});
afterAll(() => harness.close());
afterEach(() => {
  expect(harness.discord.violations).toEqual([]);
});

const small = { scale: 2, output_format: 'png' };
const manageGuild = 32n;
const person = () => harness.discord.person();
const admin = (permissions = manageGuild | 1024n | 2048n | (1n << 31n)) =>
  harness.discord.person({ permissions });
type Somebody = ReturnType<typeof person>;

const ask = async (somebody: Somebody) =>
  somebody.slash('upscale', { image: { name: 'a.jpg', bytes: await picture() }, ...small });
async function done(somebody: Somebody) {
  const card = await finished(await ask(somebody));
  const post = await resultOf(harness.discord, card);
  return { card, post, id: jobIdOf(post) ?? '' };
}

describe('/credits', () => {
  it('shows one’s own, and what admins grant and take back', async () => {
    const ada = person();
    expect(await privateReply(await ada.slash('credits show'))).toContain('Available: 200 credits');
    const gift = { person: ada.user, amount: '12.5', reason: 'for the contest' };
    expect(await privateReply(await ada.slash('credits grant', gift))).toContain('Only admins may do this.');
    const granted = await privateReply(await admin().slash('credits grant', gift));
    expect(granted).toContain(`<@${ada.user.id}>`);
    expect(granted).toContain('can now spend 212.5 credits (before: 200 credits)');
    const taken = await privateReply(await admin().slash('credits revoke', { ...gift, amount: '2' }));
    expect(taken).toContain('can now spend 210.5 credits (before: 212.5 credits)');
    expect(await privateReply(await admin().slash('credits grant', { ...gift, amount: '1,5' }))).toContain(
      'comma',
    );
    expect(harness.discord.messages().flatMap(({ pinged }) => pinged)).not.toContain('everyone');
  });

  it('limits are seen by all and set by admins', async () => {
    const set = await admin().slash('credits set', { limit: 'per_job', value: '150' });
    expect(await privateReply(set)).toContain('at most 150 credits on one job (before: no limit)');
    const { id } = harness.discord.home.channel;
    const channel = await admin().slash('credits set', { limit: 'admin_channel', value: id });
    expect(await privateReply(channel)).toContain(`<#${id}>`);
    expect(await privateReply(await admin().slash('credits set', { limit: 'per_job' }))).toContain(
      'jobs of any price (before: 150 credits)',
    );
    expect(
      await privateReply(await person().slash('credits set', { limit: 'budget', value: '1' })),
    ).toContain('Only admins');
  });

  it('a role has a limit of its own, and the channel of the admins is chosen', async () => {
    const { discord } = harness;
    const { guild } = discord.home;
    const role = discord.addRole(guild, { name: 'patrons', permissions: 0n });
    const set = await admin().slash('credits set', { limit: 'monthly', value: '500', role });
    expect(await privateReply(set)).toContain(
      `Every member of <@&${role.id}> now has 500 credits a month (before: 200 credits).`,
    );
    const patron = discord.person({ roles: [role] });
    expect(await privateReply(await patron.slash('credits show'))).toContain('Available: 500 credits');
    expect(await privateReply(await person().slash('credits show'))).toContain('Available: 200 credits');
    expect(await privateReply(await admin().slash('credits set', { limit: 'monthly', role }))).toContain(
      'now has 200 credits a month, like everybody (before: 500 credits).',
    );
    const channel = discord.addChannel({ guild, name: 'admins' });
    const chosen = await admin().slash('credits set', { limit: 'admin_channel', channel });
    expect(await privateReply(chosen)).toContain(`Admins are now told in <#${channel.id}>`);
    const typed = await admin().slash('credits set', {
      limit: 'admin_channel',
      value: `<#${discord.home.channel.id}>`,
    });
    expect(await privateReply(typed)).toContain(`(before: <#${channel.id}>)`);
  });

  it('a role makes its members admins', async () => {
    const { discord } = harness;
    const role = discord.addRole(discord.home.guild, { name: 'curators', permissions: 0n });
    const curator = discord.person({ roles: [role] });
    const gift = { person: person().user, amount: '1', reason: 'test' };
    expect(await privateReply(await curator.slash('credits grant', gift))).toContain('Only admins');
    expect(await privateReply(await admin().slash('credits set', { limit: 'admins', role }))).toContain(
      `members of <@&${role.id}> are now admins`,
    );
    expect(await privateReply(await curator.slash('credits grant', gift))).toContain(
      'can now spend 201 credits',
    );
    expect(await privateReply(await person().slash('credits grant', gift))).toContain('Only admins');
    await privateReply(await admin().slash('credits set', { limit: 'admins' }));
    expect(await privateReply(await curator.slash('credits grant', gift))).toContain('Only admins');
  });

  it('a model is switched off in one channel, and on in one', async () => {
    const { discord } = harness;
    const { guild } = discord.home;
    const [quiet, busy] = [discord.addChannel({ guild }), discord.addChannel({ guild })];
    const there = (channel: typeof quiet) => discord.person({ channel });
    const rule = async (deed: string, given: object) =>
      privateReply(await admin().slash(`credits ${deed}`, { ...given }));
    expect(await rule('deny', { model: 'esrgan', channel: quiet })).toContain(
      `Esrgan in <#${quiet.id}> is now`,
    );
    expect(await privateReply(await ask(there(quiet)))).toContain(
      'Larger picture (ESRGAN) is switched off here.',
    );
    await finished(await ask(there(busy)));
    expect(await rule('deny', { channel: busy })).toContain(`<#${busy.id}>`);
    expect(await privateReply(await ask(there(busy)))).toContain('is switched off here.');
    await rule('allow', { model: 'esrgan', channel: busy });
    await finished(await ask(there(busy)));
    await rule('forget', { model: 'esrgan', channel: quiet });
    await rule('forget', { model: 'esrgan', channel: busy });
    expect(await rule('forget', { channel: busy })).toContain('(before: switched off)');
  });

  it('a model is switched off, and a person is blocked', async () => {
    expect(await privateReply(await admin().slash('credits deny', { model: 'svd' }))).toContain(
      'Svd is now switched off (before: no rule): whoever asks for it is refused.',
    );
    const image = { name: 'a.jpg', bytes: await picture() };
    const refused = await person().slash('animate', { image });
    expect(await refused.acknowledged).toMatchObject({ callback: 4 });
    expect(await privateReply(refused)).toContain('Picture to video (SVD) is switched off here.');
    const back = await privateReply(await admin().slash('credits forget', { model: 'svd' }));
    expect(back).toContain('There is no rule for svd any more (before: switched off)');
    const ada = person();
    await privateReply(
      await admin().slash('credits block', { person: ada.user, time: '2h', reason: 'spam' }),
    );
    expect(await privateReply(await ask(ada))).toContain('(spam)');
    await privateReply(await admin().slash('credits unblock', { person: ada.user }));
    await finished(await ask(ada));
  });

  it('usage is a table and a picture with words for it', async () => {
    const ada = admin();
    await done(ada);
    const answered = await ada.slash('credits usage', { days: 7 });
    await expect
      .poll(() => answered.response() && filesOf(cardOf(answered)).length, { interval: 20 })
      .toBe(1);
    expect(await privateReply(answered)).toMatch(/[1-9]\d* lab previews?, not counted/);
    const [chart] = filesOf(cardOf(answered));
    expect(chart).toMatchObject({ name: 'usage.png', type: 'image/png' });
    expect(chart?.alt).toMatch(/lab previews?, not counted\.$/);
    expect(await privateReply(await person().slash('credits usage'))).toContain('Only admins');
  });
});

describe('/darkroom and /help', () => {
  it('the check names each thing that is missing, and how to mend it', async () => {
    const { discord } = harness;
    const channel = discord.addChannel({ guild: discord.home.guild, botPermissions: 1024n });
    const there = discord.person({ channel, permissions: manageGuild | (1n << 31n) });
    const found = await privateReply(await there.slash('darkroom check'));
    for (const name of ['Send Messages', 'Attach Files', 'Embed Links', 'Read Message History'])
      expect(found).toContain(`I need the permission ${name}`);
    expect(found).not.toContain('Threads');
    expect(found).toContain('Message Content');
    expect(await privateReply(await admin().slash('darkroom settings'))).toContain('Monthly allowance');
  });

  it('the help names every model with its price, and each setting of one', async () => {
    const ada = person();
    const all = await privateReply(await ada.slash('help'));
    for (const command of ['upscale', 'clarity', 'upscale-video', 'smooth', 'animate'])
      expect(all).toContain(`/${command}`);
    const one = await privateReply(await ada.slash('help', { about: 'esrgan' }));
    expect(one).toContain('`scale` How many times wider and higher: 2, 4 or 8 (default 2)');
  });
});
