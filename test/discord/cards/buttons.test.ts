/** The buttons under a result and on a card. */
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DiscordOptions } from '../../../src/bots/discord/settings.ts';
import { createLog } from '../../../src/core/log.ts';
import { openFiles } from '../../../src/core/media/files.ts';
import { createFit } from '../../../src/core/media/fit/fit.ts';
import { buttonsOf, filesOf, textOf } from '../../fakes/discord/people/seen.ts';
import { picture, until } from '../../helpers/requests.ts';
import { photo } from '../../helpers/sample-media.ts';
import { remove, tucked } from '../harness/client.ts';
import { cardOf, finished, type Harness, openHarness, resultOf } from '../harness/harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness.close());
afterEach(() => {
  expect(harness.discord.violations).toEqual([]);
});

const small = { scale: 2, output_format: 'png' };
async function upscaled(person = harness.discord.person()) {
  const asked = await person.slash('upscale', { image: { name: 'a.jpg', bytes: await picture() }, ...small });
  const card = await finished(asked);
  return { asked, card, post: await resultOf(harness.discord, card), person };
}

describe.concurrent('the buttons', () => {
  it('of a result run another model on it, and whoever presses pays', async () => {
    const { discord, fixture } = harness;
    const { post } = await upscaled();
    // Others have made something of the same picture in this channel, so that it may be a version by now.
    const labelsOf = (message: typeof post) =>
      buttonsOf(message).flatMap(({ label = '' }) => (/^(Vote for|Pick) v/.test(label) ? [] : [label]));
    expect(labelsOf(post)).toEqual([
      'Larger ×4',
      'New detail 168.4 credits',
      'To video 16.59 credits',
      'Compare',
      'More…',
    ]);
    const others = await tucked(discord.person(), post);
    expect(labelsOf(others)).toEqual([
      'Larger ×2',
      'Compare as a clip',
      'Fork…',
      'Versions',
      'Try…',
      'Run again',
      'Run again with changes…',
      'Remove…',
      'Save as preset…',
    ]);
    const ben = discord.person();
    const pressed = await ben.press(post, 'Larger ×4');
    const card = await finished(pressed);
    const next = await resultOf(discord, card);
    expect(next.pinged).toEqual([ben.user.id]);
    // Twice 16 × 12, and four times.
    expect(filesOf(next)[0]).toMatchObject({
      name: 'a-2x-4x.jpg',
      alt: 'a-2x.png, larger picture ×4, 128 by 96 pixels',
    });
    const person = { platform: 'discord', scope: discord.home.guild.id, requester: ben.user.id };
    expect(await fixture.engine.jobs(person, 5)).toHaveLength(1);
  });

  it('a result in direct messages is its requester’s there, too: run on, and removed', async () => {
    const { discord, fixture } = harness;
    const channel = discord.addChannel({ guild: discord.home.guild });
    const ada = discord.person({ channel });
    const image = { name: 'a.jpg', bytes: await picture() };
    fixture.lab.behave({ processingMs: 900 });
    const asked = await ada.slash('upscale', { image, ...small });
    await finished(asked, 'PROCESSING');
    discord.deleteChannel(channel);
    const direct = () =>
      discord.messages().filter((it) => it.channel.kind === 'dm' && it.channel.recipients.includes(ada.user));
    await until(() => direct().some((it) => filesOf(it).length > 0));
    const [post] = direct();
    if (!post) throw new Error('nothing was sent');
    await resultOf(discord, await finished(await ada.press(post, 'Larger ×4')));
    await remove(ada, post);
    await until(() => post.deleted);
  });

  it('run again with changes opens a filled-in form', async () => {
    const { discord } = harness;
    const { post, person } = await upscaled();
    const opened = await person.press(await tucked(person, post), 'Run again with changes…');
    expect(await opened.acknowledged).toMatchObject({ callback: 9 });
    const sent = await person.submitModal(opened, { scale: '4' });
    const card = await finished(sent);
    expect(filesOf(await resultOf(discord, card))[0]?.alt).toContain('64 by 48 pixels');
  });
});

describe('a running job', () => {
  it('is cancelled once its price was read, and run again from its card, for which its file is kept', async () => {
    const { discord, fixture } = harness;
    fixture.lab.behave({ processingMs: 600_000 });
    const ada = discord.person();
    const image = { name: 'a.jpg', bytes: await picture() };
    const asked = await ada.slash('upscale', { image, ...small });
    await finished(asked, 'PROCESSING');
    const card = cardOf(asked);
    expect(textOf(card)).toContain('cancelling still costs 0.5 credits');
    const pressed = await ada.press(card, 'Cancel…');
    await until(() => pressed.followUps.length === 1);
    const [question] = pressed.followUps;
    if (!question) throw new Error('nothing was asked');
    expect([question.visibleTo, textOf(question)]).toEqual([
      ada.user,
      expect.stringContaining('still costs up to 0.5 credits'),
    ]);
    await ada.press(question, 'Cancel all the same');
    await finished(asked, 'CANCELLED');
    expect(textOf(cardOf(asked))).toContain('It cost 0.5 credits.');
    fixture.lab.behave({ processingMs: 200 });
    // The file that was sent is no longer to be had from Discord.
    const gone = discord.fail({ route: 'GET /ephemeral-attachments', status: 404, times: 99 });
    const again = await ada.press(card, 'Run again');
    await resultOf(discord, await finished(again));
    expect(gone.met()).toBe(0);
    gone.lift();
  });
});

describe('Get original', () => {
  it('stands under a copy that fits, with a line that says so, where the result is too large', async () => {
    let fitTo: DiscordOptions['fitTo'];
    const own = await openHarness({ platform: { fitTo: (...it) => (fitTo ? fitTo(...it) : never()) } });
    const files = await openFiles(join(own.fixture.folder, 'files'));
    fitTo = createFit({ files, log: createLog({ level: 'silent', human: false }) }).fitTo;
    const { discord } = own;
    // Discord tells ten mebibytes and takes 30 kB.
    discord.home.guild.uploadLimit = 30_000;
    const ada = discord.person();
    const bytes = await photo({ width: 160, height: 120 });
    const asked = await ada.slash('upscale', {
      image: { name: 'a.jpg', bytes },
      scale: 2,
      output_format: 'png',
    });
    const post = await resultOf(discord, await finished(asked));
    const [copy] = filesOf(post);
    expect(copy?.bytes.length).toBeLessThan(30_000);
    expect(textOf(post)).toMatch(/Posted as .*the original PNG has/);
    discord.home.guild.uploadLimit = 10_000_000;
    const pressed = await ada.press(post, 'Get original');
    await until(() => pressed.response() !== undefined && filesOf(cardOf(pressed)).length === 1);
    expect(filesOf(cardOf(pressed))[0]?.type).toBe('image/png');
    expect(discord.violations).toEqual([]);
    await own.close();
  });
});

const never = (): never => {
  throw new Error('not yet');
};
