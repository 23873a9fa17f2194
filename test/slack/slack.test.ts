/** Slack as a platform: the contract that it shares with every chat, and the way from a command to a posted file. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Job } from '../../src/core/domain/job.ts';
import { textOf } from '../fakes/slack/people/seen.ts';
import type { Message } from '../fakes/slack/state.ts';
import { labResults } from '../helpers/lab-results.ts';
import { type Contestant, platformContract } from '../helpers/platform-contract.ts';
import { picture, until } from '../helpers/requests.ts';
import { clip, photo } from '../helpers/sample-media.ts';
import { modelsOver } from './harness/client.ts';
import {
  cardsIn,
  finished,
  type Harness,
  linkTo,
  openHarness,
  postsOf,
  resultOf,
  statesOf,
  withHarness,
} from './harness/harness.ts';

/** Edits are few in a workspace: those of the contract are not to stand in the way of the others. */
let contest: Harness;
let harness: Harness;
beforeAll(async () => {
  contest = await openHarness();
  harness = await openHarness();
});
afterAll(async () => {
  await contest.close();
  await harness.close();
});
afterEach(() => {
  for (const { slack } of [contest, harness]) {
    expect(slack.violations).toEqual([]);
    expect(slack.rateLimited).toEqual([]);
  }
});

const small = 'scale=2 output_format=png';

describe('the contract', () => {
  platformContract((): Contestant => {
    const { slack, fixture, platform } = contest;
    /** By the id of the job; each asks in a channel of its own. */
    const cards = new Map<string, Message>();
    const seenCard = (job: Job): Message => {
      const card = cards.get(job.id);
      if (!card) throw new Error('the job has no card');
      return card;
    };
    return {
      fixture,
      async ask() {
        const bytes = await picture();
        const channel = slack.addChannel();
        const ada = slack.person({ channel });
        const sent = await ada.postFile({ name: 'a.jpg', bytes });
        ada.slash(`/darkroom upscale ${small} ${linkTo(contest, sent)}`);
        const person = { platform: 'slack', scope: slack.home.workspace.id, requester: ada.user.id };
        await until(async () => (await fixture.engine.jobs(person, 1)).length === 1);
        const [job] = await fixture.engine.jobs(person, 1);
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
          cards: cardsIn(contest, card.channel).length,
          files: postsOf(card).map(({ bytes }) => bytes),
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

const fileFor = async (here: Harness, takes: 'image' | 'video') =>
  takes === 'image'
    ? { name: 'a.jpg', bytes: await photo({ width: 48, height: 32 }) }
    : {
        name: 'a.mp4',
        bytes: await readFile(await clip(here.fixture.folder, { width: 64, height: 48, seconds: 1, fps: 8 })),
      };

/** Asks by text for what is behind the link to a file, in a channel of its own; ends when all is there. */
async function askByText(here: Harness, { command, settings, takes }: (typeof requests)[number]) {
  const { slack, fixture } = here;
  const channel = slack.addChannel();
  const ada = slack.person({ channel });
  const sent = await ada.postFile(await fileFor(here, takes));
  const asked = ada.slash(`/darkroom ${command} ${settings} ${linkTo(here, sent)}`);
  // Within what Slack leaves for it.
  await asked.acknowledged;
  const [card, ...others] = await finished(here, channel);
  if (!card || others.length > 0) throw new Error('not one card');
  expect(statesOf(card)).toEqual(['QUEUED', 'PROCESSING', 'COMPLETED']);
  const posted = await resultOf(card);
  const made = await labResults(fixture);
  expect(made.some((bytes) => posted.bytes.equals(bytes))).toBe(true);
  return { card, posted, ada, asked, channel };
}

describe.concurrent('a command with text', () => {
  it.each(requests)('/darkroom $command shows one card and posts the lab’s very bytes', async (it) => {
    const { card, posted, ada } = await askByText(harness, it);
    expect(posted.message.thread).toBe(card.ts);
    expect(textOf(posted.message)).toContain(`<@${ada.user.id}> *${posted.name}* is ready`);
    // Posted, it would tell somebody; edited in, it does not.
    expect(card.history[0]).not.toContain('<@');
    expect(card.text).not.toContain('<@');
    const isPicture = posted.mimetype.startsWith('image/');
    expect(posted.alt).toMatch(isPicture ? /^a\.jpg, larger.* ×2, 96 by 64 pixels$/ : /^$/);
    expect(textOf(card)).toContain(`${harness.slack.origin}/files/`);
  });

  it('works over a socket as it does over HTTP', () =>
    withHarness({ transport: 'socket' }, async (own) => {
      const asked = modelsOver('socket', ['upscale', 'smooth']).map(({ command }) => command);
      const these = requests.filter(({ command }) => asked.includes(command));
      expect(these).toHaveLength(asked.length);
      await Promise.all(these.map((it) => askByText(own, it)));
    }));
});
