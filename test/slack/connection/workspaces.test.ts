/** Many workspaces and organisations in one Darkroom: nothing of one is ever seen, paid or called by another. */

import { expect, it } from 'vitest';
import { addressOf, keepAddress } from '../../../src/bots/slack/address.ts';
import { textOf } from '../../fakes/slack/people/seen.ts';
import type { Slack } from '../../fakes/slack/slack.ts';
import type { Channel, User, Workspace } from '../../fakes/slack/state.ts';
import { mistakesInBooks } from '../../helpers/fixture.ts';
import { labResults } from '../../helpers/lab-results.ts';
import { streamOf, until } from '../../helpers/requests.ts';
import { photo } from '../../helpers/sample-media.ts';
import { installFor, useSlackApp } from '../harness/app.ts';
import { cardsIn, finished, resultOf, statesOf } from '../harness/harness.ts';

const app = useSlackApp();

/** All calls that name something of a workspace, with the token they had to have: those that had another. */
function strayCalls(slack: Slack, owners: readonly { token: string; ids: readonly string[] }[]): string[] {
  const known = new Set(owners.map(({ token }) => token));
  return slack.log.flatMap(({ method, path, token, args }) => {
    if (token === undefined || !known.has(token)) return [];
    const text = `${path} ${JSON.stringify(args)}`;
    const other = owners.find((it) => it.token !== token && it.ids.some((id) => text.includes(id)));
    return other ? [`${method} ${text}`] : [];
  });
}

const idsOf = (slack: Slack, workspace: Workspace, own: { channel: Channel; user: User }): string[] => [
  ...[workspace.id, own.channel.id, own.user.id],
  ...slack
    .files()
    .filter((file) => file.workspace === workspace)
    .map(({ id }) => id),
];

/** Two workspaces on their own, and two of one organisation; everybody has the app. */
async function everybody(processingMs = 100) {
  const harness = await app.open({ how: 'oauth', processingMs });
  const { slack } = harness;
  const enterprise = slack.addEnterprise({ installed: false });
  const workspaces = [
    slack.home.workspace,
    slack.addWorkspace({ installed: false }),
    slack.addWorkspace({ enterprise }),
    slack.addWorkspace({ enterprise }),
  ];
  const people = workspaces.map((workspace) =>
    slack.person({ channel: slack.addChannel({ workspace }), admin: true }),
  );
  const pages = [];
  for (const [at, person] of people.entries())
    if (at < 3) pages.push(await installFor(harness, person, at === 2 ? { enterprise } : {}));
  const last = people[3];
  if (enterprise.installation && last) last.channel.members.add(enterprise.installation.bot);
  return { ...harness, enterprise, workspaces, people, pages };
}

