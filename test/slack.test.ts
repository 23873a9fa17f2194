/** Slack as a platform: the contract that it shares with every chat, and the way from a command to a posted file. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Job } from '../src/core/job/record.ts';
import { type Contestant, platformContract } from './platform-contract.ts';
import { picture, until } from './requests.ts';
import { clip, photo } from './sample-media.ts';
import { picturesOf, textOf } from './slack/seen.ts';
import type { Message } from './slack/state.ts';
import {
  cardsIn,
  filesOfLab,
  finished,
  jobIdOf,
  linkTo,
  openRoom,
  postsOf,
  type Room,
  resultOf,
  statesOf,
  toldIn,
} from './slack-room.ts';

let room: Room;
beforeAll(async () => {
  room = await openRoom();
});
afterAll(() => room.close());
afterEach(() => {
  expect(room.slack.violations).toEqual([]);
  expect(room.slack.rateLimited).toEqual([]);
});

const small = 'scale=2 output_format=png';

describe('the contract', () => {
  platformContract((): Contestant => {
    const { slack, bed, platform } = room;
    /** By the id of the job: the card is found by what its buttons carry, and they go in the end. */
    const cards = new Map<string, Message>();
    const seenCard = (job: Job): Message => {
      const card = cards.get(job.id);
      if (!card) throw new Error('the job has no card');
      return card;
    };
    return {
      bed,
      async ask({ bad = false } = {}) {
        const whole = await picture();
        const bytes = bad ? whole.subarray(0, whole.length / 2) : whole;
        const channel = slack.addChannel();
        const ada = slack.person({ channel });
        const sent = await ada.postFile({ name: 'a.jpg', bytes });
        ada.slash(`/darkroom upscale ${small} ${linkTo(room, sent)}`);
        const person = { platform: 'slack', scope: slack.home.workspace.id, requester: ada.user.id };
        await until(async () => (await bed.engine.jobs(person, 1)).length === 1);
        const [job] = await bed.engine.jobs(person, 1);
        const [card] = slack.messages(channel).filter((it) => it.installation && !it.visibleTo);
        if (!job || !card) throw new Error('no job, or no card');
        cards.set(job.id, card);
        return job;
      },
      async seen(job) {
        const card = seenCard(job);
        // Slack posts a file some time after it took it.
        if (job.state === 'done') await until(() => postsOf(card).length > 0);
        return {
          states: statesOf(card),
          cards: slack.messages(card.channel).filter((it) => it === card || jobIdOf(it) === job.id).length,
          files: postsOf(card).map(({ bytes }) => bytes),
          lastText: textOf(card),
        };
      },
      async repeat({ id }) {
        const job = await bed.engine.read(id);
        if (!job?.result) throw new Error('the job has no result');
        const { name, type, bytes } = job.result;
        const view = await bed.engine.view(job);
        const delivery = { path: join(bed.folder, 'files', name), type, bytes, fileName: `esrgan-${id}.png` };
        // As after a crash between the post and its record: all that is known is which upload was begun.
        const { result, ...address } = Object(job.address);
        await platform.deliver({ ...address, posting: result }, view, delivery);
        await platform.show(job.address, view);
      },
      async breakCard(job) {
        slack.fail({ method: 'chat.update', when: { ts: seenCard(job).ts }, status: 500, times: 2 });
      },
      async breakPost() {
        slack.fail({ method: 'files.completeUploadExternal', status: 503 });
      },
    };
  });
});

const requests = [
  { command: 'upscale', settings: small, takes: 'image' },
  { command: 'clarity', settings: 'scale_factor=2', takes: 'image' },
  { command: 'upscale-video', settings: 'scale=2', takes: 'video' },
  { command: 'smooth', settings: 'output_fps=30', takes: 'video' },
  { command: 'animate', settings: 'frames=14', takes: 'image' },
] as const;

const fileFor = async (here: Room, takes: 'image' | 'video') =>
  takes === 'image'
    ? { name: 'a.jpg', bytes: await photo({ width: 48, height: 32 }) }
    : {
        name: 'a.mp4',
        bytes: await readFile(await clip(here.bed.folder, { width: 64, height: 48, seconds: 1, fps: 8 })),
      };

/** Asks by text for what is behind the link to a file, in a channel of its own; ends when all is there. */
async function askByText(here: Room, { command, settings, takes }: (typeof requests)[number]) {
  const { slack, bed } = here;
  const channel = slack.addChannel();
  const ada = slack.person({ channel });
  const sent = await ada.postFile(await fileFor(here, takes));
  const asked = ada.slash(`/darkroom ${command} ${settings} ${linkTo(here, sent)}`);
  const { tookMs } = await asked.acknowledged;
  expect(tookMs).toBeLessThan(1000);
  const [card, ...others] = await finished(here, channel);
  if (!card || others.length > 0) throw new Error('not one card');
  expect(statesOf(card)).toEqual(['QUEUED', 'PROCESSING', 'COMPLETED']);
  const posted = await resultOf(card);
  const made = await filesOfLab(bed);
  expect(made.some((bytes) => posted.bytes.equals(bytes))).toBe(true);
  return { card, posted, ada, asked, channel };
}

