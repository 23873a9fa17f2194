/** Discord as a platform: the contract that it shares with every chat, and the way from a command to a posted file. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Job } from '../../src/core/domain/job.ts';
import { filesOf, textOf } from '../fakes/discord/people/seen.ts';
import { labResults } from '../helpers/lab-results.ts';
import { type Contestant, platformContract } from '../helpers/platform-contract.ts';
import { picture, until } from '../helpers/requests.ts';
import { clip, photo } from '../helpers/sample-media.ts';
import {
  cardOf,
  finished,
  type Harness,
  jobIdOf,
  openHarness,
  postsOf,
  resultOf,
  statesOf,
} from './harness/harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness.close());
afterEach(() => {
  expect(harness.discord.violations).toEqual([]);
});

const small = { scale: 2, output_format: 'png' };

describe('the contract', () => {
  platformContract((): Contestant => {
    const { discord, fixture, platform } = harness;
    const cards = new Map<string, ReturnType<typeof cardOf>>();
    const seenCard = (job: Job) => {
      const card = cards.get(job.id);
      if (!card) throw new Error('the job has no card');
      return card;
    };
    return {
      fixture,
      async ask() {
        const bytes = await picture();
        const ada = discord.person();
        const asked = await ada.slash('upscale', { image: { name: 'a.jpg', bytes }, ...small });
        const person = { platform: 'discord', scope: discord.home.guild.id, requester: ada.user.id };
        await until(async () => (await fixture.engine.jobs(person, 1)).length === 1);
        const [job] = await fixture.engine.jobs(person, 1);
        if (!job) throw new Error('no job');
        cards.set(job.id, cardOf(asked));
        return job;
      },
      async seen(job) {
        const card = seenCard(job);
        const posts = postsOf(discord, card);
        return {
          states: statesOf(card),
          cards: discord
            .messages()
            .filter((it) => it === card || (jobIdOf(it) === job.id && !posts.includes(it))).length,
          files: posts.flatMap((it) => filesOf(it).map(({ bytes }) => bytes)),
          lastText: textOf(card),
        };
      },
      async repeat({ id }) {
        const job = await fixture.engine.read(id);
        if (!job?.result) throw new Error('the job has no result');
        const { name, type, bytes } = job.result;
        const view = await fixture.engine.view(job);
        const delivery = {
          path: join(fixture.folder, 'files', name),
          type,
          bytes,
          fileName: `esrgan-${id}.png`,
        };
        // As after a crash between the post and its record.
        const { result: _, ...address } = Object(job.address);
        await platform.deliver(address, view, delivery);
        await platform.show(job.address, view);
      },
      async breakCard(job) {
        discord.fail({ route: `PATCH /webhooks/${discord.applicationId}`, status: 500, times: 2 });
        seenCard(job);
      },
      async breakPost() {
        discord.fail({ route: /^POST \/channels\/\d+\/messages$/, status: 503 });
      },
    };
  });
});

const commands = [
  { command: 'upscale', option: 'image', settings: small, makes: 'a-2x.png' },
  { command: 'clarity', option: 'image', settings: { scale_factor: 2 }, makes: 'a-detail-2x.png' },
  { command: 'upscale-video', option: 'video', settings: { scale: 2 }, makes: 'a-2x.mp4' },
  { command: 'smooth', option: 'input_video', settings: { output_fps: 30 }, makes: 'a-30fps.mp4' },
  { command: 'animate', option: 'image', settings: { frames: 14 }, makes: 'a-moving.mp4' },
] as const;

describe.concurrent('a slash command', () => {
  it.each(commands)('/$command shows one card and posts the lab’s very bytes', async (it) => {
    const { discord, fixture } = harness;
    const ada = discord.person();
    const file =
      it.option === 'image'
        ? { name: 'a.jpg', bytes: await photo({ width: 48, height: 32 }) }
        : {
            name: 'a.mp4',
            bytes: await readFile(await clip(fixture.folder, { width: 64, height: 48, seconds: 1, fps: 8 })),
          };
    const asked = await ada.slash(it.command, { [it.option]: file, ...it.settings });
    expect(await asked.acknowledged).toMatchObject({ callback: 4 });
    const card = await finished(asked);
    expect(statesOf(card)).toEqual(['QUEUED', 'PROCESSING', 'COMPLETED']);
    const post = await resultOf(discord, card);
    const [posted, ...more] = filesOf(post);
    expect(more).toEqual([]);
    const made = await labResults(fixture);
    expect(made.some((bytes) => posted?.bytes.equals(bytes))).toBe(true);
    expect(posted?.name).toBe(it.makes);
    expect(posted?.alt).toMatch(/^a\.(jpg|mp4), /);
    expect(post.pinged).toEqual([ada.user.id]);
    expect(card.pinged).toEqual([]);
    expect(discord.rateLimited).toEqual([]);
  });

  it('carries the alt text and the spoiler of its source over to the result', async () => {
    const { discord } = harness;
    const file = { name: 'SPOILER_a.jpg', bytes: await picture(), alt: 'A brown field.', spoiler: true };
    const asked = await discord.person().slash('upscale', { image: file, ...small });
    const [posted] = filesOf(await resultOf(discord, await finished(asked)));
    expect(posted).toMatchObject({
      spoiler: true,
      alt: 'A brown field. a.jpg, larger picture ×2, 32 by 24 pixels',
    });
  });

  it('works in direct messages, where people answer for themselves', async () => {
    const { discord, fixture } = harness;
    const ada = discord.person({ channel: 'dm' });
    const asked = await ada.slash('upscale', { image: { name: 'a.jpg', bytes: await picture() }, ...small });
    const card = await finished(asked);
    const post = await resultOf(discord, card);
    expect(post.channel).toBe(card.channel);
    expect(filesOf(post)).toHaveLength(1);
    const person = { platform: 'discord', scope: `dm:${ada.user.id}`, requester: ada.user.id };
    expect(await fixture.engine.jobs(person, 1)).toHaveLength(1);
  });

  it('tells admins what the ledger has to say, in the channel they named or directly', async () => {
    const { discord, platform } = harness;
    const channel = discord.addChannel({ guild: discord.home.guild });
    await platform.notify?.(discord.home.guild.id, channel.id, 'The budget is *nearly* used up.');
    expect(discord.messages(channel).map(textOf)).toEqual(['The budget is \\*nearly\\* used up.']);
    const ada = discord.person();
    discord.deleteChannel(channel);
    await platform.notify?.(`dm:${ada.user.id}`, channel.id, 'It is used up.');
    const direct = discord.messages().filter((it) => it.channel.recipients.includes(ada.user));
    expect(direct.map(textOf)).toEqual(['It is used up.']);
  });

  it('is refused in private before anything is spent, naming what is missing', async () => {
    const { discord, fixture } = harness;
    const closed = discord.addChannel({ guild: discord.home.guild, botPermissions: 1024n | 2048n });
    const image = { name: 'a.jpg', bytes: await picture() };
    const ada = discord.person({ channel: closed });
    const asked = await ada.slash('upscale', { image });
    expect(await asked.acknowledged).toMatchObject({ callback: 4 });
    const answer = cardOf(asked);
    expect(answer.visibleTo).toBe(ada.user);
    expect(textOf(answer)).toContain('I need the permission Attach Files');
    const person = { platform: 'discord', scope: discord.home.guild.id, requester: ada.user.id };
    expect(await fixture.engine.jobs(person, 1)).toEqual([]);
  });

  it('finds out about a bad file after the answer, takes that back, and says so in private', async () => {
    const { discord } = harness;
    const image = { name: 'a.jpg', bytes: Buffer.from('no picture at all, by no means') };
    const ada = discord.person();
    const asked = await ada.slash('upscale', { image });
    await until(() => asked.followUps.length > 0);
    expect(asked.followUps.map((it) => [it.visibleTo, textOf(it)])).toEqual([
      [ada.user, expect.stringContaining('not a picture or video')],
    ]);
    expect(asked.response()).toBeUndefined();
  });
});

describe('an interaction', () => {
  it('delivered twice is one job and one answer', async () => {
    const { discord, fixture } = harness;
    discord.duplicateNextDispatch();
    const before = fixture.lab.submits().length;
    const asked = await discord.person().slash('upscale', {
      image: { name: 'a.jpg', bytes: await picture() },
      ...small,
    });
    const card = await finished(asked);
    expect(statesOf(card).at(-1)).toBe('COMPLETED');
    expect(fixture.lab.submits()).toHaveLength(before + 1);
  });
});
