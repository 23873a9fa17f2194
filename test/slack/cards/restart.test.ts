/** What was begun by a process that has gone is finished by the next one: with the same card, and posted once. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createSlack } from '../../../src/bots/slack/index.ts';
import { createLog } from '../../../src/core/log.ts';
import { createDedupe } from '../../../src/core/store/dedupe.ts';
import { connectRedis } from '../../../src/core/store/redis.ts';
import { startLab } from '../../../src/lab/server/server.ts';
import { clientOf } from '../../fakes/slack/client.ts';
import { buttonsOf, textOf } from '../../fakes/slack/people/seen.ts';
import { startSlack } from '../../fakes/slack/slack.ts';
import type { Channel } from '../../fakes/slack/state.ts';
import { openEngine } from '../../helpers/engine-fixture.ts';
import { temporaryFolder, testRedis } from '../../helpers/fixture.ts';
import { picture, until } from '../../helpers/requests.ts';
import { ask, only, openConversation, over, running } from '../harness/conversation.ts';
import {
  finished,
  type Harness,
  linkTo,
  manifestFor,
  postsOf,
  resultOf,
  statesOf,
  withHarness,
} from '../harness/harness.ts';

const log = createLog({ level: process.env.TEST_LOG ?? 'silent', human: false });

it('a restart in the middle of a job goes on with the same card, also in a process that hears nobody', async () => {
  const slack = await startSlack({ manifest: manifestFor('socket') });
  slack.deliverTo('socket');
  const folder = await temporaryFolder();
  const redis = await testRedis();
  const lab = await startLab({ dataDir: join(folder.path, 'lab'), queuedMs: 20, processingMs: 1_000 });
  /** One process; it ends as by SIGTERM. */
  const begin = async (hear: boolean) => {
    const own = connectRedis(redis.url, { log });
    const platform = createSlack({
      ...{ apiUrl: slack.url, botToken: slack.token(), appToken: slack.appToken, command: '/darkroom', log },
      clock: slack.now,
      filePath: (name) => join(folder.path, 'files', name),
      maxFileBytes: 1_000_000,
      vault: () => {
        throw new Error('one workspace has no vault');
      },
      dedupe: createDedupe(own, { prefix: 'restart' }),
      listens: hear,
    });
    const { engine, close } = await openEngine({
      ...{ redisUrl: redis.url, labUrl: lab.url, folder: folder.path, prefix: 'restart' },
      platforms: [{ ...platform, limits: { monthly: null, jobs_per_person: null, confirm_above: null } }],
      overrides: { clock: slack.now },
    });
    await platform.start(engine);
    return {
      engine,
      async stop() {
        await platform.stop();
        await close();
        own.disconnect();
      },
    };
  };

  const first = await begin(true);
  const channel = slack.addChannel();
  const ada = slack.person({ channel });
  const sent = await ada.postFile({ name: 'a.jpg', bytes: await picture() });
  ada.slash(`/darkroom upscale scale=2 output_format=png ${linkTo({ slack }, sent)}`);
  const scope = slack.home.workspace.id;
  const job = async () =>
    (await first.engine.jobs({ platform: 'slack', scope, requester: ada.user.id }, 1))[0];
  await until(async () => (await job())?.state === 'polling');
  await first.stop();
  const second = await begin(false);
  const card = only(await finished({ slack }, channel));
  await resultOf(card);
  expect(statesOf(card)).toEqual(['QUEUED', 'PROCESSING', 'COMPLETED']);
  expect(slack.violations).toEqual([]);
  await second.stop();
  await lab.close();
  await redis.close();
  await folder.remove();
  await slack.close();
});

/** A job whose result is posted, and what its last step was given. */
async function posted(own: Harness) {
  const here = openConversation(own);
  await ask(here);
  const card = await over(here);
  await resultOf(card);
  const scope = own.slack.home.workspace.id;
  const [job] = await own.fixture.engine.jobs({ platform: 'slack', scope, requester: here.ada.user.id }, 1);
  if (!job?.result) throw new Error('no result');
  const { name, type, bytes } = job.result;
  const delivery = {
    path: join(own.fixture.folder, 'files', name),
    type,
    bytes,
    fileName: `esrgan-${job.id}.png`,
  };
  const { result: _, ...address } = Object(job.address);
  return { card, channel: here.channel.id, view: await own.fixture.engine.view(job), delivery, address };
}

