/** The conversation of all chats, played in the loopback Slack: two workspaces, and everybody in them. */
import { cardIn, ids, parse } from '../../../src/bots/slack/ids.ts';
import type { Act } from '../../../src/chat/action.ts';
import type { Job } from '../../../src/core/domain/job.ts';
import type { Log } from '../../../src/core/log.ts';
import { createLog } from '../../../src/core/log.ts';
import type { Answer, ChatDriver, Doing, RulesDriver, Sent, Where, Who } from '../../chat/driver.ts';
import type { Lengths } from '../../chat/lengths.ts';
import { everyElement } from '../../fakes/slack/blocks/blocks.ts';
import { clientOf } from '../../fakes/slack/client.ts';
import type { SentFile } from '../../fakes/slack/methods/files.ts';
import type { Person } from '../../fakes/slack/people/person.ts';
import { buttonsOf, messagesIn, textOf } from '../../fakes/slack/people/seen.ts';
import type { Channel, Message } from '../../fakes/slack/state.ts';
import { movingPicture } from '../../helpers/copies.ts';
import { until } from '../../helpers/requests.ts';
import { installFor, ownManifest } from './app.ts';
import { picture, sampleOf } from './client.ts';
import { type Harness, jobIdOf, openHarness, postsOf, statesOf } from './harness.ts';

const ownPrices = [{ model: 'esrgan', price: 9_000 }];
/** A minute in which the workspace can be edited and asked as often as ever. */
const minuteMs = 61_000;

const publicUrl = 'https://pictures.example/room';

const emoji = { lens: ':mag:', spark: ':sparkles:', like: ':+1:' } as const;

/** @param heard gets the id of everything that was handled. */
function listeningLog(heard: Set<string>): Log {
  const log = createLog({ level: process.env.TEST_LOG ?? 'silent', human: false });
  const debug = (what: unknown) => {
    if (typeof what === 'object' && what !== null && 'event' in what) heard.add(String(what.event));
  };
  return {
    ...{ fatal: log.fatal.bind(log), info: log.info.bind(log), error: log.error.bind(log) },
    ...{ warn: log.warn.bind(log), debug },
  };
}

