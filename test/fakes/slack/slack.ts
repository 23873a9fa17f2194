/**
 * A loopback Slack that the real, unpatched Bolt talks to: Web API, files, OAuth and Socket Mode on one port, and signed
 * requests to the app's own.
 *
 *   const slack = await startSlack();                            // a workspace with the app, its token in slack.token()
 *   const clientOptions = { slackApiUrl: slack.url };            // for every WebClient, Socket Mode and OAuth alike
 *   const app = new App({ token: slack.token(), signingSecret: slack.signingSecret, clientOptions });
 *   const server = await app.start(0);
 *   slack.deliverTo(`http://127.0.0.1:${server.address().port}/slack/events`);
 *   const ada = slack.person();                                  // in slack.home: a workspace and its channel
 *   const photo = await ada.postFile({ name: 'a.png', bytes });
 *   const asked = ada.shortcut(photo);                           // or slash, mention, globalShortcut, press, openHome
 *   await asked.acknowledged;                                    // { body, tookMs }; rejects after 3 s
 *   const form = asked.view();                                   // a live View, undefined before
 *   const sent = await ada.submit(form, { scale: 4 });           // by action id or block id; what a client checks is
 *   sent.errors();                                               // an Error, what the app answers stands here
 *   const card = slack.messages().at(-1);                        // a live Message
 *   textOf(card); card.history; buttonsOf(card); filesOf(threadOf(card));       // from seen.ts
 *   expect(slack.violations).toEqual([]);
 *   await slack.close();
 *
 * With Socket Mode: no `deliverTo`, and `new App({ socketMode: true, appToken: slack.appToken, … })`.
 * With OAuth: `installed: false`, `authorizationUrl: slack.authorizationUrl` in the installer's options,
 * `slack.clientId`, `slack.clientSecret`; then `await slack.install(page, { by: ada.user })`.
 * Places and people: `addWorkspace`, `addEnterprise`, `addChannel`, `addUser`, `addUserGroup`, `direct`; they are plain
 * objects whose fields (e.g. `channel.archived`, `channel.members`, `workspace.allowsEdits`,
 * `installation.scopes.delete('files:read')`, `file.deleted`) may be changed at any time.
 * Trouble: `fail`, `refreshSockets`, `cutSockets`, `duplicateNext`, `revokeToken`, `uninstall`, `kickBot`,
 * `deleteMessage`, `archive`, `processingMs`.
 * To look at: `log` (every request with its token), `deliveries` (every attempt to reach the app), `violations`
 * (bodies that Slack refuses or loses, unknown methods, and posts or edits without both text and blocks),
 * `rateLimited`, `busiest`, `messages()`, `files()`, `sockets`. The time: `now()`, `advance(ms)`.
 *
 * `client.ts` has what a file of tests needs around it: start, a Bolt app over HTTP or a socket, refusals.
 *
 * Not known of Slack, and strict or simple here: a `client_msg_id` is kept and never used to drop a second post; a
 * thread_ts that never existed is `thread_not_found`; a second modal takes the first one's place; `replace_original`
 * after a command is refused; limits are exact, without bursts; an unacknowledged event comes again at once, after a
 * minute and after five also over a socket.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClock } from '../clock.ts';
import { createState, type StateOptions } from './create-state.ts';
import { createDeliveries, type Delivered } from './http/deliveries.ts';
import { createFaults, type Fault, type SetFault } from './http/faults.ts';
import { createWire, type Wire } from './http/http.ts';
import { createSignedHttp } from './http/signed-http.ts';
import { createSocketMode, type SocketMode } from './http/socket-mode.ts';
import { createIncidents, type Incidents } from './incidents.ts';
import { busiest, createMeter, defaultLimits, type Limits } from './methods/limits.ts';
import { type Consent, type Installed, installBy } from './methods/oauth.ts';
import { createWebApi } from './methods/web-api.ts';
import { createPerson, type Person } from './people/person.ts';
import { createPlaces, type Places } from './places.ts';
import {
  type Channel,
  type FakeState,
  installationIn,
  type Message,
  type SlackFile,
  type User,
  type Workspace,
} from './state.ts';

export type SlackOptions = StateOptions & {
  /** False: nobody has installed the app in the first workspace. */
  installed?: boolean;
  /** By method, beside the usual ones; `requests: Infinity` lifts one. */
  limits?: Limits;
};
export type Slack = Places &
  Incidents &
  Pick<Wire, 'log' | 'rateLimited'> &
  Pick<
    FakeState,
    'clientId' | 'clientSecret' | 'signingSecret' | 'appToken' | 'appId' | 'origin' | 'violations'
  > & {
    /** For `slackApiUrl`. */
    url: string;
    authorizationUrl: string;
    /** The bot's in a workspace, the first one when left out. @throws Error where the app is not installed */
    token(workspace?: Workspace): string;
    home: { workspace: Workspace; channel: Channel };
    /** Somebody new, in the first workspace's channel unless said otherwise; `dm`: with the bot. */
    person(where?: { user?: User; channel?: Channel | 'dm'; workspace?: Workspace; admin?: boolean }): Person;
    /** The address of the app's receiver, or `socket`, which it begins with. */
    deliverTo(target: string): void;
    install(page: string | URL, consent: Consent): Promise<Installed>;
    deliveries: readonly Delivered[];
    /** The most calls of a method that passed in any minute of the clock, by one team when it is given. */
    busiest(method: string, team?: Pick<Workspace, 'id'>): number;
    sockets: Pick<SocketMode, 'count' | 'opened'>;
    /** What stands in a channel, or everywhere, oldest first; ephemeral ones too, deleted ones not. */
    messages(channel?: Channel): Message[];
    files(): SlackFile[];
    /** Unix ms. */
    now(): number;
    /** Lets the time go on by `ms`: triggers and response_urls expire, limits recover, retries come. */
    advance(ms: number): void;
    fail(fault: Fault): SetFault;
    refreshSockets(): void;
    cutSockets(): void;
    /** What is sent next comes `times` more; `asRetry`: an event, as if its acknowledgement had been lost. */
    duplicateNext(times?: number, how?: { asRetry?: boolean; name?: string }): void;
    close(): Promise<void>;
  };