it('an upload that was begun before a crash is made a message, not begun anew', () =>
  withHarness({}, async (own) => {
    const { card, view, delivery, address, channel } = await posted(own);
    const web = clientOf(own.slack, own.slack.token());
    const begun = await web.files.getUploadURLExternal({ filename: 'a.png', length: 5 });
    await fetch(begun.upload_url ?? '', { method: 'POST', body: 'bytes' });
    const uploads = () => own.slack.log.filter(({ method }) => method === 'upload').length;
    const before = uploads();
    await own.platform.deliver({ ...address, posting: { file: begun.file_id, channel } }, view, delivery);
    expect(uploads()).toBe(before);
    await until(() => postsOf(card).length === 2);
    expect(postsOf(card)[1]?.id).toBe(begun.file_id);
  }));

it('an upload that Slack has let go of is begun anew', () =>
  withHarness({}, async (own) => {
    const { card, view, delivery, address, channel } = await posted(own);
    await own.platform.deliver({ ...address, posting: { file: 'F0A0000000', channel } }, view, delivery);
    await until(() => postsOf(card).length === 2);
    expect(postsOf(card)[1]?.size).toBe(delivery.bytes);
  }));

it('a restart does not lose what is said of a job that runs', () =>
  withHarness({ processingMs: 800 }, async (own) => {
    const here = openConversation(own);
    const card = await running(here);
    await own.restart();
    expect(await over(here)).toBe(card);
    await resultOf(card);
  }));

it('a question to whoever posted a picture outlives a restart, and so is found out what was deleted meanwhile', () =>
  withHarness({}, async (own) => {
    const { slack, fixture } = own;
    const { engine } = fixture;
    const { channel, ada } = openConversation(own);
    const bea = slack.person({ channel });
    const scope = slack.home.workspace.id;
    const asker = { platform: 'slack', scope, requester: ada.user.id };
    await engine.says.setSay({ scope, requester: bea.user.id }, 'ask');
    await ada.mention('upscale x2', {
      thread: await bea.postFile({ name: 'a.jpg', bytes: await picture() }),
    });
    const asked = () =>
      slack.messages(channel).find((it) => buttonsOf(it).some(({ text }) => text.text === 'Allow'));
    await until(() => asked() !== undefined);
    const question = only([asked()].filter((it) => it !== undefined));
    expect(await engine.jobs(asker, 1)).toEqual([]);
    await own.restart();
    await bea.press(question, 'Allow').acknowledged;
    await until(async () => (await engine.jobs(asker, 1)).length === 1);
    const [{ id } = { id: '' }] = await engine.jobs(asker, 1);
    await engine.settled(id);
    await until(() => postedIn(own, channel).length === 1);
    expect(buttonsOf(question)).toEqual([]);
    expect(textOf(question)).toContain('allowed it for');
    // Nobody is told of it.
    for (const file of slack.files()) if (file.name === 'a.jpg') file.deleted = true;
    slack.advance(3_600_000);
    await own.restart();
    await until(async () => (await engine.read(id))?.removed === true);
    await until(() => postedIn(own, channel).length === 0);
  }));

/** Results that stand there. */
const postedIn = ({ slack }: Harness, channel: Channel) =>
  slack.messages(channel).filter(({ installation, files }) => installation && files.length > 0);

it('the answer to a post is lost while Slack still works on the file: it is there once', () =>
  withHarness({ slack: { processingMs: 2_500 } }, async (own) => {
    const here = openConversation(own);
    const fault = own.slack.fail({ method: 'files.completeUploadExternal', status: 502, afterEffect: true });
    await ask(here);
    const card = await over(here);
    expect(fault.met()).toBe(1);
    await resultOf(card);
    expect(own.slack.log.filter(({ method }) => method === 'upload')).toHaveLength(1);
  }));
