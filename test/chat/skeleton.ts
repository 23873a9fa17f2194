/**
 * A whole platform in memory: what a new one has to bring. It hears text and presses, keeps messages, and knows no rule:
 * all of those are in `src/chat`.
 */
import { readFile } from 'node:fs/promises';
import type { Action } from '../../src/chat/action.ts';
import { batchActionsOf } from '../../src/chat/batch/actions.ts';
import { posted } from '../../src/chat/channel-rules/posted.ts';
import { createReactions, type Reactions } from '../../src/chat/channel-rules/reacted.ts';
import { voteEmoji } from '../../src/chat/channel-rules/voted.ts';
import type { Chat } from '../../src/chat/chat.ts';
import { createDrafts } from '../../src/chat/form/form.ts';
import { pressed } from '../../src/chat/job-actions.ts';
import { actionsOf } from '../../src/chat/next-actions.ts';
import { consentLapsed } from '../../src/chat/owner/ask.ts';
import { sourceDeleted } from '../../src/chat/owner/followed.ts';
import { seeTo } from '../../src/chat/pot/show.ts';
import { quoteActions } from '../../src/chat/quote-actions.ts';
import { type Notice, type Offer, Refusal, type Reply, type Style } from '../../src/chat/reply.ts';
import { type Found, otherAuthor, type Shown } from '../../src/chat/request.ts';
import type { Opened, Turn } from '../../src/chat/turn.ts';
import { said } from '../../src/chat/typed/said.ts';
import { unfoldOf, versionLineOf } from '../../src/chat/versions/actions.ts';
import { versionPosted } from '../../src/chat/versions/grown.ts';
import type { Person } from '../../src/core/domain/command.ts';
import { Failure } from '../../src/core/domain/failure.ts';
import type { Comparisons } from '../../src/core/jobs/files/comparisons.ts';
import { type Fitting, keptFiles } from '../../src/core/jobs/files/job-files.ts';
import type { AsMoving } from '../../src/core/media/moving/moving.ts';
import type { Requests } from '../../src/core/ports/engine.ts';
import type { Delivery, Platform } from '../../src/core/ports/platform.ts';
import { emojiIn } from '../../src/core/text/emoji.ts';
import type { View } from '../../src/core/view/view.ts';

export type Message = {
  conversation: string;
  /** Only this person sees it. */
  only?: string;
  text: string;
  /** Of a card, what it said when it was posted. */
  opening?: string;
  job?: string;
  state?: string;
  actions: readonly Action[];
  file?: Buffer;
  /** Of several together: their jobs and files. */
  jobs?: readonly string[];
  files?: readonly Buffer[];
  gone?: true;
  /** It stands below the result of this job. */
  of?: string;
  pinned?: true;
};
type Address = { conversation: string; author?: string; at?: string; card: number; confined: boolean };
/** What somebody does: where, who, and what the skeleton's own word for it is. */
export type Doing = { key: string; conversation: string; scope: string; user: Person; moderates?: boolean };

const style: Style = {
  bold: (text) => text,
  code: (text) => `\`${text}\``,
  link: (label, url) => `${label} (${url})`,
};

