/** What is done by itself with the pictures of a channel, in the loopback Slack. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { channelRules } from '../chat/channel-rules.ts';
import { until } from '../helpers/requests.ts';
import { openDriver } from './harness/driver.ts';

let driver: Awaited<ReturnType<typeof openDriver>>;
beforeAll(async () => {
  driver = await openDriver();
});
afterAll(() => driver.close());

describe('channel rules in Slack', () => {
  channelRules(() => driver);
});

describe('an emoji in Slack', () => {
  it('of fifty people within a second is one job with one payer, who is named on its card; a bot’s does nothing', async () => {
    const { slack, say, post, react, engine } = driver;
    await say({ who: 'admin', text: 'rules react :mag: upscale x2' });
    const { message: ts } = await post({ who: 'ann' });
    const message = slack.messages().find((it) => it.ts === ts);
    if (!message) throw new Error('nothing was posted');
    const { channel } = message;
    const { workspace } = channel;
    const jobsOf = ({ id: requester }: { id: string }) =>
      engine.jobs({ platform: 'slack', scope: workspace.id, requester }, 5);
    const bot = slack.addUser({ workspace, name: 'another app', bot: true });
    slack.person({ user: bot, channel }).react(message, 'mag');
    await until(() => slack.deliveries.some(({ name }) => name === 'reaction_added'));
    const people = Array.from({ length: 50 }, (_, at) => slack.addUser({ workspace, name: `person${at}` }));
    for (const user of people) slack.person({ user, channel }).react(message, 'mag::skin-tone-3');
    const marker = await post({ who: 'ann' });
    await react({ who: 'bob', message: marker.message, emoji: 'lens' });
    await expect.poll(async () => (await Promise.all(people.map(jobsOf))).flat().length).toBe(1);
    const [job] = (await Promise.all(people.map(jobsOf))).flat();
    await engine.settled(job?.id ?? '');
    expect(driver.card(job?.id ?? '')).toContain(job?.requester);
    expect(await jobsOf(bot)).toEqual([]);
    await say({ who: 'admin', text: 'rules off' });
  });
});
