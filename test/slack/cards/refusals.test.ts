/** What admins and rights do not let be done: each has its sentence, and another way where there is one. */
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SlackOptions } from '../../../src/bots/slack/index.ts';
import { createLog } from '../../../src/core/log.ts';
import { openFiles } from '../../../src/core/media/files.ts';
import { createFit } from '../../../src/core/media/fit/fit.ts';
import { textOf } from '../../fakes/slack/people/seen.ts';
import { until } from '../../helpers/requests.ts';
import { photo } from '../../helpers/sample-media.ts';
import {
  ask,
  directly,
  filesSent,
  jobOf,
  link,
  only,
  openConversation,
  over,
} from '../harness/conversation.ts';
import {
  cardsIn,
  type Harness,
  linkTo,
  openHarness,
  privateRepliesIn,
  resultOf,
  saidIn,
  statesOf,
  withHarness,
} from '../harness/harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness.close());
afterEach(() => {
  expect(harness.slack.violations).toEqual([]);
});

const complete = 'files.completeUploadExternal';
const begin = 'files.getUploadURLExternal';

describe('what an admin has restricted', () => {
  it.each([
    ['file_uploads_disabled', 'switched file uploads off'],
    ['file_uploads_except_images_disabled', 'lets only pictures be uploaded'],
    ['file_type_not_allowed', 'files of this type'],
    ['storage_limit_reached', 'the file storage of this workspace is full'],
    ['missing_scope', 'the right to upload files'],
  ])('%s is said on the card, which can send the result when that is mended', async (error, said) => {
    const here = openConversation(harness);
    const fault = here.slack.fail({ method: begin, error, times: 2 });
    await ask(here);
    const card = await over(here, 'FAILED');
    expect(fault.met()).toBe(2);
    expect(textOf(card)).toContain('The result is ready, but it could not be handed over');
    expect(textOf(card)).toContain(said);
    const original = here.ada.press(card, 'v1:original');
    await until(() => original.replies.length > 0);
    expect(textOf(only(original.replies))).toMatch(/^Slack does not take the original .* `PUBLIC_URL`/);
    here.ada.press(card, 'v1:resend');
    expect(textOf((await resultOf(card)).message)).not.toContain('/view/');
    await until(() => statesOf(card).at(-1) === 'COMPLETED');
    expect(here.fixture.lab.submits().length).toBeGreaterThan(0);
  });

  it('a channel in which it may not post: the result comes directly, and the card says so', async () => {
    const here = openConversation(harness);
    const when = { channel_id: here.channel.id };
    here.slack.fail({ method: complete, when, error: 'restricted_action_read_only_channel' });
    await ask(here);
    const card = await over(here);
    await until(() => filesSent(here).length === 1);
    expect(textOf(card)).toContain('The result was sent to you as a direct message.');
    expect(textOf(card)).toContain('an admin has restricted who may post in this channel');
  });
});

