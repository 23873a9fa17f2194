/** Whether Discord can be spoken to, and which process does. */
import { REST } from 'discord.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { commandsFor } from '../../../src/bots/discord/commands/definitions.ts';
import { deploy, deployCommands } from '../../../src/bots/discord/commands/deploy.ts';
import { createDiscord } from '../../../src/bots/discord/index.ts';
import { createLog } from '../../../src/core/log.ts';
import { createDedupe } from '../../../src/core/store/dedupe.ts';
import { createLeaderLock } from '../../../src/core/store/leader/leader-lock.ts';
import { connectRedis } from '../../../src/core/store/redis.ts';
import { type Discord, startDiscord } from '../../fakes/discord/discord.ts';
import { type Fixture, openFixture } from '../../helpers/fixture.ts';
import { openInstallation, sentenceOf } from '../../helpers/program.ts';
import { until } from '../../helpers/requests.ts';
import { freePort } from '../../helpers/serve.ts';
import { privateReply } from '../harness/harness.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture({ work: false });
});
afterAll(() => fixture.close());

const opened: Discord[] = [];
afterEach(async () => {
  for (const discord of opened.splice(0)) await discord.close();
});
async function start() {
  const discord = await startDiscord();
  opened.push(discord);
  return { discord, rest: new REST({ api: discord.url, retries: 0 }).setToken(discord.token) };
}
const log = createLog({ level: 'silent', human: false });
const optionsFor = ({ token, url: apiUrl }: Pick<Discord, 'token' | 'url'>) => ({
  ...{ token, apiUrl, log },
  filePath: (name: string) => name,
  maxFileBytes: 1,
  prices: [],
  // Each of them hears what the others do not.
  dedupe: async () => true,
});

describe('where Discord cannot be spoken to', () => {
  const guild = '123456789012345678';
  const deployTo = (it: { token: string; url: string }, named?: string) =>
    deployCommands({ token: it.token, apiUrl: it.url, guild: named, check: false, say: () => {} });

  it('the owner is told in one sentence why, and what to do', async () => {
    const { discord } = await start();
    await expect(deployTo({ ...discord, token: 'wrong' })).rejects.toThrow(
      /^Discord does not accept DISCORD_TOKEN\. Copy the token anew: [^\n]*$/,
    );
    await expect(deployTo(discord, guild)).rejects.toThrow(
      `I am not in the server ${guild}, or may not have commands there. Check DISCORD_GUILD`,
    );
    const down = discord.fail({ route: /./, status: 503, times: 99 });
    await expect(deployTo(discord)).rejects.toThrow(
      /^Discord at 127\.0\.0\.1:\d+ answers with error 503\. Start again in a few minutes; [^\n]*DISCORD_API_URL[^\n]*\.$/,
    );
    down.lift();
    const elsewhere = { ...discord, url: discord.url.replace('/api', '/attachments') };
    await expect(deployTo(elsewhere)).rejects.toThrow(
      /^What answers at \S+ is not Discord\. Check DISCORD_API_URL/,
    );
  });

  it('the program ends with that sentence and nothing else, be it started or deploying', async () => {
    const { discord } = await start();
    const place = await openInstallation();
    try {
      const wrong = { DISCORD_API_URL: discord.url, DISCORD_TOKEN: 'hunter2' };
      const port = await freePort();
      const nowhere = { DISCORD_API_URL: `http://127.0.0.1:${port}/api`, DISCORD_TOKEN: 'hunter2' };
      const quiet = { LOG_LEVEL: 'silent' };
      const [deployed, started] = await Promise.all([
        place.run(['discord:deploy'], { env: wrong }),
        place.run([], { env: { ...nowhere, ...quiet } }),
      ]);
      expect([deployed, started]).toMatchObject([
        { code: 1, stdout: '' },
        { code: 1, stdout: '' },
      ]);
      expect(sentenceOf(deployed)).toMatch(/^Discord does not accept DISCORD_TOKEN\./);
      expect(sentenceOf(started)).toMatch(
        /^Discord cannot be reached at 127\.0\.0\.1:\d+ \(ECONNREFUSED\)\. Check .* DISCORD_API_URL/,
      );
      expect(deployed.stderr + started.stderr).not.toContain('hunter2');
    } finally {
      await place.close();
    }
  });
});

describe('the connection', () => {
  it('gives the link of an invitation', async () => {
    const { discord } = await start();
    const platform = createDiscord({ ...optionsFor(discord), gateway: false });
    expect(platform.where()).not.toContain('client_id');
    await platform.start(fixture.engine);
    expect(platform.where()).toContain(`client_id=${discord.applicationId}`);
    await platform.stop();
  });

  it('one process hears people; another that stands by takes over, and tries again when that fails', async () => {
    const { discord, rest } = await start();
    await deploy({ rest, commands: commandsFor() });
    const redis = connectRedis(fixture.redisUrl, { log });
    const times = { keepMs: 5000, renewMs: 1000, askMs: 20 };
    const { hold } = createLeaderLock(redis, { prefix: 'one', log, times });
    const open = async () => {
      const platform = createDiscord({ ...optionsFor(discord), hold });
      await platform.start(fixture.engine);
      return platform;
    };
    const [first, second] = [await open(), await open()];
    expect([first, second].map((it) => it.hearing?.())).toEqual([
      { heard: 'here' },
      { heard: 'elsewhere', why: expect.stringContaining('another process') },
    ]);
    expect([first.where(), second.where()]).toEqual([
      expect.stringMatching(/^connected; invite it with http/),
      expect.stringMatching(/^standing by: another process has Discord’s gateway/),
    ]);
    const heard = async () => privateReply(await discord.person().slash('help'));
    expect(await heard()).toContain('/upscale');
    expect(discord.gateway.counts.identify).toBe(1);
    const down = discord.fail({ route: 'GET /gateway/bot', status: 500, times: 4 });
    await first.stop();
    await until(() => discord.gateway.sessions.length > 0);
    expect(down.met()).toBe(4);
    expect(await heard()).toContain('/upscale');
    expect(second.where()).toMatch(/^connected; /);
    expect(second.hearing?.()).toEqual({ heard: 'here' });
    expect(discord.gateway.sessions).toHaveLength(1);
    discord.cutGateway(100, 'hold');
    await until(() => second.hearing?.()?.heard === 'nowhere');
    await second.stop();
    redis.disconnect();
  });

  it('that two processes have at once, as while one takes over, answers each thing once', async () => {
    const { discord, rest } = await start();
    await deploy({ rest, commands: commandsFor() });
    const redis = connectRedis(fixture.redisUrl, { log });
    const dedupe = createDedupe(redis, { prefix: 'twice' });
    const open = async () => {
      const platform = createDiscord({ ...optionsFor(discord), dedupe });
      await platform.start(fixture.engine);
      return platform;
    };
    const both = [await open(), await open()];
    expect(discord.gateway.sessions).toHaveLength(2);
    const ada = discord.person();
    expect(await privateReply(await ada.slash('help'))).toContain('/upscale');
    await ada.post({ content: `<@${discord.bot.id}> help` });
    const said = () => discord.messages().filter((it) => it.author === discord.bot && !it.visibleTo);
    await until(() => said().length > 0);
    await Promise.all(both.map((platform) => platform.stop()));
    expect(said()).toHaveLength(1);
    expect(discord.log.filter(({ status = 0 }) => status >= 400)).toEqual([]);
    redis.disconnect();
  });
});
