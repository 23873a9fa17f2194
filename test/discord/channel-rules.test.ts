/** What is done by itself with the pictures of a channel, in the loopback Discord. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { channelRules } from '../chat/channel-rules.ts';
import { photo } from '../helpers/sample-media.ts';
import { openDriver } from './harness/driver.ts';

let driver: Awaited<ReturnType<typeof openDriver>>;
beforeAll(async () => {
  driver = await openDriver();
});
afterAll(async () => {
  expect(driver.discord.violations).toEqual([]);
  await driver.close();
});

describe('channel rules on Discord', () => {
  channelRules(() => driver);
});

describe('an emoji on Discord', () => {
  const lens = '🔍';
  const jobsOf = async (person: { id: string }) =>
    driver.engine.jobs({ platform: 'discord', scope: driver.discord.home.guild.id, requester: person.id }, 5);

  it('of fifty people within a second is one job with one payer, who is named on its card', async () => {
    const { discord, say, post, engine } = driver;
    await say({ who: 'admin', text: `rules react ${lens} upscale x2` });
    const { message: id } = await post({ who: 'ann' });
    const message = discord.messages().find((it) => it.id === id);
    if (!message) throw new Error('nothing was posted');
    const people = Array.from({ length: 50 }, (_, at) => discord.addUser({ name: `person ${at}` }));
    for (const user of people) discord.person({ user, channel: message.channel }).react(message, lens);
    // An emoji of ann's own, after all of theirs: what comes of it shows that theirs were heard.
    const marker = await driver.post({ who: 'ann' });
    await driver.react({ who: 'bob', message: marker.message, emoji: 'lens' });
    const made = (await Promise.all(people.map(jobsOf))).flat();
    expect(made).toHaveLength(1);
    const [job] = made;
    await engine.settled(job?.id ?? '');
    const cards = discord.messages().filter(({ reference }) => reference?.message === message);
    expect(cards.map(({ history }) => history.join()).join()).toContain(`<@${job?.requester}>`);
    expect(
      people.filter((it) => driver.discord.messages().some(({ channel }) => channel.recipients.includes(it))),
    ).toEqual([]);
  });

  it('of a bot, on a card, or after its picture is gone does nothing; a bot’s pictures are offered nothing', async () => {
    const { discord, say, post, react, engine } = driver;
    await say({ who: 'admin', text: `rules react ${lens} upscale x2` });
    await say({ who: 'admin', text: 'rules offer upscale x2' });
    const { message: id } = await post({ who: 'ann' });
    const message = discord.messages().find((it) => it.id === id);
    if (!message) throw new Error('nothing was posted');
    const bot = discord.addUser({ name: 'another bot', bot: true });
    const theirs = discord.person({ user: bot, channel: message.channel });
    theirs.react(message, lens);
    const sent = await theirs.post({
      attachments: [{ name: 'b.jpg', bytes: await photo({ width: 60, height: 40 }) }],
    });
    const below = () => discord.messages().find(({ reference }) => reference?.message === message);
    await expect.poll(below).toBeDefined();
    const offered = below();
    if (!offered) throw new Error('nothing was offered');
    await react({ who: 'bob', message: offered.id, emoji: 'lens' });
    const gone = await post({ who: 'ann' });
    const deleted = discord.messages().find((it) => it.id === gone.message);
    if (!deleted) throw new Error('nothing was posted');
    const jobs = await engine.jobs(driver.person({ who: 'bob' }), 1);
    discord.deleteMessage(deleted);
    // Deleted already, and told of all the same.
    await expect(async () => react({ who: 'bob', message: deleted.id, emoji: 'lens' })).rejects.toThrow();
    expect(await engine.jobs(driver.person({ who: 'bob' }), 1)).toMatchObject(
      jobs.map((it) => ({ id: it.id })),
    );
    // What came after it was answered long ago.
    expect(discord.messages().filter(({ reference }) => reference?.message.id === sent.id)).toEqual([]);
    expect(await jobsOf(bot)).toEqual([]);
    await say({ who: 'admin', text: 'rules off' });
  });
});
