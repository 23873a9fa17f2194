/** The page's chat over HTTP, as a browser speaks to it: people with cookies, files that are uploaded, buttons that are pressed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { request } from 'undici';
import { createWeb, type WebPlatform } from '../../src/bots/web/index.ts';
import type { WebOptions } from '../../src/bots/web/options.ts';
import type { Action } from '../../src/chat/action.ts';
import { Failure } from '../../src/core/domain/failure.ts';
import { createLog } from '../../src/core/log.ts';
import { openFiles } from '../../src/core/media/files.ts';
import { createFit } from '../../src/core/media/fit/fit.ts';
import { createDedupe } from '../../src/core/store/dedupe.ts';
import { connectRedis } from '../../src/core/store/redis.ts';
import { createRooms, type Rooms } from '../../src/core/store/rooms/rooms.ts';
import { secretOf } from '../../src/core/store/secrets.ts';
import { ffmpegEncoder } from '../../src/ffmpeg/encoder.ts';
import type { LabOptions } from '../../src/lab/server/server.ts';
import { MessageOf } from '../../src/pages/channel/log/message.tsx';
import type { Message } from '../../src/pages/channel/log/messages.ts';
import { restartable } from '../chat/restartable.ts';
import { comparisonsIn, movingIn } from '../helpers/copies.ts';
import { ffmpegPath } from '../helpers/ffmpeg.ts';
import { type Fixture, openFixture } from '../helpers/fixture.ts';

/** What stood in a room at some time. `gone`: it was taken away. */
export type Stood = { room: string; id: string; message: Message; gone?: true };

/** What somebody is answered at once. */
export type Answer = {
  toast?: string;
  form?: string;
  ask?: string;
  close?: boolean;
  reload?: boolean;
  posted?: { message: string; index: number };
};

export type Visitor = {
  id: string;
  post(
    path: string,
    body: unknown,
    how?: { room?: string; token?: string; headers?: Record<string, string> },
  ): Promise<{ status: number; answer: Answer }>;
  upload(name: string, bytes: Buffer): Promise<{ file: unknown; sign: string }>;
  cookie(): string;
  get(path: string): Promise<{ status: number; text: string; headers: Record<string, unknown> }>;
};

export type Harness = {
  fixture: Fixture;
  platform: WebPlatform;
  /** All that was ever put anywhere, in order; the last of an id is how it is now. */
  history: readonly Stood[];
  now(id: string): Stood | undefined;
  all(): Stood[];
  bytes(name: string): Buffer;
  enter(name: string, place?: string): Promise<Visitor>;
  /** How many files were taken from the channel. */
  taken(): number;
  /** Another process takes over. */
  restart(): Promise<void>;
  breaks: { card: boolean; post: boolean; closed: boolean };
  close(): Promise<void>;
};

/** As people read it, without its markup. */
export const textOf = ({ id, message }: Pick<Stood, 'id' | 'message'>): string =>
  plain(String(MessageOf({ shown: { id, message }, names: new Map() })));

export const plain = (html: string): string =>
  html
    .replace(/<br\/?>|<\/(?:p|h\d|li|pre|span|div|time|button)>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/\n\s*/g, '\n');

export const actionsOf = ({ message }: Pick<Stood, 'message'>): readonly Action[] =>
  'actions' in message ? message.actions : [];

type Given = Partial<WebOptions>;