/** Listens on a free port of 127.0.0.1; after `close` no socket and no timer is left. */
export async function startSlack(options: SlackOptions = {}): Promise<Slack> {
  const clock = createClock();
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server that listens has an address of this shape.
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const state = createState(clock, origin, options);
  const places = createPlaces(state, () => home.workspace);
  const workspace = places.addWorkspace({ name: 'Studio', installed: options.installed ?? true });
  const home = { workspace, channel: places.addChannel({ workspace, name: 'general' }) };
  const socket = createSocketMode(state, server);
  const http = createSignedHttp(state);
  const deliveries = createDeliveries(state, { http: http.to, socket });
  state.deliver = deliveries.deliver;
  const faults = createFaults();
  const meter = createMeter({ ...defaultLimits, ...options.limits }, clock.now);
  const wire = createWire(state, { api: createWebApi(state, meter, socket), faults });
  server.on('request', wire.handle);

  return {
    ...places,
    ...createIncidents(state),
    log: wire.log,
    rateLimited: wire.rateLimited,
    clientId: state.clientId,
    clientSecret: state.clientSecret,
    signingSecret: state.signingSecret,
    appToken: state.appToken,
    appId: state.appId,
    origin,
    violations: state.violations,
    url: `${origin}/api/`,
    authorizationUrl: `${origin}/oauth/v2/authorize`,
    token(of = workspace) {
      const installation = installationIn(of);
      if (!installation) throw new Error(`The app is not installed in ${of.name}`);
      return installation.token;
    },
    home,
    person({ user, channel, workspace: of, admin = false } = {}) {
      const here = typeof channel === 'object' ? channel.workspace : (user?.workspace ?? of ?? workspace);
      const who = user ?? places.addUser({ workspace: here, admin });
      const first = [...state.channels.values()].find((it) => it.workspace === here && it.kind === 'public');
      const where = channel === 'dm' ? places.direct(who) : (channel ?? first);
      if (!where) throw new Error(`${here.name} has no channel`);
      where.members.add(who);
      return createPerson(state, { user: who, workspace: here, channel: where });
    },
    deliverTo: (target) => deliveries.over(target === 'socket' ? target : new URL(target)),
    install: (page, consent) => installBy(state, new URL(page), consent),
    deliveries: deliveries.log,
    busiest(method, team) {
      const passed = wire.log.filter(
        (it) => it.method === method && it.status === 200 && (!team || it.team === team.id),
      );
      return busiest(
        passed.map(({ at }) => at),
        60_000,
      );
    },
    sockets: socket,
    messages: (channel) =>
      [...state.channels.values()]
        .filter((it) => !channel || it === channel)
        .flatMap((it) => it.messages.filter(({ deleted }) => !deleted))
        .sort((one, other) => Number(one.ts) - Number(other.ts)),
    files: () => [...state.files.values()],
    now: clock.now,
    advance: clock.advance,
    fail: faults.set,
    refreshSockets: socket.refresh,
    cutSockets: socket.cut,
    duplicateNext: (times = 1, { asRetry = false, name } = {}) =>
      deliveries.duplicateNext(times, { asRetry, name }),
    async close() {
      deliveries.stop();
      clock.stop();
      http.close();
      await socket.close();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      // A request that was still at work may have set another timer.
      clock.stop();
    },
  };
}
