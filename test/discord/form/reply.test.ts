/** *Enhance…* in the menu of a message: from a picture over forms to a result. */
import { PermissionFlagsBits } from 'discord.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enhanceName } from '../../../src/bots/discord/words/menu.ts';
import type { Person } from '../../fakes/discord/people/person.ts';
import { filesOf, textOf } from '../../fakes/discord/people/seen.ts';
import type { Message } from '../../fakes/discord/state.ts';
import { until } from '../../helpers/requests.ts';
import {
  answered,
  cardsIn,
  eventually,
  jobOf,
  mediaOf,
  noTrouble,
  offered,
  openChannel,
  opened,
  over,
  picture,
  prefilled,
  resultOf,
  saidIn,
  take,
  tucked,
  video,
} from '../harness/client.ts';
import { type Harness, openHarness, statesOf } from '../harness/harness.ts';

let blind: Harness;
beforeAll(async () => {
  blind = await openHarness();
});
afterAll(() => blind.close());

const choices = async (person: Person, message: Message) =>
  answered(await person.contextMenu(enhanceName, message));

// Each in a channel of its own.
describe.concurrent('the menu of a message', () => {
  it('goes from a picture over its models and a prefilled form to a result, and takes the choices away', async () => {
    const { channel, ada } = openChannel(blind);
    const source = await ada.post({ attachments: [picture('cat.jpg', { alt: 'A cat' })], spoiler: true });
    const choice = await choices(ada, source);
    expect(choice.visibleTo).toBe(ada.user);
    expect(offered(choice)).toEqual([
      'Larger picture (ESRGAN)',
      'Larger, with new detail (Clarity)',
      'Picture to video (SVD)',
    ]);
    const form = await opened(ada, choice, 'Larger picture (ESRGAN)');
    expect(form.modal()).toMatchObject({
      title: 'Larger picture (ESRGAN)',
      components: [{ content: '**cat.jpg**\nFrom 0.5 credits' }, {}, {}, {}],
    });
    expect(prefilled(form)).toEqual({ output_format: 'jpeg', scale: '2', quality: '95' });
    const sent = await ada.submitModal(form, { scale: '4', output_format: 'png' });
    expect(await sent.acknowledged).toMatchObject({ callback: 4 });
    const [done] = await over(blind, channel, 1);
    if (!done) throw new Error('no card');
    expect(statesOf(done)).toEqual(['QUEUED', 'PROCESSING', 'COMPLETED']);
    expect((await jobOf(blind, done)).settings).toEqual({ output_format: 'png', scale: 4, quality: 95 });
    expect(filesOf(resultOf(blind, done))).toMatchObject([
      { type: 'image/png', spoiler: true, alt: expect.stringContaining('A cat') },
    ]);
    expect(choice.deleted).toBe(true);
    noTrouble(blind);
  });

  it('offers the presets that fit, which fill in the form; a command takes them by their names', async () => {
    const { discord, fixture } = blind;
    const { channel, ada } = openChannel(blind);
    const own = { place: 'discord', person: ada.user.id };
    const crisp = { model: 'esrgan', settings: { scale: 8, output_format: 'png' } };
    await fixture.engine.presets.save(own, 'crisp', crisp, { replace: false });
    await fixture.engine.presets.save(own, 'flow', { model: 'flashvsr', settings: {} }, { replace: false });
    const choice = await choices(ada, await ada.post({ attachments: [picture('cat.jpg')] }));
    expect(mediaOf(choice)).toEqual(['crisp']);
    const [menu = ''] = /v1:pick:[^"]*:preset/.exec(JSON.stringify(choice.components)) ?? [];
    const chosen = await ada.select(choice, menu, ['own.crisp']);
    await until(() => chosen.modal() !== undefined);
    expect(chosen.modal()).toMatchObject({ title: 'Larger picture (ESRGAN)' });
    expect(prefilled(chosen)).toEqual({ output_format: 'png', scale: '8', quality: '95' });
    const typed = await ada.autocomplete('upscale', 'preset', 'cri');
    await typed.acknowledged;
    expect(typed.choices()).toEqual([{ name: 'crisp: Larger picture ×8 · File type PNG', value: 'crisp' }]);
    await ada.slash('upscale', { image: picture('cat.jpg'), preset: 'crisp', scale: 2 });
    const [card] = await over(blind, channel, 1);
    expect((await jobOf(blind, card)).settings).toMatchObject({ output_format: 'png', scale: 2 });
    const unknown = await ada.slash('upscale', { image: picture('cat.jpg'), preset: 'crips' });
    await until(() => unknown.response() !== undefined);
    expect(textOf(await answered(unknown))).toContain('did you mean `crisp`');
    expect(discord.messages(channel).filter(({ visibleTo }) => !visibleTo)).toHaveLength(3);
  });

  it('asks which of several, or all of a kind, and offers only the models that take it', async () => {
    const { channel, ada } = openChannel(blind);
    const attachments = [picture('one.jpg'), video('clip.mp4'), picture('two.jpg'), video('other.mp4')];
    const source = await ada.post({ attachments });
    const choice = await choices(ada, source);
    const ones = ['1. one.jpg', '2. clip.mp4', '3. two.jpg', '4. other.mp4'];
    expect(mediaOf(choice)).toEqual([...ones, 'All 2 pictures', 'All 2 videos']);
    await take(ada, choice, 'm1');
    expect(offered(choice)).toEqual(['Larger video (FlashVSR)', 'Smoother video (FILM)']);
    await take(ada, choice, 'g0');
    expect(textOf(choice)).toContain('the 2 pictures');
    const form = await opened(ada, choice, 'Larger picture (ESRGAN)');
    await ada.submitModal(form);
    await over(blind, channel, 1);
    const files = () => saidIn(blind, channel).flatMap((it) => filesOf(it).map(({ name }) => name));
    await eventually(() => expect(files()).toEqual(['one-2x.jpg', 'two-2x.jpg']));
    expect(saidIn(blind, channel)).toHaveLength(2);
    noTrouble(blind);
  });

  it('has the settings that find no room under More settings, and keeps the earlier ones', async () => {
    const { channel, ada } = openChannel(blind);
    const choice = await choices(ada, await ada.post({ attachments: [picture('one.jpg')] }));
    const form = await opened(ada, choice, 'Picture to video (SVD)');
    expect(Object.keys(prefilled(form))).toEqual(['fps', 'cond_aug', 'frames', 'motion', '+more']);
    // Where all the room is taken the price stands in the title.
    expect(form.modal()?.title).toMatch(/^Picture to video \(SVD\) · from \d+(\.\d+)? credits$/);
    const first = await ada.submitModal(form, { fps: '12', motion: '40', '+more': true });
    const step = await answered(first);
    expect(step.visibleTo).toBe(ada.user);
    expect(textOf(step)).toContain('12 fps');
    expect(cardsIn(blind, channel)).toEqual([]);
    const second = await opened(ada, step, 'More settings');
    expect(prefilled(second)).toEqual({ resize_method: 'maintain_aspect_ratio', seed: '-1' });
    await ada.submitModal(second, { seed: '7' });
    const [done] = await over(blind, channel, 1);
    expect((await jobOf(blind, done)).settings).toMatchObject({
      fps: 12,
      motion: 40,
      seed: 7,
      frames: 14,
    });
    await eventually(() => expect([choice.deleted, step.deleted]).toEqual([true, true]));
    noTrouble(blind);
  });

  it('says what was filled in wrongly and opens the form again as it was', async () => {
    const { channel, ada } = openChannel(blind);
    const choice = await choices(ada, await ada.post({ attachments: [picture('one.jpg')] }));
    const form = await opened(ada, choice, 'Larger picture (ESRGAN)');
    const wrong = await answered(await ada.submitModal(form, { quality: 'a lot', scale: '8' }));
    expect(textOf(wrong)).toBe('quality must be a whole number from 10 to 100, not a lot.');
    const again = await opened(ada, wrong, 'Correct it');
    expect(prefilled(again)).toEqual({ output_format: 'jpeg', scale: '8', quality: 'a lot' });
    await ada.submitModal(again, { quality: '90' });
    const [done] = await over(blind, channel, 1);
    expect((await jobOf(blind, done)).settings).toMatchObject({ scale: 8, quality: 90 });
    noTrouble(blind);
  });

  it('keeps a form that is refused, to be run when there is room for it', async () => {
    const { channel, ada } = openChannel(blind);
    const source = await ada.post({ attachments: [picture('one.jpg'), picture('two.jpg')] });
    const choice = await choices(ada, source);
    for (const value of ['m0', 'g0']) {
      await take(ada, choice, value);
      channel.botPermissions &= ~PermissionFlagsBits.AttachFiles;
      const form = await opened(ada, choice, 'Larger picture (ESRGAN)');
      const refused = await ada.submitModal(form, { scale: '8' });
      expect(textOf(await answered(refused))).toContain('permission Attach Files');
      expect(refused.followUps).toEqual([]);
      channel.botPermissions |= PermissionFlagsBits.AttachFiles;
      // It is back a moment after the refusal is read.
      await eventually(async () =>
        expect((await opened(ada, choice, 'Larger picture (ESRGAN)')).modal()).toBeDefined(),
      );
    }
    const webp = await opened(ada, choice, 'Larger picture (ESRGAN)');
    await ada.submitModal(webp, { output_format: 'webp', quality: 'a lot' });
    // What another model knows is kept, as far as it can be.
    const clarity = prefilled(await opened(ada, choice, 'Larger, with new detail (Clarity)'));
    expect(clarity).toMatchObject({ scale_factor: '4' });
    expect(prefilled(await opened(ada, choice, 'Larger picture (ESRGAN)'))).toMatchObject({ scale: '2' });
    const again = await opened(ada, choice, 'Larger picture (ESRGAN)');
    await ada.submitModal(again);
    await over(blind, channel, 1);
    noTrouble(blind);
  });

  it('opens for a result with the settings it was made with, and the new one is a spoiler as well', async () => {
    const { channel, ada } = openChannel(blind);
    const content = `<@${blind.discord.bot.id}> upscale quality=70`;
    await ada.post({ content, attachments: [picture('one.jpg', { alt: 'A cat' })], spoiler: true });
    const [done] = await over(blind, channel, 1);
    const form = await opened(ada, await tucked(ada, resultOf(blind, done)), 'Run again with changes…');
    expect(prefilled(form)).toEqual({ output_format: 'jpeg', scale: '2', quality: '70' });
    await ada.submitModal(form, { output_format: 'webp' });
    const [, changed] = await over(blind, channel, 2);
    expect((await jobOf(blind, changed)).settings).toEqual({ output_format: 'webp', scale: 2, quality: 70 });
    expect(filesOf(resultOf(blind, changed))).toMatchObject([
      { type: 'image/webp', spoiler: true, alt: expect.stringContaining('A cat') },
    ]);
    noTrouble(blind);
  });

  it('that was opened from a result and is refused can be opened again, as it was sent', async () => {
    const { channel, ada } = openChannel(blind);
    await ada.post({ content: `<@${blind.discord.bot.id}> upscale`, attachments: [picture('one.jpg')] });
    const [done] = await over(blind, channel, 1);
    const form = await opened(ada, await tucked(ada, resultOf(blind, done)), 'Run again with changes…');
    channel.botPermissions &= ~PermissionFlagsBits.AttachFiles;
    const refused = await ada.submitModal(form, { scale: '8' });
    const again = await answered(refused);
    expect(textOf(again)).toContain('permission Attach Files');
    channel.botPermissions |= PermissionFlagsBits.AttachFiles;
    const reopened = await opened(ada, again, 'Change…');
    expect(prefilled(reopened)).toMatchObject({ scale: '8' });
    await ada.submitModal(reopened, { scale: '4' });
    const [, changed] = await over(blind, channel, 2);
    expect((await jobOf(blind, changed)).settings).toMatchObject({ scale: 4 });
    noTrouble(blind);
  });

  it('looks into forwards and into results of the bot itself', async () => {
    const { channel, ada } = openChannel(blind);
    const source = await ada.post({ attachments: [picture('one.jpg')] });
    const forward = await ada.post({ forward: source });
    const choice = await choices(ada, forward);
    await ada.submitModal(await opened(ada, choice, 'Larger picture (ESRGAN)'));
    const [done] = await over(blind, channel, 1);
    const result = resultOf(blind, done);
    const next = await choices(ada, result);
    await ada.submitModal(await opened(ada, next, 'Larger picture (ESRGAN)'));
    const [, bigger] = await over(blind, channel, 2);
    expect((await jobOf(blind, bigger)).result).toMatchObject({ width: 128, height: 96 });
    noTrouble(blind);
  });
});

describe('the menu of a message, one after another', () => {
  it('says so when there is nothing in the message, when the form is another person’s, and when it is old', async () => {
    const { ada } = openChannel(blind);
    const empty = await choices(ada, await ada.post({ content: 'just words' }));
    expect(textOf(empty)).toContain('no picture or video');
    const choice = await choices(ada, await ada.post({ attachments: [picture('one.jpg')] }));
    const form = await opened(ada, choice, 'Larger picture (ESRGAN)');
    // Somebody else sends a form of theirs under its name, in another channel.
    const { ada: mallory, channel } = openChannel(blind);
    const theirs = await choices(mallory, await mallory.post({ attachments: [picture('two.jpg')] }));
    const crafted = await opened(mallory, theirs, 'Larger picture (ESRGAN)');
    Object.assign(crafted.modal() ?? {}, { custom_id: form.modal()?.custom_id });
    expect(textOf(await answered(await mallory.submitModal(crafted)))).toContain('Somebody else');
    expect(saidIn(blind, channel)).toEqual([]);
    blind.discord.advance(16 * 60_000);
    expect(textOf(await answered(await ada.submitModal(form)))).toContain('no longer known');
    noTrouble(blind);
  });

  it('gives several one card and one message, although the first edit is slow', async () => {
    const { channel, ada } = openChannel(blind);
    const source = await ada.post({ attachments: [picture('one.jpg'), picture('two.jpg')] });
    const choice = await choices(ada, source);
    await take(ada, choice, 'g0');
    const slow = blind.discord.fail({ route: /^PATCH .*@original/, delayMs: 500 });
    await ada.submitModal(await opened(ada, choice, 'Larger picture (ESRGAN)'));
    await over(blind, channel, 1);
    await eventually(() => expect(saidIn(blind, channel).flatMap(filesOf)).toHaveLength(2));
    expect(slow.met()).toBe(1);
    noTrouble(blind);
  });
});
