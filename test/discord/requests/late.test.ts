/** What is only known when all can see the answer already: it is taken back, and said to the person alone. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buttonsOf, filesOf, textOf } from '../../fakes/discord/people/seen.ts';
import { picture, until } from '../../helpers/requests.ts';
import { type Harness, openHarness, postsOf, statesOf } from '../harness/harness.ts';

let harness: Harness;
/** The next check waits for it. */
let gate: Promise<unknown> | undefined;
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
