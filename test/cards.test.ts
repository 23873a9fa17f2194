/** The page of every card: each sample is drawn whole, and is what both chats take. */
import type { types } from '@slack/bolt';
import { type APIMessageTopLevelComponent, ComponentType as T } from 'discord.js';
import { beforeAll, expect, it } from 'vitest';
import { component } from '../cards/draw/discord/components.ts';
import { Unknown } from '../cards/draw/html.ts';
import type { Look } from '../cards/draw/look.ts';
import { sceneOf } from '../cards/draw/pictures.ts';
import { block } from '../cards/draw/slack/blocks.ts';
import { pageOf } from '../cards/page.ts';
import { sections } from '../cards/samples/index.ts';
import type { DiscordPayload } from '../cards/samples/on-discord.ts';
import type { SlackPayload } from '../cards/samples/on-slack.ts';
import { nameOf, now } from '../cards/samples/people.ts';
import { type Drawn, type DrawnSection, drawAll } from '../cards/samples/sample.ts';
import { standIn } from '../cards/samples/stand-in.ts';
import { createClock } from './fakes/clock.ts';
import { draftMessage } from './fakes/discord/messages/message-body.ts';
import { modalSchema } from './fakes/discord/messages/modal.ts';
import type { FakeState as Discord } from './fakes/discord/state.ts';
import { everySlackFile } from './fakes/slack/blocks/blocks.ts';
import { readBlocks, readView } from './fakes/slack/blocks/check.ts';
import { createState } from './fakes/slack/create-state.ts';
import type { Installation, SlackFile, Workspace } from './fakes/slack/state.ts';

const look: Look = { now, nameOf, pictureOf: (reference, of) => `${sceneOf(reference, of)}.webp` };
const clock = createClock();
let drawn: readonly DrawnSection[];
// Charts have tests of their own, and take their time.
beforeAll(async () => {
  drawn = await drawAll(sections, async () => new Uint8Array(1));
});

it('has a heading for each kind, and both chats for each sample of both', () => {
  const page = pageOf(drawn, look, '');
  for (const { title, samples } of drawn) {
    expect(page).toContain(`<h2>${title}`);
    for (const { discord, slack, title: name } of samples)
      expect(discord.length + slack.length, `${title}: ${name}`).toBeGreaterThan(0);
  }
  // What was not drawn, or was drawn of nothing.
  expect(page).not.toMatch(/\bundefined\b|\bNaN\b|\[object/);
});

it('is complete: what cannot be drawn is no page', () => {
  const strange = { type: 99 } as unknown as APIMessageTopLevelComponent;
  expect(() => component({ type: T.Container, components: [strange as never] }, look)).toThrow(Unknown);
  expect(() => block({ type: 'progress' } as unknown as types.KnownBlock, look)).toThrow(Unknown);
});

it('is made of what Discord takes', async () => {
  const refused = await Promise.all(every(({ discord }) => discord).map(takenByDiscord));
  expect(refused.filter((it) => it !== undefined)).toEqual([]);
});

it('is made of what Slack takes', () => {
  const refused = every(({ slack }) => slack).map(takenBySlack);
  expect(refused.filter((it) => it !== undefined)).toEqual([]);
});

type Named<Payload> = { name: string; it: Payload };
const every = <Payload>(of: (sample: Drawn) => readonly Payload[]): Named<Payload>[] =>
  drawn.flatMap(({ title, samples }) =>
    samples.flatMap((sample) => of(sample).map((it) => ({ name: `${title}: ${sample.title}`, it }))),
  );

/** The refusal, with the sample's name. */
const refusal = (name: string, error: unknown): string => `${name}: ${JSON.stringify(error)} ${error}`;

async function takenByDiscord({ name, it }: Named<DiscordPayload>): Promise<string | undefined> {
  const state = standIn<Discord>({ clock, refusedTexts: [], attachments: new Map() });
  try {
    if (it.kind === 'modal') modalSchema.parse(it.modal);
    else {
      const uploads = (it.body.attachments ?? []).map(({ id, filename }) => ({
        index: id,
        name: filename,
        bytes: new Uint8Array(1),
      }));
      await draftMessage(state, { body: it.body, uploads, place: '1', uploadLimit: 10 });
    }
    return undefined;
  } catch (error) {
    return refusal(name, error);
  }
}

function takenBySlack({ name, it }: Named<SlackPayload>): string | undefined {
  const state = createState(clock, 'http://127.0.0.1', {});
  const workspace = standIn<Workspace>({ id: 'T1' });
  const installation = standIn<Installation>({ workspace });
  const blocks = it.kind === 'message' || it.kind === 'file' ? it.body.blocks : it.view.blocks;
  for (const { file } of everySlackFile(blocks as never[])) {
    const id = file.id ?? '';
    state.files.set(
      id,
      standIn<SlackFile>({ id, workspace, mimetype: 'image/jpeg', processed: true, deleted: false }),
    );
  }
  try {
    if (it.kind === 'message' || it.kind === 'file') readBlocks(state, installation, blocks);
    else readView(state, installation, it.view, it.kind);
    return undefined;
  } catch (error) {
    return refusal(name, error);
  }
}
