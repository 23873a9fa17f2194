/** The conversation of all chats, played at the page: two channels, what each has alone, and another place. */

import { readFile } from 'node:fs/promises';
import { readAddress } from '../../src/bots/web/address.ts';
import { plainLine } from '../../src/pages/channel/log/line.tsx';
import type { Answer, Doing, RulesDriver, Sent, Where, Who } from '../chat/driver.ts';
import type { Lengths } from '../chat/lengths.ts';
import { movingPicture } from '../helpers/copies.ts';
import { clip, photo } from '../helpers/sample-media.ts';
import {
  actionsOf,
  type Harness,
  openHarness,
  type Answer as PageAnswer,
  plain,
  type Stood,
  textOf,
  type Visitor,
} from './harness.ts';

const emoji = { lens: '🔍', spark: '✨', like: '👍' } as const;
const ownPrices = [{ model: 'esrgan', price: 9_000 }];
const everybody: readonly Who[] = ['ann', 'bob', 'mod', 'admin', 'lead'];
const rooms: Readonly<Record<Where, string>> = {
  here: 'prints',
  there: 'films',
  thread: 'prints',
  direct: 'me',
  elsewhere: 'prints',
};

/** Whether it is the card of a job, or has its result. */
const isCardOf =
  (job: string) =>
  ({ message }: Stood) =>
    message.kind === 'card' && message.view?.id === job;
const isResultOf =
  (job: string) =>
  ({ message }: Stood) =>
    message.kind === 'result' && message.views.some((view) => view.id === job);

/** Without who says it, and when. */
const noteText = ({ message }: Stood): string =>
  message.kind === 'note'
    ? [
        message.title ?? '',
        ...message.lines.map((line) => plainLine(line, new Map())),
        ...(message.table ?? []),
      ]
        .filter(Boolean)
        .join('\n')
    : '';