export function createSkeleton(options: {
  filePath: (name: string) => string;
  asMoving?: AsMoving;
  comparisons?: Pick<Comparisons, 'of'>;
  prices?: Chat['prices'];
  clock?: () => number;
}) {
  const messages: Message[] = [];
  const states = new Map<string, string[]>();
  const seen = new Set<string>();
  const { clock = Date.now } = options;
  let drafts = createDrafts(clock);
  let taken = 0;
  /** What people have posted without saying anything to the bot. */
  const pictures = new Map<string, { done: Doing; files: readonly (Found & { author: string })[] }>();
  let chat: Chat | undefined;
  let reactions: Reactions | undefined;
  /** The next edit, the next post, or every post fails. */
  const broken = { card: false, post: false, closed: false, beside: 0 };
  const files = keptFiles({
    filePath: options.filePath,
    fitTo: undefined,
    asMoving: options.asMoving,
    comparisons: options.comparisons,
    stopping: new AbortController().signal,
  });
  // Addresses are this platform's own: it reads what it wrote.
  const read = (address: unknown) => address as Address;
  const post = (message: Message) => messages.push(message) - 1;
  const resultOf = (job: string) =>
    messages.find((it) => ((it.job === job && it.file) || it.jobs?.includes(job)) && !it.gone);

  const platform: Platform = {
    name: 'skeleton',
    runsAgain: true,
    async start(requests: Requests) {
      // Nothing of a process before this one is left but what was posted.
      drafts = createDrafts(clock);
      reactions = undefined;
      chat = {
        ...files,
        requests,
        log: { error: () => {}, warn: () => {} },
        clock,
        prices: options.prices ?? [],
        maxFileBytes: 50_000_000,
        once: async (key) => !seen.has(key) && !!seen.add(key),
        forget: async (key) => seen.delete(key),
        goOn: (kept) => turnOf(JSON.parse(JSON.stringify(kept))),
        rewrite: async (place, lines, actions = []) =>
          Object.assign(messages[Number(place)] ?? {}, { text: lines(style).join('\n'), actions }),
        takeAway: async ({ id }) => Object.assign(resultOf(id) ?? {}, { gone: true }),
        shown: (address) => {
          const { conversation, author, card, confined } = read(address);
          const job = messages[card]?.job;
          const result = job !== undefined && resultOf(job) ? { changed: false } : undefined;
          return { conversation, confined, author, result };
        },
        results: {
          folds: true,
          announce: async ({ id, address }, { lines, actions = [] }) => {
            const { conversation } = read(address);
            return post({ conversation, text: lines(style).join('\n'), actions, of: id }) >= 0;
          },
          redraw: async ({ id, address }, view) => {
            const message = resultOf(id);
            if (!message) return false;
            const at = {
              conversation: read(address).conversation,
              confined: false,
              result: { changed: false },
            };
            Object.assign(message, textOfResult(view, at));
            return true;
          },
          pin: async ({ id }) => Object.assign(resultOf(id) ?? {}, { pinned: true }) !== undefined,
        },
        tellAdmins: async (_scope, channel, { lines, actions = [] }) => {
          if (channel !== null) post({ conversation: channel, text: lines(style).join('\n'), actions });
          return channel !== null;
        },
        tell: async (_scope, only, text) => {
          post({ conversation: `direct ${only}`, only, text, actions: [] });
          return true;
        },
        traits: {
          sameIdEverywhere: true,
          moderators: 'a moderator',
          typed: (command) => `!${command}`,
          example: (request) => `!${request}`,
          ways: () => ['Say it with a file.'],
          namesOf: async () => new Map(),
          mentions: { person: named('@'), channel: named('#'), group: named('%') },
          votes: voteEmoji.map((shown) => ({ key: shown, shown })),
          written: (text) => text,
          legible: (text) => text,
          emoji: (word) => {
            const key = emojiIn(word);
            return key === undefined ? undefined : { key, shown: word };
          },
          problems: async () => [],
        },
      };
    },
    stop: async () => {},
    lapse: (id) => consentLapsed(the(), id),
    purchase: (id) => seeTo(the(), id),
    async show(address, view) {
      if (broken.card) {
        broken.card = false;
        throw new Error('the chat is down for a moment');
      }
      const message = messages[read(address).card];
      if (!message) return;
      const shown = chat?.shown(address) ?? { conversation: '', confined: false };
      const author = otherAuthor(shown, view.requester);
      const text = [textOfCard(view), ...(author === undefined ? [] : [`by ${author}`])].join('\n');
      Object.assign(message, {
        job: view.id,
        state: view.state,
        text,
        actions: view.recipe ? batchActionsOf(view).buttons : actionsOf(view, shown),
      });
      const before = states.get(view.id) ?? [];
      if (before.at(-1) !== view.state) states.set(view.id, [...before, view.state]);
    },
    async deliverAll(address, _view, results) {
      if (results.every((it) => resultOf(it.view.id))) return;
      const { conversation } = read(address);
      const jobs = results.map((it) => it.view.id);
      const files = await Promise.all(results.map(({ delivery }) => readFile(delivery.path)));
      const text = [`${jobs.length} results`, ...results.map((it) => it.view.alt)].join('\n');
      post({ conversation, text, jobs, actions: [], files });
    },
    async deliver(address, view, { path }) {
      if (broken.closed) throw new Failure('cannot-deliver', { detail: 'it is closed' });
      if (broken.post) {
        broken.post = false;
        throw new Error('the chat is down for a moment');
      }
      const { conversation } = read(address);
      if (resultOf(view.id)) return;
      const said = textOfResult(view, { conversation, confined: false, result: { changed: false } });
      post({ conversation, job: view.id, file: await readFile(path), ...said });
      await versionPosted(the(), view.id);
    },
    async accompany(address, view, delivery) {
      if (broken.beside > 0) {
        broken.beside -= 1;
        throw new Error('the chat is down for a moment');
      }
      const { conversation } = read(address);
      if (!messages.some((it) => it.job === view.id && it.text.startsWith(view.aside?.name ?? '')))
        await below(view, delivery, { conversation });
    },
  };

  const below = async (view: View, delivery: Delivery, at: Pick<Message, 'conversation' | 'only'>) => {
    const {
      path,
      alt = view.alt,
      change,
    }: Partial<Fitting> & { path: string } = (await files.fit(delivery, view, 10_000_000)) ?? delivery;
    const text = [view.aside?.name, change, alt].filter((it) => it !== undefined).join('\n');
    post({ ...at, text, job: view.id, actions: [], file: await readFile(path) });
  };

  function turnOf(done: Doing, press?: { message: string; job?: string }): Turn {
    const { conversation, scope, user, moderates = false } = done;
    const only = user.requester;
    const tell = (text: string, actions: readonly Action[] = []) =>
      post({ conversation, only, text, actions });
    const offer = ({ title, lines, ...quote }: Offer) =>
      tell([title, ...lines].join('\n'), quoteActions({ title, lines, ...quote }));
    return {
      key: done.key,
      asker: { platform: 'skeleton', scope, requester: only },
      conversation: { id: conversation, direct: conversation.startsWith('direct ') },
      drafts,
      ...(press && { pressed: press }),
      person: async () => ({ ...user, platform: 'skeleton', scope, channel: conversation }),
      moderates: async () => moderates,
      ready: async (source) => {
        const by = source && 'author' in source ? { by: String(source.author) } : {};
        return source && { ...source, posted: { ...source.posted, ...by, at: `${done.key} ${source.name}` } };
      },
      picturesAt: async (message) => pictures.get(String(message))?.files ?? [],
      again: async () => JSON.parse(JSON.stringify(done)),
      askOwner: async ({ lines, actions }) => ({
        place: post({ conversation, text: lines(style).join('\n'), actions }),
        seen: false,
      }),
      take: async ({ name, url }) => {
        taken += 1;
        const body = async function* () {
          yield await readFile(new URL(url));
        };
        return { kind: 'stored', ...(await engine().keep(body())), fileName: name };
      },
      takeAgain: async () => undefined,
      async open({ title, view, asks, source }): Promise<Opened> {
        const at = { conversation, ...(asks && { only }) };
        const actions = view ? actionsOf(view, { conversation, confined: false }) : [];
        const text = view ? textOfCard(view) : title;
        const card = post({ ...at, text, opening: text, state: 'QUEUED', actions });
        const takeBack = () => Object.assign(messages[card] ?? {}, { gone: true });
        const author = source && 'author' in source ? { author: source.author, at: source.posted?.at } : {};
        const address = JSON.parse(JSON.stringify({ conversation, card, confined: false, ...author }));
        return {
          address,
          beside: () => address,
          price: async (quote) => {
            takeBack();
            offer(quote);
          },
          refuse: async (notice) => {
            takeBack();
            tell(notice.text, notice.actions);
          },
          became: async ({ id, address }) => {
            if (read(address).card === card) Object.assign(messages[card] ?? {}, { job: id });
            else takeBack();
          },
        };
      },
      async started({ id, address }) {
        const card = messages[read(address).card];
        if (card) delete card.only;
        Object.assign(card ?? {}, { job: id, gone: undefined });
      },
      async reply(reply) {
        if (reply.kind === 'price') offer(reply.quote);
        else if (reply.kind === 'lines' && reply.forAll && reply.picture)
          post({
            conversation,
            text: textOf(reply),
            actions: [],
            file: Buffer.from(await reply.picture.png()),
          });
        else tell(textOf(reply), actionsIn(reply));
      },
      ask: async ({ title }) => void tell(title),
      form: async ({ model, settings }) => void tell(`form ${model} ${JSON.stringify(settings)}`),
      async removeResult({ id }) {
        if (!resultOf(id)) throw new Refusal('There is nothing to remove.');
        for (const it of messages) if (it.job === id && it.file && !it.only) it.gone = true;
      },
      // Nothing is handed to one person alone here.
      original: async () => 'It is too large.',
      async send(_job, view, delivery, to): Promise<Notice | undefined> {
        if (broken.closed) throw new Failure('cannot-deliver', { detail: 'it is closed' });
        await below(
          view,
          delivery,
          to === 'here' ? { conversation } : { conversation: `direct ${only}`, only },
        );
        return undefined;
      },
    };
  }
  const engine = () => the().requests;
  const the = () => {
    if (!chat) throw new Error('the platform has not started');
    return chat;
  };

  const placeOf = ({ scope }: Doing) => ({ platform: 'skeleton', scope });
  const channelOf = async ({ user, conversation }: Doing) => user.above ?? conversation;

  return {
    platform,
    messages,
    states,
    broken,
    /** @param files at hand: `author` posted them. */
    say: (done: Doing, text: string, ...files: readonly (Found & { author: string })[]) =>
      said(the(), turnOf(done), text, {
        about: async () => ({
          media: files,
          unusable: [],
          nothing: { text: 'There is no file.' },
        }),
        toLink: (link) => link,
      }),
    /** @returns what names the message */
    async post(done: Doing, ...files: readonly (Found & { author: string })[]): Promise<string> {
      const message = `${done.conversation} ${done.key}`;
      pictures.set(message, { done, files });
      await posted(the(), {
        place: placeOf(done),
        person: done.user.requester,
        message,
        conversation: done.conversation,
        channel: () => channelOf(done),
        pictures: async () => files,
        picture: message,
        line: async ({ lines, actions }) =>
          post({ conversation: done.conversation, text: lines(style).join('\n'), actions }),
        turn: (key) => turnOf({ ...done, key }),
      });
      return message;
    },
    deletePosted: (message: string) => pictures.delete(message),
    /** @param message of `post`, or the job whose result it is */
    react: (done: Doing, message: string, emoji: string, added: boolean): Promise<unknown> => {
      reactions ??= createReactions(the());
      const job = resultOf(message)?.job;
      const at =
        job === undefined
          ? undefined
          : { url: '', name: 'result', medium: 'image' as const, posted: { job } };
      return reactions.reacted<Found>({
        place: placeOf(done),
        person: done.user.requester,
        emoji,
        added,
        message,
        channel: () => channelOf(done),
        pictures: async () => (at ? [at] : (pictures.get(message)?.files ?? [])),
        isPerson: async () => true,
        turn: async (key) => turnOf({ ...done, key }),
      });
    },
    /** How many files were taken. */
    taken: () => taken,
    deleteSource: (address: unknown) => sourceDeleted(the(), 'skeleton', read(address).at ?? ''),
    press: (done: Doing, action: Pick<Action, 'act' | 'id' | 'argument'> & { text?: string }) => {
      const job = messages.find(
        ({ job, conversation }) => job === action.id && conversation === done.conversation,
      )?.job;
      return pressed(
        the(),
        turnOf(done, { message: `${done.conversation} ${action.id}`, ...(job !== undefined && { job }) }),
        action,
      );
    },
  };
}

