/** People of the loopback Discord as the tests of the conversation play them. */
import { readFile } from 'node:fs/promises';
import { PermissionFlagsBits as P, REST, Routes } from 'discord.js';
import { bodyOf, button, rows } from '../../../src/bots/discord/cards/components.ts';
import { build, jobsIn, parse } from '../../../src/bots/discord/ids.ts';
import type { Person } from '../../../src/core/domain/command.ts';
import { createLog, type Log } from '../../../src/core/log.ts';
import type { Answer, Doing, RulesDriver, Sent, Where, Who } from '../../chat/driver.ts';
import type { Lengths } from '../../chat/lengths.ts';
import type { SentFile } from '../../fakes/discord/messages/attachments.ts';
import { buttonsOf, filesOf, textOf } from '../../fakes/discord/people/seen.ts';
import type { Channel, Message, Role, User } from '../../fakes/discord/state.ts';
import { movingPicture } from '../../helpers/copies.ts';
import { until } from '../../helpers/requests.ts';
import { clip, photo } from '../../helpers/sample-media.ts';
import { openHarness, readable, statesOf } from './harness.ts';

const ownPrices = [{ model: 'esrgan', price: 9_000 }];
const many = { requests: 1_000, windowMs: 1_000 };
const usual =
  P.ViewChannel | P.SendMessages | P.UseApplicationCommands | P.ReadMessageHistory | P.AddReactions;
const emoji = { lens: '🔍', spark: '✨', like: '👍' } as const;

/** @param heard gets the id of everything that was handled. */
function listeningLog(heard: Set<string>): Log {
  const log = createLog({ level: process.env.TEST_LOG ?? 'silent', human: false });
  const silent = () => {};
  return {
    fatal: silent,
    info: silent,
    error: log.error.bind(log),
    warn: log.warn.bind(log),
    debug(what: unknown) {
      if (typeof what === 'object' && what !== null && 'event' in what) heard.add(String(what.event));
    },
  };
}

const publicUrl = 'https://pictures.example/room';