export async function openHarness(
  options: {
    web?: Given;
    clock?: () => number;
    processingMs?: number;
    lab?: Partial<LabOptions>;
    overrides?: NonNullable<Parameters<typeof openFixture>[0]>['overrides'];
  } = {},
): Promise<Harness> {
  const { clock = Date.now } = options;
  const log = createLog({ level: process.env.TEST_LOG ?? 'silent', human: false });
  const history: Stood[] = [];
  const breaks = { card: false, post: false, closed: false };
  let fixture: Fixture | undefined;
  let redis: ReturnType<typeof connectRedis> | undefined;
  const there = () => {
    if (!fixture) throw new Error('it is not open yet');
    redis ??= connectRedis(fixture.redisUrl, { log });
    return { fixture, redis, prefix: fixture.prefix };
  };
  let made: Rooms | undefined;
  const rooms = () => {
    const { redis: connection, prefix } = there();
    made ??= createRooms(connection, { prefix, log, clock, keptMs: 3_600_000 });
    return made;
  };
  const keep = (room: string, id: string, json: unknown) =>
    history.push({ room, id, message: JSON.parse(JSON.stringify(json)) });
  const last = (id: string) => history.findLast((it) => it.id === id);
  /** Writes down what is put into rooms; a chat that is down for a moment takes nothing. */
  const watched: Rooms = {
    add: async (room, id, message) => {
      const { kind } = message as { kind: string };
      if (kind === 'result' && breaks.closed) throw new Failure('cannot-deliver', { detail: 'it is closed' });
      if (kind === 'result' && breaks.post) {
        breaks.post = false;
        throw new Error('the chat is down for a moment');
      }
      const isNew = await rooms().add(room, id, message);
      if (isNew) keep(room, id, message);
      return isNew;
    },
    change: async (room, id, message) => {
      const { kind } = message as { kind: string };
      if (kind === 'card' && breaks.card) {
        breaks.card = false;
        throw new Error('the chat is down for a moment');
      }
      const stands = await rooms().change(room, id, message);
      if (stands) keep(room, id, message);
      return stands;
    },
    remove: async (room, id) => {
      await rooms().remove(room, id);
      const before = last(id);
      if (before) history.push({ ...before, gone: true });
    },
    read: (...it) => rooms().read(...it),
    react: (...it) => rooms().react(...it),
    reactionsOn: (...it) => rooms().reactionsOn(...it),
    list: (room) => rooms().list(room),
    onChange: (listener) => rooms().onChange(listener),
    enter: (...it) => rooms().enter(...it),
    stay: (...it) => rooms().stay(...it),
    namesOf: (...it) => rooms().namesOf(...it),
    come: (...it) => rooms().come(...it),
    leave: (...it) => rooms().leave(...it),
    here: (room) => rooms().here(room),
    close: () => rooms().close(),
  };
  const folder = () => there().fixture.folder;
  const encoder = ffmpegEncoder(ffmpegPath);
  const files = () => openFiles(join(folder(), 'files'));
  const given: WebOptions = {
    host: '127.0.0.1',
    port: 0,
    isChosen: true,
    adminToken: undefined,
    isOpen: false,
    listens: true,
    clock,
    log,
    filePath: (name) => join(folder(), 'files', name),
    fitTo: async (...it) => createFit({ files: await files(), log, encoder }).fitTo(...it),
    asMoving: movingIn(folder),
    comparisons: comparisonsIn(() => ({ folder: folder(), redis: there().redis, prefix: there().prefix })),
    prices: [],
    maxFileBytes: 50_000_000,
    keepFilesMs: 3_600_000,
    mostPostedBytes: 1_000_000_000,
    dedupe: (name, keepMs) => createDedupe(there().redis, { prefix: there().prefix })(name, keepMs),
    rooms: watched,
    openPosted: () => openFiles(join(folder(), 'posted')),
    secret: (name) => secretOf(there().redis, { prefix: there().prefix, name }),
    ...options.web,
  };
  const { platform, restart } = restartable(() => createWeb(given));
  const { processingMs = 200, overrides } = options;
  const opened = await openFixture({
    lab: { processingMs, ...options.lab },
    platforms: [platform],
    overrides: { clock, ...overrides },
  });
  fixture = opened;
  let taken = 0;
  const { keep: keeping } = opened.engine;
  const requests = {
    ...opened.engine,
    keep: (body: Parameters<typeof keeping>[0]) => {
      taken += 1;
      return keeping(body);
    },
  };
  await platform.start(requests);
  /** After a restart it is at another port. */
  const url = () => {
    const at = platform.url();
    if (at === undefined) throw new Error(platform.where());
    return at;
  };
  url();

  async function enter(name: string, place?: string): Promise<Visitor> {
    const host = () =>
      place === undefined ? new URL(url()).host : `${place}.localhost:${new URL(url()).port}`;
    let cookie = '';
    let token = '';
    const call = async (
      method: 'GET' | 'POST',
      path: string,
      body?: Buffer | string,
      headers: Record<string, string> = {},
    ) => {
      const response = await request(`${url()}${path}`, {
        method,
        headers: { host: host(), ...(cookie && { cookie }), ...headers },
        ...(body !== undefined && { body }),
      });
      const set = [response.headers['set-cookie'] ?? []].flat()[0];
      if (set !== undefined) cookie = set.split(';')[0] ?? '';
      return { status: response.statusCode, text: await response.body.text(), headers: response.headers };
    };
    const json = { 'content-type': 'application/json' };
    const entered = await call('POST', '/enter', JSON.stringify({ name }), json);
    if (entered.status !== 200) throw new Error(entered.text);
    const readToken = async () => {
      token = /name="darkroom-token" content="([^"]+)"/.exec((await call('GET', '/')).text)?.[1] ?? '';
    };
    await readToken();
    const visitor: Visitor = {
      id: name.toLowerCase(),
      async post(path, body, { room = 'prints', token: given = token, headers = {} } = {}) {
        const { status, text } = await call('POST', `${path}?room=${room}`, JSON.stringify(body), {
          ...json,
          'x-darkroom': given,
          ...headers,
        });
        return { status, answer: text.startsWith('{') ? JSON.parse(text) : {} };
      },
      async upload(fileName, bytes) {
        const { status, text } = await call('POST', `/upload?name=${encodeURIComponent(fileName)}`, bytes, {
          'x-darkroom': token,
          'content-type': 'application/octet-stream',
        });
        if (status !== 200) throw new Error(text);
        return JSON.parse(text);
      },
      cookie: () => cookie,
      get: (path) => call('GET', path),
    };
    return visitor;
  }

  return {
    fixture: opened,
    platform,
    history,
    now: (id) => {
      const found = last(id);
      return found?.gone ? undefined : found;
    },
    all: () => [...new Map(history.map((it) => [it.id, it])).values()].filter((it) => !it.gone),
    bytes: (name) => readFileSync(join(opened.folder, 'posted', name)),
    enter,
    breaks,
    taken: () => taken,
    restart: () => restart(requests),
    async close() {
      await platform.stop();
      await made?.close();
      await opened.close();
      redis?.disconnect();
    },
  };
}