describe.concurrent('a command with text', () => {
  it.each(requests)('/darkroom $command shows one card and posts the lab’s very bytes', async (it) => {
    const { card, posted, ada } = await askByText(room, it);
    expect(posted.message.thread).toBe(card.ts);
    expect(posted.message.text).toContain(`<@${ada.user.id}>, here it is`);
    // Posted, it would tell somebody; edited in, it does not.
    expect(card.history[0]).not.toContain('<@');
    expect(card.text).not.toContain('<@');
    const picture = posted.mimetype.startsWith('image/');
    expect(posted.alt).toMatch(picture ? /^Result of / : /^$/);
    expect(textOf(card)).toContain(`${room.slack.origin}/files/`);
  });

  it('shows the picture in its card when Slack has processed it', async () => {
    const { card, posted } = await askByText(room, requests[0]);
    await until(() => picturesOf(card).length > 0);
    expect(picturesOf(card)).toEqual([posted.id]);
  });

  it('takes no link to a file that the person could not see', async () => {
    const { slack, bed } = room;
    const hidden = slack.addChannel({ kind: 'private' });
    const eve = slack.person();
    hidden.members.delete(eve.user);
    const sent = await slack.person({ channel: hidden }).postFile({ name: 'a.jpg', bytes: await picture() });
    const before = bed.lab.submits().length;
    const asked = eve.slash(`/darkroom upscale ${linkTo(room, sent)}`);
    await until(() => asked.replies.length > 0);
    expect(asked.replies.map(textOf).join()).toContain('I cannot use the file behind this link');
    expect(asked.replies[0]?.visibleTo).toBe(eve.user);
    expect(bed.lab.submits()).toHaveLength(before);
  });

  it('is refused in private before anything is spent, and leaves nothing in the channel', async () => {
    const { slack } = room;
    const channel = slack.addChannel();
    const ada = slack.person({ channel });
    const sent = await ada.postFile({ name: 'a.jpg', bytes: Buffer.from('no picture at all, by no means') });
    const asked = ada.slash(`/darkroom upscale ${small} ${linkTo(room, sent)}`);
    await until(() => asked.replies.length > 0);
    expect(asked.replies.map(textOf).join()).toContain('not a picture or video');
    expect(asked.replies[0]?.visibleTo).toBe(ada.user);
    expect(slack.messages(channel).filter((it) => it.installation && !it.visibleTo)).toEqual([]);
  });

  it('above the threshold shows its price in private, and runs when that is agreed to', async () => {
    const own = await openRoom({ limits: { monthly: null, jobs_per_person: null, confirm_above: 1 } });
    const { slack } = own;
    const channel = slack.addChannel();
    const ada = slack.person({ channel });
    const sent = await ada.postFile({ name: 'a.jpg', bytes: await picture() });
    ada.slash(`/darkroom upscale ${small} ${linkTo(own, sent)}`);
    await until(() => toldIn(own, channel).length > 0);
    const [quote] = toldIn(own, channel);
    if (!quote) throw new Error('no price');
    expect(quote.visibleTo).toBe(ada.user);
    expect(textOf(quote)).toMatch(/It costs at most/);
    expect(cardsIn(own, channel)).toEqual([]);
    const run = /v1:run/.exec(JSON.stringify(quote.blocks)) ? 'v1:run' : '';
    // Twice, as a finger does.
    ada.press(quote, run);
    ada.press(quote, run);
    const [card, ...more] = await finished(own, channel);
    expect(more).toEqual([]);
    expect(cardsIn(own, channel)).toHaveLength(1);
    if (!card) throw new Error('no card');
    await resultOf(card);
    expect(textOf(quote)).toBe('It is on its way.');
    expect(own.bed.lab.submits()).toHaveLength(1);
    expect(slack.violations).toEqual([]);
    await own.close();
  });

  it('works over a socket as it does over HTTP', async () => {
    const own = await openRoom({ transport: 'socket' });
    await askByText(own, requests[0]);
    expect(own.slack.violations).toEqual([]);
    await own.close();
  });
});

describe('admins', () => {
  it('are told what the ledger has to say, in the channel they named', async () => {
    const { slack, platform } = room;
    const channel = slack.addChannel();
    await platform.notify?.(slack.home.workspace.id, channel.id, 'The budget is *nearly* used <up>.');
    expect(slack.messages(channel).map(textOf)).toEqual(['The budget is *nearly* used <up>.']);
    const [notice] = slack.messages(channel);
    expect(notice?.blocks[0]).toMatchObject({ text: { type: 'plain_text' } });
  });
});
