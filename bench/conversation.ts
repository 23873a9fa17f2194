/**
 * What one job takes of a chat, on the loopback Discord and the loopback Slack: edits and messages, how long it takes from
 * what was asked to a card with words and with a button, how soon the card says that cancelling costs, and how soon those
 * who wait see their place in line. Everything runs in this one process.
 * `npx tsx bench/conversation.ts [jobs, one after the other] [jobs at once, of which one is at the provider]`
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '../src/core/jobs/engine.ts';
import { fairOrder } from '../src/core/jobs/fair-queue.ts';
import { openHarness as openDiscord } from '../test/discord/harness/harness.ts';
import * as inDiscord from '../test/fakes/discord/people/seen.ts';
import * as inSlack from '../test/fakes/slack/people/seen.ts';
import type { Fixture } from '../test/helpers/fixture.ts';
import { photo } from '../test/helpers/sample-media.ts';
import { openHarness as openSlack } from '../test/slack/harness/harness.ts';

const [jobs = 5, atOnce = 8] = process.argv.slice(2).map(Number);
const processingMs = 3_000;
const title = /Larger picture/;

type Seen = { text: string; buttons: string[] };
type Chat = {
  name: string;
  fixture: Fixture;
  now(): number;
  /** Somebody new asks; answers what they are known by and what the bot has said since, the card first. */
  ask(): Promise<{ scope: string; requester: string; seen: () => Seen[] }>;
  /** Edits and messages so far. */
  sent(): { edits: number; messages: number };
  close(): Promise<void>;
};

async function discordChat(overrides: object): Promise<Chat> {
  const harness = await openDiscord({ processingMs, overrides });
  const { discord, fixture } = harness;
  const file = { name: 'a.jpg', bytes: await photo({ width: 64, height: 48 }) };
  return {
    name: 'Discord, slash command',
    fixture,
    now: discord.now,
    async ask() {
      const person = discord.person();
      const asked = await person.slash('upscale', { image: file, scale: 2 });
      return {
        scope: discord.home.guild.id,
        requester: person.user.id,
        seen: () => {
          const it = asked.response();
          return it
            ? [{ text: inDiscord.textOf(it), buttons: inDiscord.buttonsOf(it).map((b) => b.label ?? '') }]
            : [];
        },
      };
    },
    sent: () => ({
      edits: discord.log.filter(({ method }) => method === 'PATCH').length,
      messages: discord.messages().filter((it) => it.author === discord.bot).length,
    }),
    close: () => harness.close(),
  };
}

async function slackChat(overrides: object): Promise<Chat> {
  const harness = await openSlack({ processingMs, overrides });
  const { slack, fixture } = harness;
  const file = { name: 'a.jpg', bytes: await photo({ width: 64, height: 48 }) };
  const count = (name: string) => slack.log.filter(({ method }) => method === name).length;
  return {
    name: 'Slack, mention with a file',
    fixture,
    now: slack.now,
    async ask() {
      const channel = slack.addChannel();
      const person = slack.person({ channel });
      await person.mention('upscale x2', { files: [file] });
      return {
        scope: channel.workspace.id,
        requester: person.user.id,
        seen: () =>
          slack
            .messages(channel)
            .filter((it) => it.installation)
            .map((it) => ({
              text: inSlack.textOf(it),
              buttons: inSlack.buttonsOf(it).map((b) => b.text?.text ?? ''),
            })),
      };
    },
    sent: () => ({
      edits: count('chat.update'),
      messages: count('chat.postMessage') + count('files.completeUploadExternal'),
    }),
    close: () => harness.close(),
  };
}

const median = (all: number[]) =>
  Math.round(all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN);
const worst = (all: number[]) => Math.round(Math.max(...all));

async function jobOf(
  engine: Engine,
  chat: string,
  { scope, requester }: { scope: string; requester: string },
) {
  const [job] = await engine.jobs({ platform: chat, scope, requester }, 1);
  return job;
}

