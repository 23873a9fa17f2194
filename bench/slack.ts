/**
 * Many jobs at once in one Slack workspace, through the real Bolt and against the loopback Slack, whose limits are exact:
 * how soon each is acknowledged, how many `chat.update` any minute has, and how long after its result the card says
 * COMPLETED. Beside it, in the same run, a publisher as one would write it first: every change and every second, sent as
 * it happens. Everything runs in this one process: Slack, the bot, Redis and the lab.
 * `npx tsx bench/slack.ts [jobs] [channels]`
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { webApi } from '@slack/bolt';
import { readAddress } from '../src/bots/slack/address.ts';
import { cardOf } from '../src/bots/slack/cards/card.ts';
import { createSlack } from '../src/bots/slack/index.ts';
import { createLog } from '../src/core/log.ts';
import type { Platform } from '../src/core/ports/platform.ts';
import { createDedupe } from '../src/core/store/dedupe.ts';
import { connectRedis } from '../src/core/store/redis.ts';
import { createVault } from '../src/core/store/vault.ts';
import type { View } from '../src/core/view/view.ts';
import { type Slack, startSlack } from '../test/fakes/slack/slack.ts';
import { openFixture } from '../test/helpers/fixture.ts';
import { photo } from '../test/helpers/sample-media.ts';
import { linkTo, manifestFor } from '../test/slack/harness/harness.ts';

const [jobs = 40, channels = 8] = process.argv.slice(2).map(Number);
const processingMs = 15_000;
/** After the last result; a card that says nothing until then counts as so late. */
const patienceMs = 60_000;
const log = createLog({ level: 'error', human: false });

type Kind = 'Darkroom' | 'naive';
type Measured = {
  /** All in ms, sorted. From the command until its acknowledgement; */
  acknowledged: number[];
  /** from the result in the thread until the card says COMPLETED; */
  late: number[];
  /** from the provider's word that it is there until then: this has the upload in it. */
  fromProvider: number[];
  /** Edits that arrived, those that Slack refused with 429, and the most in any minute. */
  edits: number;
  refused: number;
  busiest: number;
  /** Cards that did not say COMPLETED in time, and were waited for no longer. */
  unfinished: number;
};
const sorted = (values: Iterable<number>) => [...values].sort((a, b) => a - b);

/** Sends everything at once and waits for nothing; Slack's own client keeps the line. */
function naive(platform: Platform, slack: Slack, shown: (view: View) => void): Platform {
  const web = new webApi.WebClient(slack.token(), {
    slackApiUrl: slack.url,
    // It has a line for each refusal.
    logLevel: webApi.LogLevel.ERROR,
  });
  const { editLimits: _, ...bare } = platform;
  return {
    ...bare,
    tickMs: 1000,
    async show(json, view) {
      const address = readAddress(json);
      if (address.status === undefined) return;
      const message = { channel: address.channel, ts: address.status };
      web.chat.update({ ...message, ...cardOf(view, address) }).then(
        () => shown(view),
        // At the end Slack is gone.
        () => {},
      );
    },
  };
}