export async function openDriver(lengths?: Lengths): Promise<RulesDriver & Pick<Harness, 'slack'>> {
  const prices = lengths?.prices(ownPrices) ?? ownPrices;
  const handled = new Set<string>();
  const harness = await openHarness({
    movesOn: true,
    ...(lengths && { lab: lengths.lab }),
    slack: { manifest: ownManifest('http'), installed: false },
    platform: ({ clientId, clientSecret }) => ({
      botToken: undefined,
      oauth: { clientId, clientSecret, stateSecret: 'a state secret of many characters' },
      prices,
      log: listeningLog(handled),
    }),
    overrides: { prices, links: { publicUrl, secret: Buffer.alloc(32, 1) } },
  });
  const { slack, fixture } = harness;
  const { engine, lab } = fixture;
  await lengths?.remember(fixture.store);
  const home = slack.home.workspace;
  const [here, there] = [slack.addChannel({ name: 'here' }), slack.addChannel({ name: 'there' })];
  const other = slack.addWorkspace({ installed: false });
  const elsewhere = slack.addChannel({ workspace: other, name: 'elsewhere' });
  const install = `${harness.url}/slack/install`;
  for (const channel of [here, elsewhere])
    await installFor({ slack, install }, slack.person({ channel, admin: true }));
  there.members.add(botIn(here));
  const everybody: readonly Who[] = ['ann', 'bob', 'mod', 'admin', 'lead'];
  const users = new Map(
    everybody.map((who) => [who, slack.addUser({ name: who, workspace: home, admin: who === 'admin' })]),
  );
  const userOf = (who: Who) => found(users.get(who));
  const leads = slack.addUserGroup({ users: [userOf('lead')] }).id;
  const video = await sampleOf({ fixture }, 'video');
  const ofLength = (name: 'long' | 'short'): SentFile =>
    lengths ? { ...video, name: `${name}.mp4`, bytes: lengths.clips[name] } : video;
  const clips: Record<Sent, SentFile> = {
    picture: picture(),
    video,
    long: ofLength('long'),
    short: ofLength('short'),
    moving: { name: 'moving.gif', bytes: await movingPicture() },
    broken: { ...picture(), name: 'broken.jpg', bytes: picture().bytes.subarray(0, 400) },
  };

  const channelOf = ({ who, where = 'here' }: Doing): Channel => {
    const channels: Readonly<Record<Where, () => Channel>> = {
      here: () => here,
      there: () => there,
      thread: () => here,
      elsewhere: () => elsewhere,
      direct: () => slack.direct(userOf(who)),
    };
    return channels[where]();
  };
  const personAt = (it: Doing): Person => slack.person({ user: userOf(it.who), channel: channelOf(it) });
  const person: ChatDriver['person'] = (it) => ({
    platform: 'slack',
    scope: channelOf(it).workspace.id,
    requester: userOf(it.who).id,
    channel: channelOf(it).id,
    groups: it.who === 'lead' ? [leads] : [],
    admin: it.who === 'admin' && it.where !== 'elsewhere',
  });

  /** All that the bot has said to them, or to all where they are; cards and files left out. */
  const heard = (it: Doing) => {
    const { user, channel } = personAt(it);
    const said = messagesIn(channel, user).filter(({ installation }) => installation);
    const direct = messagesIn(slack.direct(user), user).filter(({ installation }) => installation);
    return (
      [...new Set([...said, ...direct])]
        // A contact sheet is no result.
        .filter((message) => !isCard(message) && message.files.every(({ name }) => name === 'versions.png'))
        .map((message) => ({ message, text: textOf(message) }))
    );
  };

  /** Does it and waits until something has come of it: an answer, a job, a form, or a change of the job that it is about. */
  const answerOf = (it: Doing, work: () => Promise<unknown>) =>
    answerTo(it, work, undefined, { handled: true });
  /** @param how.handled the work waits itself until all is done */
  async function answerTo(
    it: Doing,
    work: () => Promise<unknown>,
    job?: string,
    how: { handled?: true } = {},
  ): Promise<Answer> {
    const before = new Map(heard(it).map(({ message, text }) => [message, text]));
    const state = async () => {
      const [newest] = await engine.jobs(person(it), 1);
      const about = job === undefined ? undefined : await engine.read(job);
      return JSON.stringify([newest?.id, decisions(about)]);
    };
    const was = await state();
    const opened = () => slack.log.filter(({ method }) => method === 'views.open').length;
    const views = opened();
    const fresh = () => heard(it).filter(({ message, text }) => before.get(message) !== text);
    await work();
    if (!how.handled)
      await until(async () => fresh().length > 0 || opened() > views || (await state()) !== was);
    const isTheirs = ({ message }: ReturnType<typeof heard>[number]) =>
      message.visibleTo !== undefined || message.channel.kind === 'im';
    const answers = fresh();
    return {
      toThem: answers
        .filter(isTheirs)
        .map(({ text }) => text)
        .join('\n'),
      ...(opened() > views && { form: true as const }),
      toAll: answers
        .filter((one) => !isTheirs(one))
        .map(({ text }) => text)
        .join('\n'),
      actions: answers
        .flatMap(({ message }) => buttonsOf(message))
        .flatMap(({ action_id = '', value = '' }) => {
          const pressed = parse(action_id);
          return pressed?.kind === 'action'
            ? [{ act: pressed.act, id: value, argument: pressed.argument }]
            : [];
        }),
    };
  }

  /** Where they see it in a menu: what has no button of its own. */
  const menuAt = (it: Doing, option: string) => {
    const { channel, user } = personAt(it);
    const message = messagesIn(channel, user).findLast((each) => optionsOf(each).includes(option));
    const isOverflow = message?.blocks.some((block) => JSON.stringify(block).includes('"overflow"'));
    return message && { message, name: isOverflow ? ids.overflow : ids.menu };
  };

  /** The message with such a button that they see there; else one that somebody made up. */
  async function buttonAt(it: Doing, id: string, action: string): Promise<Message> {
    const { channel, user } = personAt(it);
    const carries = (message: Message) =>
      buttonsOf(message).some(({ action_id, value }) => action_id === action && value === id);
    const seen = messagesIn(channel, user).findLast(
      (message) =>
        carries(message) && buttonsOf(message).filter(({ action_id }) => action_id === action).length === 1,
    );
    if (seen) return seen;
    // A channel takes one message a second.
    slack.advance(1_100);
    const text = { type: 'plain_text', text: 'Made up' } as const;
    const elements = [{ type: 'button', action_id: action, text, value: id } as const];
    const web = clientOf(slack, slack.token(channel.workspace));
    const blocks = [{ type: 'actions', elements } as const];
    const { ts } = await web.chat.postMessage({ channel: channel.id, text: 'Made up', blocks });
    return found(messagesIn(channel, user).find((message) => message.ts === ts));
  }

  /** By the job: the one that has the card. */
  const batches = new Map<string, string>();
  const cards = (job: string) =>
    slack.messages().filter((message) => isCard(message) && jobIdOf(message) === job);
  const cardOf = (job: string) => cards(job)[0] ?? cards(batches.get(job) ?? '')[0];
  const posted = (job: string) => {
    const card = cardOf(job);
    const brings = (message: Message) =>
      jobIdOf(message) === job || optionsOf(message).some((option) => option.endsWith(` ${job}`));
    return card ? postsOf(card).filter(({ message }) => brings(message)) : [];
  };
  let closed: { lift: () => void } | undefined;

  return {
    name: 'slack',
    folds: false,
    slack,
    ledger: fixture.ledger,
    emoji,
    async post({ file = 'picture', ...it }) {
      slack.advance(minuteMs);
      let message = '';
      const answer = await answerOf(it, async () => {
        const sent = await personAt(it).post('', { files: [file].flat().map((one) => clips[one]) });
        message = sent.ts;
        await until(() => handled.has(message));
      });
      return { ...answer, message };
    },
    resultOf: (job) => posted(job)[0]?.message.ts ?? '',
    async react({ message: ts, emoji: which, off, ...it }) {
      slack.advance(minuteMs);
      const message = found(slack.messages().find((each) => each.ts === ts));
      const person = personAt(it);
      const name = emoji[which].replaceAll(':', '');
      const put = (on: boolean) =>
        answerOf(it, async () => {
          const event = `${on ? 'on' : 'off'} ${person.user.id} ${ts}`;
          handled.delete(event);
          person.react(message, name, on ? undefined : { off: true });
          await until(() => handled.has(event));
        });
      const isThere = message.reactions.get(name)?.has(person.user) ?? false;
      const was = isThere ? await put(false) : undefined;
      return off ? (was ?? { toThem: '', toAll: '', actions: [] }) : put(true);
    },
    noModerators: true,
    idsByScope: true,
    lab,
    kept: fixture,
    publicUrl,
    leads,
    person,
    engine: {
      ...engine,
      // Slack posts a file some time after it took it.
      async settled(id, signal) {
        const job = await engine.settled(id, signal);
        if (job.batch) batches.set(id, job.batch.id);
        if (job.state === 'done' && !job.removed) await until(() => posted(id).length > 0);
        return job;
      },
    },
    async say({ text, file, author, ...it }) {
      slack.advance(minuteMs);
      const speaker = personAt(it);
      const sent = file && [file].flat().map((one) => clips[one]);
      if (it.where === 'direct') {
        const { channel } = speaker;
        return answerTo(it, () => speaker.post(text, { ...(sent && { files: sent }) }).then(() => channel));
      }
      const poster = personAt({ ...it, who: author ?? it.who });
      const top = it.where === 'thread' ? await poster.post('look') : undefined;
      const source = sent && (await poster.post('', { files: sent, ...(top && { thread: top }) }));
      const thread = top ?? source;
      return answerTo(it, () => speaker.mention(text, { ...(thread && { thread }) }));
    },
    async press({ act, id, argument, text, ...it }) {
      const action = ids.action({ act, ...(argument !== undefined && { argument }) });
      const option = ids.option({ act, ...(argument !== undefined && { argument }) }, id);
      const menu = menuAt(it, option);
      const person = personAt(it);
      const message = menu?.message ?? (await buttonAt(it, id, action));
      if (text !== undefined) {
        const asked = menu ? await person.choose(message, menu.name, option) : person.press(message, action);
        await until(() => asked?.view() !== undefined);
        const form = found(asked?.view());
        return answerTo(it, async () => (await person.submit(form, { answer: text })).acknowledged, id);
      }
      if (menu) return answerTo(it, () => person.choose(message, menu.name, option), id);
      return answerTo(it, () => person.press(message, action).acknowledged, id);
    },
    states: (job) => cards(job).flatMap(statesOf),
    card: (job) => cards(job).map(textOf).join('\n'),
    opening: (job) => cardOf(job)?.history[0] ?? '',
    actions: (job) => [...cards(job), ...posted(job).map(({ message }) => message)].flatMap(actsOn),
    labels: (job) => posted(job).flatMap(({ message }) => buttonsOf(message).map(({ text }) => text.text)),
    files: (job) => posted(job).map(({ bytes }) => bytes),
    posted: (job) =>
      posted(job)
        .flatMap(({ message, alt }) => [textOf(message), alt])
        .join('\n'),
    standing: (says) =>
      messagesIn(here, userOf('ann'))
        .filter(({ visibleTo }) => visibleTo === undefined)
        .map(textOf)
        .filter((text) => text.includes(says)),
    told: (who) =>
      messagesIn(slack.direct(userOf(who)), userOf(who))
        .map(textOf)
        .join('\n'),
    fetched: () => slack.log.filter(({ method }) => method === 'download').length,
    async deleteSource(job) {
      const { origin } = Object((await engine.read(job))?.address);
      slack.deleteFile(found(slack.files().find(({ id }) => id === origin?.file)));
    },
    async later(ms) {
      slack.advance(ms);
      await fixture.maintain();
    },
    closeResults(isClosed) {
      closed?.lift();
      closed = isClosed
        ? slack.fail({
            method: 'files.completeUploadExternal',
            error: 'file_uploads_disabled',
            times: Number.POSITIVE_INFINITY,
          })
        : undefined;
    },
    restart: () => harness.restart(),
    close: () => harness.close(),
  };
}

