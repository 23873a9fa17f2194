/** What the bot answers about somebody's jobs, and prices to agree to. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buttonsOf, filesOf, textOf } from './discord/seen.ts';
import { cardOf, finished, jobIdOf, openRoom, type Room, resultOf, told } from './discord-room.ts';
import { picture, until } from './requests.ts';

let room: Room;
beforeAll(async () => {
  room = await openRoom({ limits: {} });
});
afterAll(() => room.close());
afterEach(() => {
  expect(room.discord.violations).toEqual([]);
});

const small = { scale: 2, output_format: 'png' };
const manageGuild = 32n;
const person = () => room.discord.person();
const admin = (permissions = manageGuild | 1024n | 2048n | (1n << 31n)) =>
  room.discord.person({ permissions });
type Somebody = ReturnType<typeof person>;

const ask = async (somebody: Somebody) =>
  somebody.slash('upscale', { image: { name: 'a.jpg', bytes: await picture() }, ...small });
async function done(somebody: Somebody) {
  const card = await finished(await ask(somebody));
  const post = await resultOf(room.discord, card);
  return { card, post, id: jobIdOf(post) ?? '' };
}

describe.concurrent('/jobs', () => {
  it('lists one’s own, suggests their ids, and shows one', async () => {
    const ada = person();
    expect(await told(await ada.slash('jobs list'))).toContain('nothing here yet');
    const { id } = await done(ada);
    const listed = await told(await ada.slash('jobs list'));
    expect(listed).toContain(`\`${id}\` **COMPLETED** ESRGAN upscaler`);
    const typed = await ada.autocomplete('jobs show', 'id', id.slice(0, 3));
    expect(await typed.acknowledged).toMatchObject({ callback: 8 });
    expect(typed.choices()).toEqual([{ name: expect.stringContaining('COMPLETED'), value: id }]);
    const shown = await told(await ada.slash('jobs show', { id }));
    expect(shown).toContain('16 × 12');
    expect(shown).toMatch(/\[its result\]\(https:\/\/discord\.com\/channels\/\d+\/\d+\/\d+\)/);
    expect(await told(await person().slash('jobs show', { id }))).toContain('no longer known');
  });

  it('sends a result once more, here or directly, and runs a job again', async () => {
    const { discord } = room;
    const ada = person();
    const { id, post } = await done(ada);
    const [first] = filesOf(post);
    const here = await ada.slash('jobs resend', { id });
    await until(() => here.response() !== undefined && filesOf(cardOf(here)).length === 1);
    expect(filesOf(cardOf(here))[0]?.bytes.equals(first?.bytes ?? Buffer.alloc(0))).toBe(true);
    expect(cardOf(here).visibleTo).toBeUndefined();
    expect(await told(await ada.slash('jobs resend', { id, where: 'dm' }))).toContain('direct message');
    const direct = discord.messages().filter(({ channel }) => channel.recipients.includes(ada.user));
    expect(direct.flatMap(filesOf)).toHaveLength(1);
    await resultOf(discord, await finished(await ada.slash('jobs again', { id })));
  });

  it('keeps what was made in an age-restricted channel in it', async () => {
    const { discord } = room;
    const channel = discord.addChannel({ guild: discord.home.guild, ageRestricted: true });
    const ada = discord.person({ channel });
    const { id } = await done(ada);
    const elsewhere = discord.person({ user: ada.user });
    const stays = 'age-restricted channel and stays there';
    expect(await told(await elsewhere.slash('jobs resend', { id }))).toContain(stays);
    expect(await told(await ada.slash('jobs resend', { id, where: 'dm' }))).toContain(stays);
    const again = await elsewhere.slash('jobs again', { id });
    expect(await told(again)).toContain(stays);
    expect(await told(await ada.slash('jobs show', { id }))).toContain('COMPLETED');
  });
});

describe('/jobs cancel', () => {
  it('gives a running job up, and says when it is too late', async () => {
    const ada = person();
    room.bed.lab.behave({ processingMs: 600_000 });
    const asked = await ask(ada);
    await finished(asked, 'PROCESSING');
    const id = jobIdOf(cardOf(asked)) ?? '';
    expect(await told(await ada.slash('jobs cancel', { id }))).toContain('being cancelled');
    await finished(asked, 'CANCELLED');
    expect(await told(await ada.slash('jobs cancel', { id }))).toContain('past the point');
  });
});

describe('a price to agree to', () => {
  const clarity = async (somebody: Somebody) => {
    const image = { name: 'a.jpg', bytes: await picture() };
    const asked = await somebody.slash('clarity', { image, scale_factor: 2 });
    await expect
      .poll(() => asked.response() && textOf(cardOf(asked)), { interval: 20 })
      .toContain('costs at most');
    return asked;
  };
  const rich = async () => {
    const ada = person();
    const gift = { person: ada.user, amount: '500', reason: 'test' };
    await told(await admin().slash('credits grant', gift));
    await told(await admin().slash('credits set', { limit: 'per_job', value: 'none' }));
    return ada;
  };

  it('is run by who asked, and its message becomes the card', async () => {
    const { discord } = room;
    const ada = await rich();
    const asked = await clarity(ada);
    const card = cardOf(asked);
    expect(buttonsOf(card).map(({ label }) => label)).toEqual([
      'Run for 168.4',
      expect.stringContaining('ESRGAN upscaler for 0.5'),
      'Cancel',
    ]);
    const other = await person().press(card, 'Run for 168.4');
    await expect
      .poll(() => other.followUps.map(textOf), { interval: 20 })
      .toEqual([expect.stringContaining('Only the person who asked can do that.')]);
    const variant = buttonsOf(card)[1]?.label ?? '';
    await ada.press(card, variant);
    await finished(asked);
    const post = await resultOf(discord, card);
    expect(textOf(post)).toContain('ESRGAN upscaler');
  });

  it('is dropped without a trace of cost', async () => {
    const ada = await rich();
    const asked = await clarity(ada);
    await ada.press(cardOf(asked), 'Cancel');
    await expect.poll(() => textOf(cardOf(asked)), { interval: 20 }).toContain('Nothing was charged');
    expect(buttonsOf(cardOf(asked))).toEqual([]);
  });
});