export async function openDriver(
  lengths?: Lengths,
): Promise<RulesDriver & Pick<Awaited<ReturnType<typeof openHarness>>, 'discord'>> {
  const heard = new Set<string>();
  const prices = lengths?.prices(ownPrices) ?? ownPrices;
  const harness = await openHarness({
    discord: { messageContent: true, limits: { edits: many, oldEdits: many } },
    // Here all talk in one channel, where states would be skipped.
    everyEdit: true,
    ...(lengths && { lab: lengths.lab }),
    platform: { log: listeningLog(heard), prices },
    overrides: { prices, links: { publicUrl, secret: Buffer.alloc(32, 1) } },
  });
  const { discord, fixture } = harness;
  const { engine, lab } = fixture;
  await lengths?.remember(fixture.store);
  const rest = new REST({ api: discord.url }).setToken(discord.token);
  const { guild } = discord.home;
  const other = discord.addGuild({ name: 'Elsewhere' });
  const here = discord.addChannel({ guild, name: 'here' });
  const channels: Record<Exclude<Where, 'direct'>, Channel> = {
    here,
    there: discord.addChannel({ guild, name: 'there' }),
    thread: discord.addChannel({ guild, kind: 'thread', name: 'thread', parent: here }),
    elsewhere: discord.addChannel({ guild: other, name: 'general' }),
  };
  const leads = discord.addRole(guild, { name: 'leads', permissions: 0n });
  const runs = discord.addRole(guild, { name: 'runs the place', permissions: P.ManageGuild });
  const users: Record<Who, User> = {
    ann: discord.addUser({ name: 'ann' }),
    bob: discord.addUser({ name: 'bob' }),
    mod: discord.addUser({ name: 'mod' }),
    admin: discord.addUser({ name: 'admin' }),
    lead: discord.addUser({ name: 'lead' }),
  };
  const rolesOf = (who: Who, where: Where): Role[] =>
    where === 'direct' || where === 'elsewhere'
      ? []
      : who === 'lead'
        ? [leads]
        : who === 'admin'
          ? [runs]
          : [];
  const at = ({ who, where = 'here' }: Doing) =>
    discord.person({
      user: users[who],
      channel: where === 'direct' ? 'dm' : channels[where],
      permissions: who === 'mod' && where === 'here' ? usual | P.ManageMessages : usual,
      roles: rolesOf(who, where),
    });
  const short: SentFile = {
    name: 'small.mp4',
    type: 'video/mp4',
    bytes: await readFile(
      await clip(fixture.folder, { width: 64, height: 48, seconds: 0.5, fps: 8, audio: false }),
    ),
  };
  const ofLength = (name: 'long' | 'short'): SentFile =>
    lengths ? { ...short, name: `${name}.mp4`, bytes: lengths.clips[name] } : short;
  const files: Record<Sent, SentFile> = {
    moving: { name: 'moving.gif', type: 'image/gif', bytes: await movingPicture() },
    picture: { name: 'small.jpg', bytes: await photo({ width: 60, height: 40 }) },
    broken: { name: 'broken.jpg', bytes: (await photo({ width: 60, height: 40 })).subarray(0, 400) },
    video: short,
    long: ofLength('long'),
    short: ofLength('short'),
  };

  /** The cards by their jobs: one that is over names its job no more. */
  const cards = new Map<string, Message>();
  async function person({ who, where = 'here' }: Doing): Promise<void> {
    const jobs = await engine.jobs(asCore({ who, where }), 3);
    for (const { id, address } of jobs) {
      const { card } = Object(address);
      const message = discord.messages().find((it) => it.id === card);
      if (message) cards.set(id, message);
    }
  }
  const asCore = ({ who, where = 'here' }: Doing): Person => {
    const common = { platform: 'discord', requester: users[who].id };
    if (where === 'direct') return { ...common, scope: `dm:${users[who].id}` };
    return {
      ...common,
      scope: where === 'elsewhere' ? other.id : guild.id,
      channel: channels[where].id,
      ...(where === 'thread' && { above: here.id }),
      groups: rolesOf(who, where).map(({ id }) => id),
      admin: who === 'admin' && where !== 'elsewhere',
    };
  };
  /** What the menus of a message offer. */
  const optionsOf = ({ components }: Message): { menu: string; value: string }[] => {
    const all: { menu: string; value: string }[] = [];
    JSON.stringify(components, (_key, it) => {
      for (const { value } of it?.type === 3 ? it.options : []) all.push({ menu: it.custom_id, value });
      return it;
    });
    return all;
  };
  const jobsOn = (message: Message) =>
    new Set([
      ...jobsIn(message.components),
      ...optionsOf(message).flatMap(({ value }) => {
        const id = parse(value);
        return id?.kind === 'act' ? [id.id] : [];
      }),
    ]);
  const resultsOf = (job: string) =>
    discord
      .messages()
      .filter((it) => it.author === discord.bot && jobsOn(it).has(job) && filesOf(it).length > 0);

  /** What the bot has posted since, without cards and results. */
  function answerSince(before: ReadonlySet<Message>, who: Who): Answer {
    const shown = new Set(cards.values());
    // A contact sheet is no result.
    const isCard = (it: Message) => shown.has(it) || filesOf(it).some(({ name }) => name !== 'versions.png');
    const added = discord
      .messages()
      .filter((it) => !before.has(it) && it.author === discord.bot && !isCard(it));
    const alone = (it: Message) =>
      it.visibleTo === users[who] || (it.channel.kind === 'dm' && it.channel.recipients.includes(users[who]));
    const text = (all: Message[]) => readable(all.map(textOf).join('\n'));
    return {
      toThem: text(added.filter(alone)),
      toAll: text(added.filter((it) => !it.visibleTo && it.channel.kind !== 'dm')),
      actions: added.flatMap(buttonsOf).flatMap(({ custom_id = '' }) => {
        const id = parse(custom_id);
        return id?.kind === 'act' ? [id] : [];
      }),
    };
  }
  async function answered(it: Doing, before: ReadonlySet<Message>, event: string): Promise<Answer> {
    await until(() => heard.has(event));
    await person(it);
    return answerSince(before, it.who);
  }

  /** Where the button stands, or a message that has it alone. */
  async function messageWith(customId: string, it: Doing): Promise<Message> {
    const { where = 'here', who } = it;
    const inPlace = (message: Message) =>
      where === 'direct'
        ? message.channel.recipients.includes(users[who])
        : message.channel === channels[where];
    const found = discord
      .messages()
      .find(
        (message) =>
          inPlace(message) &&
          (!message.visibleTo || message.visibleTo === users[who]) &&
          (buttonsOf(message).some((button) => button.custom_id === customId) ||
            optionsOf(message).some(({ value }) => value === customId)),
      );
    if (found) return found;
    const body = bodyOf(rows([button(customId, 'Made up')]));
    const channel =
      where === 'direct'
        ? await rest.post(Routes.userChannels(), { body: { recipient_id: users[who].id } })
        : channels[where];
    const posted = await rest.post(Routes.channelMessages(Object(channel).id), { body });
    const message = discord.messages().find(({ id }) => id === Object(posted).id);
    if (!message) throw new Error('the message was not posted');
    return message;
  }

  let refused: { lift(): void } | undefined;
  return {
    name: 'discord',
    discord,
    engine,
    lab,
    kept: fixture,
    publicUrl,
    leads: leads.id,
    ledger: fixture.ledger,
    emoji,
    async post({ file = 'picture', ...it }) {
      const before = new Set(discord.messages());
      const sent = await at(it).post({ attachments: [file].flat().map((one) => files[one]) });
      return { ...(await answered(it, before, sent.id)), message: sent.id };
    },
    resultOf: (job) => resultsOf(job)[0]?.id ?? '',
    async react({ message: id, emoji: which, off, ...it }) {
      const message = discord.messages().find((each) => each.id === id);
      if (!message) throw new Error('there is no such message');
      const before = new Set(discord.messages());
      const isThere = () => message.reactions.get(emoji[which])?.has(users[it.who].id) ?? false;
      const put = async (on: boolean) => {
        const event = `${on ? 'on' : 'off'} ${users[it.who].id} ${id}`;
        heard.delete(event);
        at(it).react(message, emoji[which], on ? undefined : { off: true });
        return answered(it, before, event);
      };
      // What is there already is put there anew.
      if (isThere()) await put(false);
      return off ? answerSince(before, it.who) : put(true);
    },
    person: asCore,
    async say({ text, file, author, ...it }) {
      const source =
        file &&
        (await at({ ...it, who: author ?? it.who }).post({
          attachments: [file].flat().map((one) => files[one]),
        }));
      const before = new Set(discord.messages());
      const content = it.where === 'direct' ? text : `<@${discord.bot.id}> ${text}`;
      const said = await at(it).post({ content, ...(source && { replyTo: source }) });
      return answered(it, before, said.id);
    },
    async press({ act, id, argument, text, ...it }) {
      const customId = build({ kind: 'act', act, id, argument });
      const message = await messageWith(customId, it);
      const before = new Set(discord.messages());
      const option = optionsOf(message).find(({ value }) => value === customId);
      const person = at(it);
      const exchange = await (option
        ? person.select(message, option.menu, [customId])
        : person.press(message, customId));
      if (text === undefined) {
        const answer = await answered(it, before, exchange.id);
        return exchange.modal() === undefined ? answer : { ...answer, form: true };
      }
      await until(() => exchange.modal() !== undefined);
      const sent = await person.submitModal(exchange, { answer: text });
      return answered(it, before, sent.id);
    },
    states: (job) => {
      const card = cards.get(job);
      return card ? statesOf(card) : [];
    },
    card: (job) => {
      const card = cards.get(job);
      return card ? readable(textOf(card)) : '';
    },
    opening: (job) => readable(cards.get(job)?.history[0] ?? ''),
    actions: (job) =>
      [cards.get(job), ...resultsOf(job)].flatMap((message) =>
        message && !message.deleted
          ? buttonsOf(message).flatMap(({ custom_id = '' }) => {
              const id = parse(custom_id);
              return id?.kind === 'act' && id.id === job ? [id.act] : [];
            })
          : [],
      ),
    labels: (job) => resultsOf(job).flatMap((it) => buttonsOf(it).map(({ label = '' }) => label)),
    files: (job) => resultsOf(job).flatMap((it) => filesOf(it).map(({ bytes }) => bytes)),
    posted: (job) =>
      resultsOf(job)
        .flatMap((it) => [readable(textOf(it)), ...filesOf(it).map(({ alt }) => alt)])
        .join('\n'),
    standing: (says) =>
      discord
        .messages()
        .filter((it) => !it.visibleTo && !it.deleted && it.channel === here)
        .map((it) => readable(textOf(it)))
        .filter((text) => text.includes(says)),
    told: (who) =>
      discord
        .messages()
        .filter(({ channel }) => channel.kind === 'dm' && channel.recipients.includes(users[who]))
        .map((it) => readable(textOf(it)))
        .join('\n'),
    fetched: () => discord.downloads.length,
    async deleteSource(job) {
      const { source } = Object((await engine.read(job))?.address);
      const message = discord.messages().find(({ id }) => id === source?.message);
      if (!message) throw new Error('the source is not there');
      discord.deleteMessage(message);
    },
    async later(ms) {
      discord.advance(ms);
      await fixture.maintain();
    },
    closeResults(closed) {
      refused?.lift();
      // Not by its words: in the end a result is posted without any.
      const route = /^POST \/channels\/\d+\/messages$/;
      refused = closed
        ? discord.fail({ route, uploads: true, status: 403, code: 50_013, times: Number.POSITIVE_INFINITY })
        : undefined;
    },
    restart: () => harness.restart(),
    close: () => harness.close(),
  };
}