async function oneByOne(chat: Chat): Promise<void> {
  const words: number[] = [];
  const button: number[] = [];
  const cost: number[] = [];
  let unsaid = 0;
  const { engine, store } = chat.fixture;
  for (let count = 0; count < jobs; count += 1) {
    const begun = performance.now();
    const first: Partial<Record<'words' | 'button' | 'cost' | 'intent', number>> = {};
    const states = new Map<string, number>();
    const stop = await store.onChange((id) => {
      void store.read(id).then((job) => {
        if (job?.state === 'submitting' || job?.state === 'polling') first.intent ??= performance.now();
      });
    });
    const asked = await chat.ask();
    for (;;) {
      const [card] = asked.seen();
      if (card && title.test(card.text)) first.words ??= performance.now();
      if (card?.buttons.some((label) => /cancel/i.test(label))) first.button ??= performance.now();
      if (card && /still costs/.test(card.text)) first.cost ??= performance.now();
      const state = /(QUEUED|PROCESSING|COMPLETED)/.exec(card?.text ?? '')?.[1];
      if (state && !states.has(state)) states.set(state, performance.now());
      if (state === 'COMPLETED') break;
      await sleep(5);
    }
    stop();
    await sleep(1_500);
    if (first.words) words.push(first.words - begun);
    if (first.button) button.push(first.button - begun);
    if (first.cost && first.intent) cost.push(first.cost - first.intent);
    else unsaid += 1;
  }
  const { edits, messages } = chat.sent();
  void engine;
  console.log(`${chat.name}, ${jobs} jobs one after the other, ${processingMs / 1000} s each`);
  console.table([
    {
      'edits a job': edits / jobs,
      'messages a job': messages / jobs,
      'words after, p50 ms': median(words),
      'button after, p50 ms': median(button),
      'cost after the intent, p50 ms': median(cost),
      'worst ms': worst(cost),
      'cost never said': unsaid,
    },
  ]);
}

async function inLine(chat: Chat, platform: string): Promise<void> {
  const { engine } = chat.fixture;
  const people = await Promise.all(Array.from({ length: atOnce }, () => chat.ask()));
  const truth = new Map<number, Map<number, number>>();
  const said = new Map<number, Map<number, number>>();
  const note = (all: typeof truth, who: number, place: number) => {
    const own = all.get(who) ?? new Map<number, number>();
    all.set(who, own);
    if (!own.has(place)) own.set(place, performance.now());
  };
  const placeIn = (text: string): number | undefined => {
    if (/Next in line/.test(text)) return 1;
    const found = /(\d+)(?:st|nd|rd|th) in line/.exec(text)?.[1];
    return found === undefined ? undefined : Number(found);
  };
  const until = performance.now() + atOnce * (processingMs + 3_000);
  for (let over = 0; over < atOnce && performance.now() < until; ) {
    over = 0;
    const { queued, running } = await chat.fixture.store.queue();
    const line = new Map(fairOrder(queued, running).map(({ id }, at) => [id, at + 1]));
    for (const [who, person] of people.entries()) {
      const job = await jobOf(engine, platform, person);
      if (job?.state === 'done') over += 1;
      const place = job?.state === 'queued' ? line.get(job.id) : undefined;
      if (place !== undefined) note(truth, who, place);
      const shown = placeIn(person.seen()[0]?.text ?? '');
      if (shown !== undefined) note(said, who, shown);
    }
    await sleep(30);
  }
  await sleep(2_000);
  const late: number[] = [];
  let never = 0;
  for (const [who, places] of truth)
    for (const [place, at] of places) {
      const shown = said.get(who)?.get(place);
      if (shown === undefined) never += 1;
      else late.push(Math.max(0, shown - at));
    }
  console.log(`${chat.name}, ${atOnce} at once, one at the provider: places in line`);
  const { edits } = chat.sent();
  console.table([
    {
      'places held': late.length + never,
      'never shown': never,
      'shown after, p50 ms': median(late),
      'worst ms': worst(late),
      'edits a job': edits / atOnce,
    },
  ]);
}

for (const [open, platform] of [
  [discordChat, 'discord'],
  [slackChat, 'slack'],
] as const) {
  const one = await open({});
  await oneByOne(one);
  await one.close();
  if (!atOnce) continue;
  const line = await open({ jobsAtProvider: 1 });
  await inLine(line, platform);
  await line.close();
}
process.exit();