describe('each in a Slack of its own', () => {
  it('an admin takes only small files: a copy that fits is posted with a line that says so', () => {
    let fitTo: SlackOptions['fitTo'];
    const later: SlackOptions['fitTo'] = (...it) => {
      if (!fitTo) throw new Error('not yet');
      return fitTo(...it);
    };
    const links = { publicUrl: 'https://pictures.example', secret: Buffer.alloc(32, 1) };
    return withHarness({ platform: { fitTo: later }, overrides: { links } }, async (own) => {
      const files = await openFiles(join(own.fixture.folder, 'files'));
      fitTo = createFit({ files, log: createLog({ level: 'silent', human: false }) }).fitTo;
      const here = openConversation(own);
      const fault = own.slack.fail({ method: begin, error: 'file_upload_size_restricted' });
      const bytes = await photo({ width: 64, height: 48 });
      const sent = await here.ada.postFile({ name: 'a.jpg', bytes });
      here.ada.slash(`/darkroom upscale scale=2 output_format=png ${linkTo(own, sent)}`);
      const card = await over(here);
      const posted = await resultOf(card);
      expect(fault.met()).toBe(1);
      expect(textOf(posted.message)).toMatch(/Posted as .*the original PNG has/);
      const whole = (await jobOf(here))?.result?.bytes ?? 0;
      expect(posted.size).toBeLessThan(whole);
      const original = here.ada.press(posted.message, 'v1:original');
      await until(() => original.replies.length > 0);
      const said = textOf(only(original.replies));
      const [, path = ''] =
        /<https:\/\/pictures\.example(\/files\/[\w/-]+\/a-2x\.png)\|a-2x\.png, .*>\. It works until <!date\^/.exec(
          said,
        ) ?? [];
      expect(await own.fixture.engine.links.open(path), said).toMatchObject({ bytes: whole });
    });
  });

  it.each(['files:write', 'chat:write'])('without %s nothing is begun', (scope) =>
    withHarness({}, async (own) => {
      own.slack.home.workspace.installation?.scopes.delete(scope);
      const here = openConversation(own);
      // Which rights there are is learned from any answer; the first request may still find out the hard way.
      const first = await ask(here);
      await until(async () => first.replies.length > 0 || (await jobOf(here))?.notified === true);
      const asked = await ask(here);
      await until(() => asked.replies.length > 0);
      expect(textOf(only(asked.replies))).toContain('I was not given the right to post results here');
      expect(own.fixture.lab.submits().length).toBeLessThan(2);
    }),
  );

  it('without the right to read files it is said before anything is posted', () =>
    withHarness({}, async (own) => {
      const here = openConversation(own);
      const asked = await ask(here);
      await over(here);
      own.slack.home.workspace.installation?.scopes.delete('files:read');
      expect(asked.replies).toEqual([]);
      const again = await ask(here);
      await until(() => again.replies.length > 0);
      expect(textOf(only(again.replies))).toContain('I was not given the right to read files');
      expect(cardsIn(own, here.channel)).toHaveLength(1);
      expect(privateRepliesIn(own, here.channel)).toHaveLength(1);
    }));

  it('a page instead of the file is known for what it is', () =>
    withHarness({}, async (own) => {
      const here = openConversation(own);
      own.slack.fail({
        method: 'download',
        status: 200,
        error: '<!DOCTYPE html><html><head><title>Sign in | Slack</title></head></html>',
      });
      const asked = await ask(here);
      await until(() => asked.replies.length > 0);
      expect(textOf(only(asked.replies))).toContain('I was not given the right to read files');
      expect(saidIn(own, here.channel)).toEqual([]);
    }));

  it('where the bot is not and cannot join, the job goes to the direct messages', () =>
    withHarness({}, async (own) => {
      const here = openConversation(own, { kind: 'private', bot: false });
      const dm = own.slack.person({ user: here.ada.user, channel: 'dm' });
      const file = await link({ slack: own.slack, ada: dm });
      const asked = here.ada.slash(`/darkroom upscale scale=2 ${file}`);
      await until(() => filesSent(here).length > 0);
      expect(asked.replies.map(textOf).join()).toContain('I am not in this channel');
      expect(saidIn(own, here.channel)).toEqual([]);
    }));

  it('where the bot may not post, the job goes to the direct messages, too', () =>
    withHarness({}, async (own) => {
      const here = openConversation(own);
      const when = { channel: here.channel.id };
      own.slack.fail({ method: 'chat.postMessage', when, error: 'restricted_action_read_only_channel' });
      const asked = await ask(here);
      await until(() => filesSent(here).length > 0);
      expect(asked.replies.map(textOf).join()).toContain('I may not post in this channel');
      expect(saidIn(own, here.channel)).toEqual([]);
    }));

  it('what is for one person comes another way when the first is closed', () =>
    withHarness({}, async (own) => {
      const here = openConversation(own);
      const sent = await here.ada.postFile({ name: 'a.jpg', bytes: Buffer.from('no picture, by no means') });
      const request = `/darkroom upscale ${linkTo(own, sent)}`;
      own.slack.fail({ method: 'response_url', status: 404, times: 2 });
      here.ada.slash(request);
      await until(() => privateRepliesIn(own, here.channel).length === 1);
      expect(only(privateRepliesIn(own, here.channel)).visibleTo).toBe(here.ada.user);
      own.slack.fail({ method: 'chat.postEphemeral', error: 'user_not_in_channel' });
      here.ada.slash(request);
      await until(() => directly(here).length === 1);
      expect(textOf(only(directly(here)))).toContain('not a picture or video');
    }));
});