/** Lists say states, too, and so does what stands there before there is a job. */
const isCard = (message: Message): boolean =>
  cardIn(message.blocks[0]?.block_id ?? '') !== undefined ||
  (message.visibleTo === undefined && message.blocks.length === 1 && statesOf(message)[0] === 'QUEUED');

/** What the menus of a message offer. */
const optionsOf = ({ blocks }: Message): string[] =>
  everyElement(blocks).flatMap(({ element }) =>
    element.type === 'overflow' || (element.type === 'static_select' && element.options)
      ? (element.options ?? []).map(({ value = '' }) => value)
      : [],
  );

const actsOn = (message: Message): Act[] =>
  [
    ...buttonsOf(message).map(({ action_id = '' }) => action_id),
    ...optionsOf(message).map((value) => value.split(' ')[0] ?? ''),
  ].flatMap((id) => {
    const pressed = parse(id);
    return pressed?.kind === 'action' ? [pressed.act] : [];
  });

/** What somebody decides about a job. That it is removed is said as well, after it is so. */
const decisions = (job: Job | undefined) =>
  job && [job.cancelRequested, job.state === 'failed' && job.failure?.code];

const botIn = ({ workspace }: Channel) => found(workspace.installation).bot;

function found<It>(it: It | undefined): It {
  if (it === undefined) throw new Error('it is not there');
  return it;
}