async function measure(kind: Kind, count: number): Promise<Measured> {
  const slack = await startSlack({ manifest: manifestFor('http') });
  let folder = '';
  let prefix = '';
  let redis: ReturnType<typeof connectRedis> | undefined;
  const connected = () => {
    if (!redis) throw new Error('not connected yet');
    return redis;
  };
  const adapter = createSlack({
    ...{ apiUrl: slack.url, botToken: slack.token(), signingSecret: slack.signingSecret },
    ...{ command: '/darkroom', log, clock: slack.now, maxFileBytes: 50_000_000 },
    filePath: (name) => join(folder, 'files', name),
    vault: (secret) => createVault(connected(), { prefix, secret, log }),
    dedupe: (name, keepMs) => createDedupe(connected(), { prefix })(name, keepMs),
  });
  const posted = new Map<string, number>();
  const completed = new Map<string, number>();
  const shown = ({ id, state }: View) => {
    if (state === 'COMPLETED' && !completed.has(id)) completed.set(id, slack.now());
  };
  const shower = kind === 'naive' ? naive(adapter, slack, shown) : adapter;
  const platform: Platform = {
    ...shower,
    limits: { monthly: null, jobs_per_person: null, jobs_at_once: null, confirm_above: null },
    async show(address, view) {
      await shower.show(address, view);
      if (kind === 'Darkroom') shown(view);
    },
    async deliver(address, view, delivery) {
      await shower.deliver(address, view, delivery);
      posted.set(view.id, slack.now());
    },
  };
  const fixture = await openFixture({
    platforms: [platform],
    lab: { queuedMs: 1000, processingMs, parallel: jobs },
    overrides: { clock: slack.now },
  });
  ({ folder, prefix } = fixture);
  redis = connectRedis(fixture.redisUrl, { log });
  await Promise.all(
    Array.from({ length: 30 }, () => fixture.store.addRun('lab esrgan', { ms: processingMs })),
  );
  const server = createServer(adapter.listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server that listens has an address of this shape.
  slack.deliverTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`);
  await platform.start(fixture.engine);
  try {
    const places = Array.from({ length: count }, () => slack.addChannel());
    const bytes = await photo({ width: 64, height: 48 });
    const people = Array.from({ length: jobs }, (_, index) => {
      const channel = places[index % count] ?? slack.home.channel;
      return slack.person({ channel });
    });
    const links = await Promise.all(
      people.map(async (person) => linkTo({ slack }, await person.postFile({ name: 'a.jpg', bytes }))),
    );
    const acknowledged = await Promise.all(
      people.map(async (person, index) => {
        const asked = person.slash(`/darkroom upscale scale=2 ${links[index]}`);
        return (await asked.acknowledged).tookMs;
      }),
    );
    while (posted.size < jobs) await sleep(20);
    const until = slack.now() + patienceMs;
    while (completed.size < jobs && slack.now() < until) await sleep(20);
    const now = slack.now();
    const whole = await Promise.all([...posted.keys()].map((id) => fixture.engine.read(id)));
    const sinceProvider = whole.map(
      (job) => (completed.get(job?.id ?? '') ?? now) - (job?.completedAt ?? now),
    );
    return {
      acknowledged: sorted(acknowledged),
      late: sorted([...posted].map(([id, at]) => Math.max(0, (completed.get(id) ?? now) - at))),
      fromProvider: sorted(sinceProvider),
      edits: slack.log.filter(({ method }) => method === 'chat.update').length,
      refused: slack.rateLimited.filter(({ method }) => method === 'chat.update').length,
      busiest: slack.busiest('chat.update'),
      unfinished: jobs - completed.size,
    };
  } finally {
    await platform.stop();
    server.close();
    server.closeAllConnections();
    redis.disconnect();
    await fixture.close();
    await slack.close();
  }
}

const quantile = (values: readonly number[], share: number) =>
  Math.round(values[Math.min(values.length - 1, Math.floor(share * values.length))] ?? Number.NaN);

for (const count of new Set([channels, 1])) {
  console.log(
    `${jobs} commands at once in ${count === 1 ? 'one channel' : `${count} channels`} of one workspace, ` +
      `${processingMs / 1000} s each: 50 chat.update a minute, one chat.postMessage a second and channel`,
  );
  const rows: Partial<Record<Kind, Measured>> = {};
  for (const kind of ['Darkroom', 'naive'] as const) rows[kind] = await measure(kind, count);
  console.table(
    Object.entries(rows).map(([publisher, it]) => ({
      publisher,
      'acknowledged, worst ms': quantile(it.acknowledged, 1),
      edits: it.edits,
      'most in a minute': it.busiest,
      'refused (429)': it.refused,
      'COMPLETED after the result, p50 ms': quantile(it.late, 0.5),
      'last ms': quantile(it.late, 1),
      'after the provider, p50 ms': quantile(it.fromProvider, 0.5),
      'last of these ms': quantile(it.fromProvider, 1),
      'not by then': it.unfinished,
    })),
  );
  const { Darkroom: ours, naive: other } = rows;
  if (!ours || !other) continue;
  const atLeast = other.unfinished > 0 ? 'at least ' : '';
  const times = (of: (it: Measured) => number) => (of(other) / Math.max(1, of(ours))).toFixed(1);
  console.log(
    `naive ÷ Darkroom: ${times(({ edits }) => edits)} × the edits, ` +
      `${atLeast}${times(({ late }) => late.at(-1) ?? 0)} × as late`,
  );
}
// What the naive one still has in its line would keep the process.
process.exit();