const textOfCard = ({ state, title, settings, line, losses, price, cancelCost, batch = [] }: View) => {
  const lines = batch.map(({ position, name, said }) => `${position + 1}. ${name} · ${said}`);
  return [title, state, settings, line, ...lines, ...losses, price, cancelCost].join('\n');
};

/** As it stands with its file. */
function textOfResult(view: View, at: Shown): Pick<Message, 'text' | 'actions'> {
  const { versioned } = view;
  const line = versionLineOf(versioned);
  if (versioned?.folded) return { text: line ?? '', actions: [unfoldOf(view)] };
  const posted = { ...view, state: 'COMPLETED', over: true, cancellable: false } as const;
  return { text: [line, view.alt].filter(Boolean).join('\n'), actions: actionsOf(posted, at) };
}

const named = (sign: string) => (word: string) => (word.startsWith(sign) ? word.slice(1) : undefined);

const actionsIn = (reply: Reply): readonly Action[] =>
  reply.kind === 'notice'
    ? (reply.actions ?? [])
    : reply.kind === 'jobs'
      ? reply.jobs.flatMap((it) => it.actions)
      : [];

function textOf(reply: Exclude<Reply, { kind: 'price' }>): string {
  switch (reply.kind) {
    case 'notice':
      return reply.text;
    case 'choice':
      return [reply.question, ...reply.models.map(({ title }) => title)].join('\n');
    case 'jobs': {
      const lines = reply.jobs.map(({ view, facts }) => [view.id, ...facts].join(' '));
      return [...(lines.length > 0 ? lines : [reply.empty]), ...(reply.more ?? [])].join('\n');
    }
    case 'lines':
      return [...reply.lines(style), ...(reply.table ?? [])].join('\n');
  }
}