export async function openDriver(lengths?: Lengths): Promise<{ driver: RulesDriver; harness: Harness }> {
  const prices = lengths?.prices(ownPrices) ?? ownPrices;
  let later = 0;
  const clock = () => Date.now() + later;
  const harness = await openHarness({
    ...{ clock, web: { prices }, overrides: { prices }, processingMs: 400 },
    ...(lengths && { lab: lengths.lab }),
  });
  const { fixture, history } = harness;
  const { engine, lab } = fixture;
  await lengths?.remember(fixture.store);
  const visitors = new Map<string, Promise<Visitor>>();
  const visitorOf = ({ who, where }: Doing): Promise<Visitor> => {
    const place = where === 'elsewhere' ? 'club' : undefined;
    const key = `${who} ${place}`;
    const made = visitors.get(key) ?? enter(who, place);
    visitors.set(key, made);
    return made;
  };
  async function enter(who: Who, place: string | undefined): Promise<Visitor> {
    // The name `admin` is like any other; what counts is as whom they act.
    const visitor = await harness.enter(who, place);
    if (who === 'admin') await visitor.post('/role', { admin: true });
    return visitor;
  }
  for (const who of everybody) await visitorOf({ who });
  const size = { width: 60, height: 40 };
  const picture = await photo(size);
  const short = { width: 64, height: 48, seconds: 0.5, fps: 8, audio: false };
  const video = { name: 'small.mp4', bytes: await readFile(await clip(fixture.folder, short)) };
  const ofLength = (name: 'long' | 'short') =>
    lengths ? { name: `${name}.mp4`, bytes: lengths.clips[name] } : video;
  const files: Readonly<Record<Sent, { name: string; bytes: Buffer }>> = {
    picture: { name: 'small.jpg', bytes: picture },
    video,
    long: ofLength('long'),
    short: ofLength('short'),
    moving: { name: 'moving.gif', bytes: await movingPicture() },
    broken: { name: 'broken.jpg', bytes: picture.subarray(0, picture.length / 2) },
  };
  let keys = 0;
  const newKey = () => {
    keys += 1;
    return `key-${keys}-of-a-test`;
  };

  /** Does it, and reads what came of it. */
  async function heard(
    it: Doing,
    work: (visitor: Visitor, room: string) => Promise<PageAnswer>,
  ): Promise<Answer> {
    const from = history.length;
    const visitor = await visitorOf(it);
    const answer = await work(visitor, rooms[it.where ?? 'here']);
    const added = new Map(history.slice(from).map((stood) => [stood.id, stood]));
    const notes = [...added.values()].filter(({ message, gone }) => message.kind === 'note' && !gone);
    const alone = ({ message }: Stood) => 'only' in message && message.only === true;
    const theirs = notes.filter((stood) => alone(stood) && stood.message.by === visitor.id);
    const text = (all: readonly Stood[]) => all.map(noteText);
    return {
      toThem: [...text(theirs), answer.toast ?? '', plain(answer.form ?? ''), plain(answer.ask ?? '')]
        .filter(Boolean)
        .join('\n'),
      ...(answer.form !== undefined && { form: true as const }),
      toAll: text(notes.filter((stood) => !alone(stood))).join('\n'),
      actions: notes.flatMap((stood) =>
        actionsOf(stood).map(({ act, id, argument }) => ({ act, id, argument })),
      ),
    };
  }

  async function posted(it: Doing, sent: readonly Sent[]) {
    const visitor = await visitorOf(it);
    const uploaded = [];
    for (const one of sent) uploaded.push(await visitor.upload(files[one].name, files[one].bytes));
    return uploaded;
  }
  const cardOf = (job: string) => harness.all().find(isCardOf(job));
  const shownOf = (job: string) =>
    harness
      .all()
      .filter(isResultOf(job))
      .filter(({ room }) => !room.includes('@'));

  const driver: RulesDriver = {
    name: 'web',
    ledger: fixture.ledger,
    emoji,
    async post({ file = 'picture', ...it }) {
      const uploaded = await posted(it, [file].flat());
      const key = newKey();
      const answer = await heard(it, async (visitor, room) => {
        const said = await visitor.post('/say', { key, text: '', files: uploaded }, { room });
        return { ...said.answer };
      });
      return { ...answer, message: `m-${key}` };
    },
    resultOf: (job) => shownOf(job)[0]?.id ?? '',
    react: ({ message, emoji: which, off, ...it }) =>
      heard(
        it,
        async (visitor, room) =>
          (await visitor.post('/react', { message, emoji: emoji[which], on: off !== true }, { room })).answer,
      ),
    engine,
    lab,
    kept: fixture,
    noModerators: true,
    noGroups: true,
    idsByScope: true,
    leads: '',
    person: ({ who, where = 'here' }) => ({
      platform: 'web',
      scope: where === 'elsewhere' ? 'club' : 'home',
      requester: who,
      channel: where === 'direct' ? `@${who}` : `${where === 'elsewhere' ? 'club/' : ''}${rooms[where]}`,
      groups: [],
      admin: who === 'admin',
    }),
    async say({ text, file, author, ...it }) {
      const sent = [file ?? []].flat();
      const other = author !== undefined && author !== it.who ? { ...it, who: author } : undefined;
      const uploaded = await posted(other ?? it, sent);
      let about: { message: string; index: number }[] = [];
      if (other && uploaded.length > 0) {
        const key = newKey();
        await (await visitorOf(other)).post(
          '/say',
          { key, text: '', files: uploaded },
          { room: rooms[it.where ?? 'here'] },
        );
        about = uploaded.map((_, index) => ({ message: `m-${key}`, index }));
      }
      return heard(it, async (visitor, room) => {
        const files = other ? [] : uploaded;
        const said = { key: newKey(), text: `/${text}`, files, ...(about.length > 0 && { about }) };
        return (await visitor.post('/say', said, { room })).answer;
      });
    },
    press: ({ act, id, argument, text, ...it }) =>
      heard(it, async (visitor, room) => {
        const has = (stood: Stood) =>
          actionsOf(stood).some((action) => action.act === act && action.id === id);
        const here = harness
          .all()
          .filter((stood) => stood.room.endsWith(room === 'me' ? `@${it.who}` : room));
        const message =
          (here.findLast(has) ?? here.findLast((stood) => isCardOf(id)(stood) || isResultOf(id)(stood)))
            ?.id ?? '';
        const pressed = { act, id, ...(argument !== undefined && { argument }), message };
        const { answer } = await visitor.post('/press', pressed, { room });
        if (answer.ask === undefined || text === undefined) return answer;
        const asked =
          /data-act="([^"]*)" data-id="([^"]*)"(?: data-argument="([^"]*)")?/.exec(answer.ask) ?? [];
        const [, asks, about, how] = asked;
        const typed = { act: asks, id: about, ...(how !== undefined && { argument: how }), text, message };
        return (await visitor.post('/press', typed, { room })).answer;
      }),
    states: (job) => {
      const states = history
        .filter(isCardOf(job))
        .map(({ message }) => (message.kind === 'card' ? (message.view?.state ?? '') : ''));
      return states.filter((state, index) => state !== states[index - 1]);
    },
    card: (job) => {
      const card = cardOf(job);
      return card?.message.kind === 'card' ? `${card.message.view?.state}\n${textOf(card)}` : '';
    },
    opening: (job) => {
      const first = history.find(isCardOf(job));
      return first ? textOf(first) : '';
    },
    actions: (job) =>
      [...(cardOf(job) ? [cardOf(job)] : []), ...shownOf(job)].flatMap((stood) =>
        stood ? actionsOf(stood).map(({ act }) => act) : [],
      ),
    labels: (job) => shownOf(job).flatMap((stood) => actionsOf(stood).map(({ label }) => label)),
    files: (job) =>
      shownOf(job).flatMap(({ message }) => {
        if (message.kind !== 'result') return [];
        return message.files.map(({ name }) => harness.bytes(name));
      }),
    posted: (job) =>
      shownOf(job)
        .flatMap((stood) => [
          textOf(stood),
          ...(stood.message.kind === 'result' ? stood.message.files.map(({ alt }) => alt ?? '') : []),
        ])
        .join('\n'),
    standing: (says) =>
      harness
        .all()
        .filter(({ room, message }) => room === 'prints' && !('only' in message && message.only))
        .map(noteText)
        .filter((text) => text.includes(says)),
    told: (who) =>
      harness
        .all()
        .filter(({ room }) => room === `@${who}`)
        .map(noteText)
        .join('\n'),
    fetched: () => harness.taken(),
    async deleteSource(job) {
      const { source, room, author, requester } = readAddress((await engine.read(job))?.address ?? null);
      const who = everybody.find((it) => it === (author ?? requester)) ?? 'ann';
      await (await visitorOf({ who })).post('/delete', { message: source?.message ?? '' }, { room });
    },
    async later(ms) {
      later += ms;
      await fixture.maintain();
    },
    closeResults(closed) {
      harness.breaks.closed = closed;
    },
    restart: () => harness.restart(),
    close: () => harness.close(),
  };
  const limits = { monthly: 'none', jobs_per_person: 'none', confirm_above: 'none' };
  for (const where of ['here', 'elsewhere'] as const)
    await engine.credits.setLimits({ ...driver.person({ who: 'admin', where }), admin: true }, limits);
  return { driver, harness };
}
