/**
 * Many jobs at once in one Discord channel, through the real discord.js and against the loopback Discord: how soon each
 * is acknowledged, how many edits its card takes, and how long after its result the card says COMPLETED. Beside it, in
 * the same run, a publisher as one would write it first: every change and every second, sent as it happens.
 * Everything runs in this one process: Discord, the bot, Redis and the lab.
 * `npx tsx bench/discord.ts [jobs by command] [jobs by mention]`
 */
import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { REST, Routes } from 'discord.js';
import { isAlive, readAddress } from '../src/bots/discord/address.ts';
import { cardOf } from '../src/bots/discord/cards/card.ts';
import { commandsFor } from '../src/bots/discord/commands/definitions.ts';
import { createDiscord } from '../src/bots/discord/index.ts';
import { createLog } from '../src/core/log.ts';
import type { Platform } from '../src/core/ports/platform.ts';
import { type Discord, startDiscord } from '../test/fakes/discord/discord.ts';
import { openFixture } from '../test/helpers/fixture.ts';
import { photo } from '../test/helpers/sample-media.ts';

const [byCommand = 50, byMention = 8] = process.argv.slice(2).map(Number);
const processingMs = 15_000;
/** After the last result; a card that says nothing until then counts as so late. */
const patienceMs = 60_000;
const log = createLog({ level: 'error', human: false });

type How = 'command' | 'mention';
type Kind = 'Darkroom' | 'naive';
type Measured = {
  /** All in ms, sorted. From the asking until the first answer; */
  acknowledged: number[];
  /** from the result in the channel until its card says COMPLETED; */
  late: number[];
  /** from the sending of an edit until it is answered: what is more than a request takes was spent in a line. */
  took: number[];
  /** Edits that arrived, and those that Discord refused with 429. */
  edits: number;
  refused: number;
  /** Cards that did not say COMPLETED in time, and were waited for no longer. */
  unfinished: number;
};
const sorted = (values: Iterable<number>) => [...values].sort((a, b) => a - b);

/** Sends everything at once and waits for nothing but the end; discord.js keeps the line. */
function naive(platform: Platform, rest: REST, discord: Discord, end: AbortSignal): Platform {
  const { editLimits: _, ...bare } = platform;
  return {
    ...bare,
    tickMs: 1000,
    async show(json, view) {
      const address = readAddress(json);
      const { token } = address;
      const options = { body: cardOf(view, address, { now: discord.now() }), signal: end };
      const edit = isAlive(token, discord.now())
        ? rest.patch(Routes.webhookMessage(discord.applicationId, token.value, token.message), {
            ...options,
            auth: false,
          })
        : rest.patch(Routes.channelMessage(address.channel, address.card), options);
      // Those that are left behind are taken out of the line at the end.
      if (view.state !== 'COMPLETED') edit.catch(() => {});
      else await edit;
    },
  };
}

