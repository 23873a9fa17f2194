/** What is only known when all can see the answer already: it is taken back, and said to the person alone. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buttonsOf, filesOf, textOf } from '../../fakes/discord/people/seen.ts';
import { picture, until } from '../../helpers/requests.ts';
import { type Harness, openHarness, postsOf, statesOf } from '../harness/harness.ts';

let harness: Harness;
/** The next check waits for it. */
let gate: Promise<unknown> | undefined;
/** What is asked for comes to nothing, as in a process that dies when its card stands. */
let dies = false;
beforeAll(async () => {
  harness = await openHarness({
    limits: {},
    requests: (engine) => ({
      ...engine,
      async check(command) {
        const waited = gate;
        gate = undefined;
        await waited;
        return engine.check(command);
      },
      request: (command) => (dies ? new Promise(() => {}) : engine.request(command)),
    }),
  });
});
afterAll(() => harness.close());
afterEach(() => {
  expect(harness.discord.violations).toEqual([]);
});

/** Asks for what costs 168.4 credits; whether that may be is found out too late for a private answer. */
async function askLate(credits: string) {
  const { discord, fixture } = harness;
  const channel = discord.addChannel({ guild: discord.home.guild });
  const ada = discord.person({ channel });
  const admin = { platform: 'discord', scope: discord.home.guild.id, requester: '1', admin: true };
  await fixture.engine.credits.setLimits(admin, { per_job: 'none', monthly: credits });
  let answered = () => {};
  gate = new Promise<void>((resolve) => {
    answered = resolve;
  });
  const asked = await ada.slash('clarity', {
    image: { name: 'a.jpg', bytes: await picture() },
    scale_factor: 2,
  });
  expect(await asked.acknowledged).toMatchObject({ callback: 5 });
  expect(asked.response()?.visibleTo).toBeUndefined();
  answered();
  await until(() => asked.followUps.length > 0);
  const [told] = asked.followUps;
  if (!told) throw new Error('nothing was said');
  expect(told.visibleTo).toBe(ada.user);
  const seenByAll = () => discord.messages(channel).filter(({ visibleTo }) => !visibleTo);
  expect(seenByAll()).toEqual([]);
  return { ada, asked, told, seenByAll };
}

it('a card whose process is gone before its job was made is taken back, and its person told', async () => {
  const { discord, fixture } = harness;
  const places = [1, 2, 3].map(() => {
    const channel = discord.addChannel({ guild: discord.addGuild() });
    return { channel, ada: discord.person({ channel }) };
  });
  const [slow, late, unknown] = places;
  if (!slow || !late || !unknown) throw new Error('there are three');
  // Longer than this test: as if nobody were there any more.
  const gone = { delayMs: 86_400_000, cut: true, afterEffect: true };
  const image = { name: 'a.jpg', bytes: await picture() };
  const begin = ({ ada }: typeof slow) => ada.slash('upscale', { image, scale: 2 });
  dies = true;
  const shown = (here: typeof slow) =>
    discord.messages(here.channel).filter((it) => it.author === discord.bot);
  await begin(late);
  await until(() => shown(late).length === 1);
  // Its token ends.
  discord.advance(15 * 60_000);
  const asked = await begin(slow);
  discord.fail({ route: new RegExp(`^POST /channels/${unknown.channel.id}/messages$`), ...gone });
  await unknown.ada.post({ content: `<@${discord.bot.id}> upscale x2`, attachments: [image] });
  await until(() => shown(slow).length + shown(unknown).length === 2);
  // Who lives renews what they work at now and then, so once may not be enough.
  let looks = 0;
  await until(async () => {
    if (looks % 100 === 0) discord.advance(61_000);
    looks += 1;
    if (looks % 10 === 1) await fixture.maintain();
    return places.every((here) => shown(here).every((it) => it.visibleTo));
  });
  await until(() => asked.followUps.length > 0);
  dies = false;
  expect(asked.followUps.map((it) => textOf(it)).join()).toContain('was interrupted before it');
  const directly = ({ ada }: typeof slow) =>
    discord.messages().filter(({ channel: at }) => at.kind === 'dm' && at.recipients.includes(ada.user));
  for (const here of [late, unknown]) {
    await until(() => directly(here).length > 0);
    expect(
      directly(here)
        .map((it) => textOf(it))
        .join(),
    ).toContain('was interrupted before it');
  }
});

describe('an answer that comes late', () => {
  it('is a refusal: nothing of it is left where others read', async () => {
    const { told } = await askLate('2');
    expect(textOf(told)).toContain('you have 2');
  });

  it('is a price: it is agreed to in private, and then runs on a card that all see', async () => {
    const { discord } = harness;
    const { ada, told, seenByAll } = await askLate('500');
    expect(textOf(told)).toContain('168.4 credits; you have 500');
    await Promise.all([1, 2].map(() => ada.press(told, buttonsOf(told)[1]?.label ?? '')));
    await until(() => seenByAll().some((it) => statesOf(it).at(-1) === 'COMPLETED'));
    const cards = seenByAll().filter((it) => statesOf(it).length > 0);
    expect(cards).toHaveLength(1);
    const [card] = cards;
    await until(() => card !== undefined && postsOf(discord, card).flatMap(filesOf).length === 1);
    expect(textOf(told)).toContain('It is on its way: https://discord.com/channels/');
  });
});