it('jobs of four workspaces at once: own tokens, own files, own credits', async () => {
  const { slack, fixture, enterprise, workspaces, people, pages } = await everybody();
  expect(pages.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(pages[2]?.page).toContain('in Agency');
  const sources = await Promise.all(people.map((_, at) => photo({ width: 40 + at, height: 30 })));
  await Promise.all(
    people.map((person, at) =>
      person.mention('upscale scale=2', {
        files: [{ name: `${at}.jpg`, bytes: sources[at] ?? Buffer.of() }],
      }),
    ),
  );
  const results: Buffer[] = [];
  for (const { channel } of people) {
    const [card] = await finished({ slack }, channel);
    if (!card) throw new Error('no card');
    const { bytes, message } = await resultOf(card);
    expect(message.channel).toBe(channel);
    results.push(bytes);
  }
  const made = (await labResults(fixture)).map((bytes) => bytes.toString('base64'));
  expect(results.map((bytes) => made.includes(bytes.toString('base64')))).toEqual([true, true, true, true]);
  expect(new Set(results.map((bytes) => bytes.toString('base64'))).size).toBe(4);

  // An organisation has one token for all of its workspaces.
  const tokens = workspaces.map((workspace) => slack.token(workspace));
  expect([new Set(tokens).size, tokens[2] === tokens[3]]).toEqual([3, true]);
  const owners = workspaces.flatMap((workspace, at) => {
    const person = people[at];
    return person ? [{ token: slack.token(workspace), ids: idsOf(slack, workspace, person) }] : [];
  });
  expect(strayCalls(slack, owners)).toEqual([]);
  expect(slack.log.filter(({ team }) => team === enterprise.id).length).toBeGreaterThan(8);
  // It would see a stray one: as if the second workspace's token were the first one's.
  const [one, two, ...others] = owners;
  if (!one || !two) throw new Error('no owners');
  const swapped = [{ ...one, token: two.token }, { ...two, token: one.token }, ...others];
  expect(strayCalls(slack, swapped).length).toBeGreaterThan(5);

  const books = people.map(({ user }, at) => ({ scope: workspaces[at]?.id ?? '', requester: user.id }));
  expect(await mistakesInBooks(fixture.ledger, books)).toEqual([]);
  for (const owner of books) {
    const mine = await fixture.engine.jobs({ ...owner, platform: 'slack' }, 5);
    expect(mine.map(({ state }) => state)).toEqual(['done']);
    expect((await fixture.ledger.entries(owner)).filter(({ charged = 0 }) => charged > 0)).toHaveLength(1);
  }
});

it('what an admin sets or grants counts in their own workspace only', async () => {
  const { fixture, workspaces, people } = await everybody();
  const [ada, ben, cem] = people;
  if (!ada || !ben || !cem) throw new Error('nobody');
  const granted = ada.slash(`/darkroom credits grant <@${ada.user.id}|ada> 50 thanks`);
  await expect.poll(() => granted.replies.map(textOf).join()).toContain('50');
  const limited = cem.slash('/darkroom credits limits monthly=7');
  await expect.poll(() => limited.replies.map(textOf).join()).toContain('7');
  const person = (at: number) => ({
    ...{ platform: 'slack', scope: workspaces[at]?.id ?? '', requester: people[at]?.user.id ?? '' },
  });
  const states = await Promise.all([0, 1, 2, 3].map((at) => fixture.engine.credits.statement(person(at))));
  expect(states.map(({ granted }) => granted)).toEqual([50_000, 0, 0, 0]);
  expect(states.map(({ limits }) => limits.monthly)).toEqual([null, null, 7_000, null]);
});

it('in a workspace of an organisation all ways in work, and admins are told in it', async () => {
  const { slack, platform, workspaces, people } = await everybody();
  const [cem, dot] = people.slice(2);
  if (!cem || !dot) throw new Error('nobody');
  const form = dot.slash('/darkroom');
  await expect.poll(() => form.view()?.body.type).toBe('modal');
  const other = dot.globalShortcut();
  await expect.poll(() => other.view()?.body.type).toBe('modal');
  const message = await dot.postFile({ name: 'a.jpg', bytes: await photo({ width: 40, height: 30 }) });
  const asked = dot.shortcut(message);
  await expect.poll(() => asked.view()?.body.type).toBe('modal');
  dot.openHome();
  await expect.poll(() => dot.home()?.body.type).toBe('home');
  await platform.notify?.(workspaces[3]?.id ?? '', dot.channel.id, 'The budget is spent.');
  expect(slack.messages(dot.channel).map(textOf).join()).toContain('The budget is spent.');
  expect(slack.messages(cem.channel).map(textOf).join()).not.toContain('The budget is spent.');
});

it('when the organisation uninstalls the app, its workspaces’ jobs end, and nobody else’s', async () => {
  const { slack, fixture, lines, workspaces, people } = await everybody(60_000);
  for (const person of people)
    await person.mention('upscale', {
      files: [{ name: 'a.jpg', bytes: await photo({ width: 40, height: 30 }) }],
    });
  await until(async () => (await fixture.ledger.holds()).length === 4);
  const [, , third] = workspaces;
  if (!third) throw new Error('no organisation');
  slack.uninstall(third);
  const scopes = async () => (await fixture.ledger.holds()).map(({ scope }) => scope).sort();
  const left = workspaces.slice(0, 2).map(({ id }) => id);
  await expect.poll(scopes).toEqual(left.sort());
  const said = () => lines.filter((line) => line.includes('jobs of a workspace are cancelled'));
  await expect.poll(() => said().length).toBe(2);
  for (const { id } of workspaces.slice(2)) expect(said().join()).toContain(`"team":"${id}","cancelled":1`);
  expect(
    await mistakesInBooks(
      fixture.ledger,
      people.slice(2).map(({ user }, at) => ({ scope: workspaces[at + 2]?.id ?? '', requester: user.id })),
    ),
  ).toEqual([]);
  const states = people
    .slice(0, 2)
    .map(({ channel }) => cardsIn({ slack }, channel).flatMap(statesOf).at(-1));
  expect(states.every((state) => state === 'QUEUED' || state === 'PROCESSING')).toBe(true);
});

it('a token that an organisation gave to its own Darkroom serves all its workspaces, and no other', async () => {
  const slack = await app.fake({ how: 'oauth' });
  const enterprise = slack.addEnterprise();
  const [cem, dot] = [1, 2].map(() => {
    const workspace = slack.addWorkspace({ enterprise });
    return slack.person({ channel: slack.addChannel({ workspace }) });
  });
  const token = enterprise.installation?.token;
  if (!cem || !dot || !token) throw new Error('no organisation');
  const all = await app.open({ fake: slack, how: 'token', platform: { botToken: token } });
  for (const { channel, slash, mention } of [cem, dot]) {
    const asked = slash('/darkroom help');
    await expect.poll(() => asked.replies.map(textOf).join()).toContain('ESRGAN');
    await mention('upscale', { files: [{ name: 'a.jpg', bytes: await photo({ width: 40, height: 30 }) }] });
    await finished({ slack }, channel);
  }
  expect(new Set(slack.log.map((it) => it.token).filter((it) => it !== undefined))).toEqual(new Set([token]));
  // Another workspace has another app of the same name; what it sends is signed with the same secret only in a test.
  const other = slack.addWorkspace({ installed: true });
  const eve = slack.person({ channel: slack.addChannel({ workspace: other }) });
  const asked = eve.slash('/darkroom help');
  await expect.poll(() => asked.replies.map(textOf).join()).toContain('not installed');
  await all.platform.stop();
});

it('a process without ears edits and posts what others left; jobs of where it is not are given up', async () => {
  const { slack, fixture, platform } = await app.open({ platform: { listens: false } });
  expect(platform.listener).toBeUndefined();
  const { user, channel } = slack.person();
  const leave = async (scope: string) => {
    const person = { platform: 'slack', scope, requester: user.id };
    const place = { team: { id: scope, orgWide: false }, channel: channel.id, direct: false };
    const stored = await fixture.engine.keep(streamOf(await photo({ width: 40, height: 30 })));
    const address = keepAddress(
      addressOf({ source: undefined, from: undefined, kept: undefined }, user.id, place, slack.now()),
    );
    const source = { kind: 'stored', ...stored } as const;
    await fixture.engine.submit({ ...person, key: scope, address, model: 'esrgan', settings: {}, source });
    return person;
  };
  await leave(channel.workspace.id);
  const [card] = await finished({ slack }, channel);
  if (!card) throw new Error('no card');
  await resultOf(card);
  const calls = slack.log.length;
  const elsewhere = await leave('T00000000');
  const states = async () => (await fixture.engine.jobs(elsewhere, 1)).map(({ state }) => state);
  await expect.poll(states).toEqual(['cancelled']);
  expect(slack.log.slice(calls)).toEqual([]);
  expect(slack.deliveries.filter(({ outcome }) => outcome?.ok)).toEqual([]);
});