async function measure(kind: Kind, how: How, jobs: number): Promise<Measured> {
  const discord = await startDiscord();
  const rest = new REST({ api: discord.url }).setToken(discord.token);
  await rest.put(Routes.applicationCommands(discord.applicationId), { body: commandsFor() });
  let folder = '';
  const adapter = createDiscord({
    ...{
      token: discord.token,
      apiUrl: discord.url,
      log,
      clock: discord.now,
      maxFileBytes: 50_000_000,
      prices: [],
    },
    dedupe: async () => true,
    filePath: (name) => join(folder, 'files', name),
  });
  const end = new AbortController();
  setMaxListeners(0, end.signal);
  const shower = kind === 'naive' ? naive(adapter, rest, discord, end.signal) : adapter;
  const posted = new Map<string, number>();
  const completed = new Map<string, number>();
  const took: number[] = [];
  let failure: string | undefined;
  const platform: Platform = {
    ...shower,
    limits: { monthly: null, jobs_per_person: null, confirm_above: null },
    async show(address, view) {
      // On a machine that is busy otherwise, say.
      if (view.state === 'FAILED') failure = view.line;
      const sent = discord.now();
      await shower.show(address, view);
      took.push(discord.now() - sent);
      if (view.state === 'COMPLETED' && !completed.has(view.id)) completed.set(view.id, discord.now());
    },
    async deliver(address, view, delivery) {
      await shower.deliver(address, view, delivery);
      posted.set(view.id, discord.now());
    },
  };
  const fixture = await openFixture({
    platforms: [platform],
    lab: { queuedMs: 1000, processingMs, parallel: jobs },
    overrides: { clock: discord.now },
  });
  folder = fixture.folder;
  await Promise.all(
    Array.from({ length: 30 }, () => fixture.store.addRun('lab esrgan', { ms: processingMs })),
  );
  await platform.start(fixture.engine);
  try {
    const file = { name: 'a.jpg', bytes: await photo({ width: 64, height: 48 }) };
    const acknowledged = await Promise.all(
      Array.from({ length: jobs }, async () => {
        const person = discord.person();
        if (how === 'command') {
          const asked = await person.slash('upscale', { image: file, scale: 2 });
          return (await asked.acknowledged).tookMs;
        }
        const content = `<@${discord.bot.id}> upscale x2`;
        const asked = await person.post({ content, attachments: [file] });
        for (;;) {
          const card = discord.messages().find(({ reference }) => reference?.message === asked);
          if (card) return card.createdAt - asked.createdAt;
          await sleep(10);
        }
      }),
    );
    while (posted.size < jobs) {
      if (failure !== undefined) throw new Error(`A job failed, so this says nothing: ${failure}`);
      await sleep(20);
    }
    const until = discord.now() + patienceMs;
    while (completed.size < jobs && discord.now() < until) await sleep(20);
    const now = discord.now();
    return {
      acknowledged: sorted(acknowledged),
      late: sorted([...posted].map(([id, at]) => Math.max(0, (completed.get(id) ?? now) - at))),
      took: sorted(took),
      edits: discord.log.filter(({ method }) => method === 'PATCH').length,
      refused: discord.rateLimited.length,
      unfinished: jobs - completed.size,
    };
  } finally {
    end.abort();
    await platform.stop();
    await fixture.close();
    await discord.close();
  }
}

const quantile = (values: readonly number[], share: number) =>
  Math.round(values[Math.min(values.length - 1, Math.floor(share * values.length))] ?? Number.NaN);

const ways: [How, number][] = [
  ['command', byCommand],
  ['mention', byMention],
];
for (const [how, jobs] of ways) {
  if (!jobs) continue;
  console.log(
    how === 'command'
      ? `${jobs} slash commands at once, ${processingMs / 1000} s each: every card has a bucket of its own, 5 edits in 2 s`
      : `${jobs} mentions at once, ${processingMs / 1000} s each: all cards share the channel’s bucket, 5 edits in 5 s`,
  );
  const rows: Partial<Record<Kind, Measured>> = {};
  for (const kind of ['Darkroom', 'naive'] as const) rows[kind] = await measure(kind, how, jobs);
  console.table(
    Object.entries(rows).map(([publisher, it]) => ({
      publisher,
      'acknowledged, worst ms': quantile(it.acknowledged, 1),
      edits: it.edits,
      'refused (429)': it.refused,
      'an edit took, p50 ms': quantile(it.took, 0.5),
      'worst ms': quantile(it.took, 1),
      'COMPLETED after the result, p50 ms': quantile(it.late, 0.5),
      'last ms': quantile(it.late, 1),
      'not by then': it.unfinished,
    })),
  );
  const { Darkroom: ours, naive: other } = rows;
  if (!ours || !other) continue;
  const times = (of: (it: Measured) => number) => (of(other) / Math.max(1, of(ours))).toFixed(1);
  const atLeast = other.unfinished > 0 ? 'at least ' : '';
  const lateness = times(({ late }) => late.at(-1) ?? 0);
  console.log(
    `naive ÷ Darkroom: ${times(({ edits }) => edits)} × the edits, ${atLeast}${lateness} × as late`,
  );
}
