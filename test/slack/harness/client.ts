/** People who ask the bot for pictures in the loopback Slack, and what they see of it. */

import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, vi } from 'vitest';
import type { Job } from '../../../src/core/domain/job.ts';
import type { Medium } from '../../../src/models/fields.ts';
import { findModel, models } from '../../../src/models/index.ts';
import { everyElement } from '../../fakes/slack/blocks/blocks.ts';
import type { SentFile } from '../../fakes/slack/methods/files.ts';
import type { Exchange } from '../../fakes/slack/people/exchange.ts';
import type { Person } from '../../fakes/slack/people/person.ts';
import { buttonsOf } from '../../fakes/slack/people/seen.ts';
import type { Message, View } from '../../fakes/slack/state.ts';
import { labResults } from '../../helpers/lab-results.ts';
import { clip, photo } from '../../helpers/sample-media.ts';
import { finished, type Harness, jobIdOf, openHarness, resultOf } from './harness.ts';

/** Bound to no test, as tests that run side by side need it. */
export const eventually = (assertion: () => unknown) =>
  vi.waitFor(assertion, { timeout: 50_000, interval: 20 });

const small = await photo({ width: 32, height: 24 });
export const picture = (name = 'cat.jpg', more: Partial<SentFile> = {}): SentFile => ({
  name,
  bytes: small,
  ...more,
});
/** Never looked into. */
export const video = (name = 'cat.mp4'): SentFile => ({ name, bytes: Buffer.from('looked at later') });
/** A file that a model can work on. */
export async function sampleOf({ fixture }: Pick<Harness, 'fixture'>, medium: Medium): Promise<SentFile> {
  if (medium === 'image') return picture();
  const path = await clip(fixture.folder, { width: 64, height: 48, seconds: 1, fps: 8 });
  return { name: 'cat.mp4', bytes: await readFile(path) };
}

/** A room for all tests of a block, in which nothing may happen that Slack refuses. @param enter gets the room */
export function withOwnHarness(
  enter: (harness: Harness) => void,
  options: Parameters<typeof openHarness>[0] = {},
): void {
  let harness: Harness | undefined;
  beforeAll(async () => {
    harness = await openHarness(options);
    enter(harness);
  });
  afterAll(async () => {
    expect(harness?.slack.violations).toEqual([]);
    await harness?.close();
  });
}

/** A channel of its own with somebody in it. */
export function openChannel(
  { slack }: Pick<Harness, 'slack'>,
  options: Parameters<Harness['slack']['addChannel']>[0] = {},
) {
  const channel = slack.addChannel({ name: 'pictures', ...options });
  return { channel, ada: slack.person({ channel }) };
}

/** The form that something opened, once the price has been asked for. */
export async function opened(exchange: Exchange): Promise<View> {
  await exchange.acknowledged;
  await eventually(() => expect(exchange.view()?.history.length).toBeGreaterThan(1));
  const view = exchange.view();
  if (!view) throw new Error('no form');
  return view;
}

/** What stands in the fields of a form, by block id. */
export const entries = ({ entered }: View): Record<string, unknown> =>
  Object.fromEntries(
    [...entered].map(([block, actions]) => {
      const state: Record<string, unknown> = [...actions.values()][0] ?? {};
      const option = (it: unknown) => Object(it).value ?? null;
      if ('selected_option' in state) return [block, option(state.selected_option)];
      const { selected_options: ticked, value, selected_conversation: chosen, files } = state;
      return [block, Array.isArray(ticked) ? ticked.map(option) : (value ?? chosen ?? files ?? null)];
    }),
  );
/** Chooses a model and waits until its fields are there. */
export async function chooseModel(ada: Person, form: View, name: string): Promise<void> {
  await (await ada.choose(form, 'model', name))?.acknowledged;
  await eventually(() =>
    expect(Object.keys(entries(form))).toEqual(
      expect.arrayContaining(settingsOf(name).map((field) => `field:${field.name}`)),
    ),
  );
}
/** All that a person may set. */
export const settingsOf = (name: string) =>
  (findModel(name)?.fields ?? []).filter(({ kind }) => kind !== 'media');

/** The values that a menu offers. */
export const optionsOf = ({ body }: View, block: string): string[] =>
  everyElement(body.blocks).flatMap(({ element, blockId }) =>
    blockId === block && 'options' in element ? (element.options ?? []).map(({ value }) => value ?? '') : [],
  );
/** What is said of the price. */
export const priceIn = ({ body }: View): string => {
  const block = body.blocks.find((it) => it.block_id === 'price');
  return block?.type === 'context'
    ? block.elements.map((it) => ('text' in it ? it.text : '')).join(' ')
    : 'nothing';
};

/** The job of a card. */
export async function jobOf({ fixture }: Pick<Harness, 'fixture'>, card: Message | undefined): Promise<Job> {
  const job = card && (await fixture.engine.read(jobIdOf(card) ?? ''));
  if (!job) throw new Error('no job');
  return job;
}

/** The one card is over, and the lab's very bytes stand below it. */
export async function delivered(harness: Harness, channel: Message['channel']): Promise<Message> {
  const [card, ...more] = await finished(harness, channel);
  if (!card || more.length > 0) throw new Error(`${1 + more.length} cards`);
  const result = await resultOf(card);
  const made = await labResults(harness.fixture);
  expect(made.some((bytes) => result.bytes.equals(bytes))).toBe(true);
  return card;
}
/** What somebody sees of a job that had the workspace to itself, or nearly so: edits are few where there are many. */
export const allStates = ['QUEUED', 'PROCESSING', 'COMPLETED'];
/** What the provider was sent for a job. */
export const sentFor = ({ fixture }: Pick<Harness, 'fixture'>, { operation }: Job) =>
  fixture.lab.submits().find((it) => it.requestId === operation?.requestId)?.body;

/** Typed with their model's own words. */
export const requests: Record<string, { text: string; sent: Record<string, unknown> }> = {
  upscale: { text: 'upscale x4 png please', sent: { scale: '4', output_format: 'png' } },
  clarity: { text: 'clarity x2 “a small cat”', sent: { scale_factor: 2, prompt: 'a small cat' } },
  'upscale-video': { text: 'upscale video 3x seed=7', sent: { scale: 3, seed: 7 } },
  smooth: { text: 'smooth 60fps no preserve_audio', sent: { output_fps: 60, preserve_audio: false } },
  animate: { text: 'animate fps=12 frames 25', sent: { fps: 12, frames: '25' } },
};

/** What somebody alone is told, once there is something new. */
export async function answerTo(
  { slack }: Pick<Harness, 'slack'>,
  ada: Person,
  say: () => Promise<unknown>,
): Promise<Message> {
  const mine = () =>
    slack.messages(ada.channel).filter((it) => it.installation && (it.visibleTo ?? ada.user) === ada.user);
  const before = mine().length;
  await say();
  await eventually(() => expect(mine().length).toBeGreaterThan(before));
  const answer = mine()[before];
  if (!answer || mine().length > before + 1) throw new Error('more than one answer');
  return answer;
}
/** What stands on a message's buttons. */
export const labels = (message: Message) => buttonsOf(message).map(({ text }) => text.text);

export const transports = ['http', 'socket'] as const;
/** Over sockets some are enough for each way in, since only what hears is another; every one with TEST_SOCKETS=all. */
export const modelsOver = (transport: (typeof transports)[number], some: readonly string[]) =>
  transport === 'http' || process.env.TEST_SOCKETS === 'all'
    ? models
    : models.filter(({ command }) => some.includes(command));
