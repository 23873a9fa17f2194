/** What the bot answers about somebody's jobs, and prices to agree to. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { enhanceName } from '../../../src/bots/discord/words/menu.ts';
import { everyMedium } from '../../fakes/discord/messages/components.ts';
import { buttonsOf, filesOf, textOf } from '../../fakes/discord/people/seen.ts';
import { picture, until } from '../../helpers/requests.ts';
import { answered, opened, take } from '../harness/client.ts';
import {
  cardOf,
  finished,
  type Harness,
  jobIdOf,
  openHarness,
  privateReply,
  resultOf,
  statesOf,
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
const minutes = 60_000;
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

describe.concurrent('/jobs', () => {
  it('lists one’s own, suggests their ids, and shows one', async () => {
    const ada = person();
    expect(await privateReply(await ada.slash('jobs list'))).toContain('nothing here yet');
    const { id } = await done(ada);
    const listed = await privateReply(await ada.slash('jobs list'));
    expect(listed).toMatch(/^\*\*Larger picture ×2\*\* of \[a\.jpg\]\(https:.*, \[result\]\(https:.*\)$/m);
    expect(listed).toMatch(new RegExp(`^-# COMPLETED · <t:\\d+:R> · 0\\.5 credits · \`${id}\`$`, 'm'));
    const typed = await ada.autocomplete('jobs show', 'id', id.slice(0, 3));
    expect(await typed.acknowledged).toMatchObject({ callback: 8 });
    expect(typed.choices()).toEqual([{ name: expect.stringContaining('COMPLETED'), value: id }]);
    const shown = await privateReply(await ada.slash('jobs show', { id }));
    expect(shown).toContain('16 × 12');
    expect(shown).toMatch(/\[result\]\(https:\/\/discord\.com\/channels\/\d+\/\d+\/\d+\)/);
    expect(await privateReply(await person().slash('jobs show', { id }))).toContain('no longer known');
  });

  it('shows an admin without an id what is not over, and asks others which one', async () => {
    const { id } = await done(person());
    expect(await privateReply(await person().slash('jobs show'))).toContain('Say which job');
    const all = await privateReply(await admin().slash('jobs show'));
    expect(all).not.toContain('Say which job');
    expect(all).not.toContain(id);
    expect(await privateReply(await admin().slash('jobs show', { id }))).toContain('Waits for: nothing');
  });

  it('sends a result once more, here or directly, and runs a job again', async () => {
    const { discord } = harness;
    const ada = person();
    const { id, post } = await done(ada);
    const [first] = filesOf(post);
    const here = await ada.slash('jobs resend', { id });
    await until(() => here.response() !== undefined && filesOf(cardOf(here)).length === 1);
    expect(filesOf(cardOf(here))[0]?.bytes.equals(first?.bytes ?? Buffer.alloc(0))).toBe(true);
    expect(cardOf(here).visibleTo).toBeUndefined();
    expect(await privateReply(await ada.slash('jobs resend', { id, where: 'dm' }))).toContain(
      'direct message',
    );
    const direct = discord.messages().filter(({ channel }) => channel.recipients.includes(ada.user));
    expect(direct.flatMap(filesOf)).toHaveLength(1);
    await resultOf(discord, await finished(await ada.slash('jobs again', { id })));
  });
});

describe('/jobs cancel', () => {
  it('gives a running job up, and says when it is too late', async () => {
    const ada = person();
    harness.fixture.lab.behave({ processingMs: 600_000 });
    const asked = await ask(ada);
    await finished(asked, 'PROCESSING');
    const id = jobIdOf(cardOf(asked)) ?? '';
    const said = await ada.slash('jobs cancel', { id });
    expect(await privateReply(said)).toContain('still costs up to 0.5 credits');
    await ada.press(cardOf(said), 'Cancel all the same');
    await finished(asked, 'CANCELLED');
    expect(await privateReply(said)).toBe('It is being cancelled.');
    expect(buttonsOf(cardOf(said))).toEqual([]);
    expect(await privateReply(await ada.slash('jobs cancel', { id }))).toMatch(
      /^It is over already\. Cancelled.*It cost 0\.5 credits/,
    );
  });
});

describe('a price to agree to', () => {
  beforeAll(async () => {
    harness.fixture.lab.behave({ processingMs: 200 });
    await privateReply(await admin().slash('credits set', { limit: 'per_job', value: 'none' }));
  });
  /** Somebody in a channel of their own who can pay for what is expensive. */
  async function rich() {
    const { discord } = harness;
    const channel = discord.addChannel({ guild: discord.home.guild });
    const ada = discord.person({ channel });
    const gift = { person: ada.user, amount: '500', reason: 'test' };
    await privateReply(await admin().slash('credits grant', gift));
    return { ada, channel };
  }
  const expensive = async (somebody: Somebody) => {
    const image = { name: 'SPOILER_a.jpg', bytes: await picture(), alt: 'A brown field.', spoiler: true };
    const asked = await somebody.slash('clarity', { image, scale_factor: 2 });
    expect(await privateReply(asked, 'costs at most')).toContain('168.4');
    return asked;
  };

  it('is shown to who asked alone, and run it is a card that all see', async () => {
    const { discord } = harness;
    const { ada, channel } = await rich();
    const asked = await expensive(ada);
    const price = cardOf(asked);
    expect(buttonsOf(price).map(({ label }) => label)).toEqual([
      'Run for 168.4 credits',
      'Larger ×2 for 0.5 credits',
      'Chip in together…',
      'Then…',
      'Not now',
    ]);
    // As a finger does that presses twice.
    const presses = await Promise.all([1, 2].map(() => ada.press(price, buttonsOf(price)[1]?.label ?? '')));
    await until(() => presses.some(({ followUps: [card] }) => card && statesOf(card).at(-1) === 'COMPLETED'));
    const [card, ...more] = discord
      .messages(channel)
      .filter((it) => !it.visibleTo && statesOf(it).length > 0);
    if (!card) throw new Error('no card');
    expect(more).toEqual([]);
    expect(statesOf(card)).toEqual(['QUEUED', 'PROCESSING', 'COMPLETED']);
    const post = await resultOf(discord, card);
    expect(textOf(post)).toContain('**a-2x.jpg** is ready');
    expect(filesOf(post)).toMatchObject([{ spoiler: true, alt: expect.stringMatching(/^A brown field\. /) }]);
    expect(textOf(price)).toBe(
      `It is on its way: https://discord.com/channels/${discord.home.guild.id}/${channel.id}/${card.id}`,
    );
    expect(statesOf(price)).toEqual([]);
  });

  it('of several files is one, and shown in private, too', async () => {
    const { discord } = harness;
    const { ada, channel } = await rich();
    const bytes = await picture();
    const attachments = ['a.jpg', 'b.jpg'].map((name) => ({ name, bytes }));
    const chosen = await answered(await ada.contextMenu(enhanceName, await ada.post({ attachments })));
    await take(ada, chosen, 'g0');
    const sent = await ada.submitModal(await opened(ada, chosen, 'Larger, with new detail (Clarity)'));
    const prices = () =>
      [sent.response(), ...sent.followUps].filter((it) => it && textOf(it).includes('cost at most'));
    await until(() => prices().length > 0);
    expect(prices().map((it) => it && [it.visibleTo, textOf(it)])).toEqual([
      [ada.user, expect.stringContaining('All 2 files cost at most 336.8 credits')],
    ]);
    expect(discord.messages(channel).filter((it) => it.author === discord.bot && !it.visibleTo)).toEqual([]);
  });

  it('is dropped without a trace of cost', async () => {
    const { ada, channel } = await rich();
    const asked = await expensive(ada);
    await ada.press(cardOf(asked), 'Not now');
    await expect.poll(() => textOf(cardOf(asked)), { interval: 20 }).toContain('Nothing was charged');
    expect(buttonsOf(cardOf(asked))).toEqual([]);
    expect(harness.discord.messages(channel).filter(({ visibleTo }) => !visibleTo)).toEqual([]);
  });

  it('has its time: after ten minutes it is asked anew, by the same message, which then lives on', async () => {
    const { discord } = harness;
    const { ada } = await rich();
    const price = cardOf(await expensive(ada));
    // The token that the price was shown with is dead.
    discord.advance(20 * minutes);
    const quoted = () => /v1:run:(\w+)/.exec(JSON.stringify(price.components))?.[1];
    const first = quoted();
    const pictures = everyMedium(price.components);
    expect(pictures).toMatchObject([{ spoiler: true }]);
    await ada.press(price, 'Run for 168.4 credits');
    await until(() => quoted() !== first);
    expect(everyMedium(price.components)).toEqual(pictures);
    const pressed = await ada.press(price, buttonsOf(price)[1]?.label ?? '');
    await until(() => pressed.followUps.some((it) => statesOf(it).at(-1) === 'COMPLETED'));
    expect(textOf(price)).toContain('on its way');
  });

  it('is the card itself where no other can be posted', async () => {
    const { discord } = harness;
    const { ada } = await rich();
    const asked = await expensive(ada);
    const price = cardOf(asked);
    discord.fail({ route: `POST /webhooks/${discord.applicationId}`, status: 500, times: 2 });
    await ada.press(price, buttonsOf(price)[1]?.label ?? '');
    await until(() => statesOf(price).at(-1) === 'COMPLETED');
    expect(filesOf(price)).toHaveLength(1);
  });

  it('is seen by all where it was asked for in a message; only who asked runs it', async () => {
    const { discord } = harness;
    const { ada, channel } = await rich();
    const attachments = [{ name: 'a.jpg', bytes: await picture() }];
    await ada.post({ content: `<@${discord.bot.id}> clarity scale_factor=2`, attachments });
    const price = () => discord.messages(channel).find((it) => textOf(it).includes('costs at most'));
    await until(() => price() !== undefined);
    const shown = price();
    if (!shown) throw new Error('no price');
    expect(shown.visibleTo).toBeUndefined();
    const other = await discord.person({ channel }).press(shown, 'Run for 168.4 credits');
    await expect
      .poll(() => other.followUps.map(textOf), { interval: 20 })
      .toEqual([expect.stringContaining('Only the person who asked can do that.')]);
    await ada.press(shown, buttonsOf(shown)[1]?.label ?? '');
    await until(() => statesOf(shown).at(-1) === 'COMPLETED');
    expect(textOf(await resultOf(discord, shown))).toContain('**a-2x.jpg** is ready');
  });
});
