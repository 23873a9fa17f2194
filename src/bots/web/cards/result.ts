/** Results in the channel: posted once, beside one another, sent once more, taken away. */
import { createReadStream } from 'node:fs';
import { resultMenuOf } from '../../../chat/batch/actions.ts';
import { actionsOf } from '../../../chat/next-actions.ts';
import type { Destination } from '../../../chat/turn.ts';
import { Failure } from '../../../core/domain/failure.ts';
import type { Job, Json } from '../../../core/domain/job.ts';
import type { Fitting } from '../../../core/jobs/files/job-files.ts';
import type { Delivery, Handed } from '../../../core/ports/platform.ts';
import type { View } from '../../../core/view/view.ts';
import { kept, messageAt, newId } from '../../../pages/channel/log/kept.ts';
import type { PostedFile, Result } from '../../../pages/channel/log/messages.ts';
import { shownInBrowsers } from '../../../pages/parts/types.ts';
import type { Room } from '../../../pages/site/rooms.ts';
import { roomAlone } from '../../../pages/site/rooms.ts';
import { type Address, keepAddress, readAddress, shownAt } from '../address.ts';
import type { Web } from '../context.ts';
import { post } from '../posted.ts';
import { words } from '../words.ts';
import { note } from './reply.ts';

/** bytes. A page shows any size; what is larger is more than anybody loads. */
const mostBytes = 2_000_000_000;

/** As a view is once its result stands there. */
export const handedOver = {
  state: 'COMPLETED',
  over: true,
  cancellable: false,
  undelivered: false,
  removed: false,
} as const;

async function fitted(web: Web, view: View, delivery: Delivery): Promise<Fitting & { file: PostedFile }> {
  const fitting = await web.fit(delivery, view, mostBytes);
  if (!fitting) throw new Failure('cannot-deliver', { detail: words.tooLarge('2 GB') });
  const { path, fileName, alt = view.alt } = fitting;
  const { width, height } = (delivery.as === undefined && view.result) || {};
  const file = await post(web, createReadStream(path), { fileName, width, height, alt });
  return { ...fitting, file };
}

/** The source, where it can be seen beside its result. */
async function sourceOf(web: Web, address: Address, job: Job | undefined): Promise<PostedFile | undefined> {
  const { source, alt } = address;
  if (source) return shownInBrowsers(source.file.type) ? source.file : undefined;
  const { type, width, height } = job?.sourceFile ?? {};
  if (!job || type === undefined || !shownInBrowsers(type)) return undefined;
  const body = await web.chat.openKept(job, 'source');
  return body && post(web, body, { fileName: job.source.fileName ?? '', width, height, ...(alt && { alt }) });
}

async function resultOf(web: Web, address: Address, view: View, delivery: Delivery): Promise<Result> {
  const { file, change } = await fitted(web, view, delivery);
  const alt = [address.alt, file.alt].filter(Boolean).join('. ');
  const isItself = view.aside === undefined && view.taste === undefined;
  const job = isItself ? await web.requests.read(view.id) : undefined;
  const result = { changed: change !== undefined };
  const posted = { ...view, ...handedOver };
  return {
    kind: 'result',
    at: Math.round(web.clock()),
    by: address.requester,
    views: [posted],
    files: [{ ...file, ...(alt && { alt }) }],
    before: isItself ? await sourceOf(web, address, job) : undefined,
    change,
    actions: actionsOf(posted, { ...shownAt(address), result, removed: false }),
    aside: view.aside?.name,
  };
}

const withResult = (web: Web, view: Pick<View, 'id'>, result: NonNullable<Address['result']>) =>
  web.requests.move(view.id, (now) => keepAddress({ ...readAddress(now), result }));

/** As `Platform.deliver`. */
export async function deliver(web: Web, json: Json, view: View, delivery: Delivery): Promise<void> {
  const address = readAddress(json);
  const id = `r-${view.id}`;
  const there = await messageAt(web, address.room, id);
  const result = there?.kind === 'result' ? there : await resultOf(web, address, view, delivery);
  if (!there) await web.rooms.add(address.room, id, kept(result));
  await withResult(web, view, { id, changed: result.change !== undefined });
}

/** As `Platform.deliverAll`: a contact sheet. */
export async function deliverAll(web: Web, json: Json, view: View, handed: readonly Handed[]): Promise<void> {
  const address = readAddress(json);
  const id = `r-${view.id}`;
  if (!(await messageAt(web, address.room, id))) {
    const all: { file: PostedFile; view: View }[] = [];
    for (const it of handed) {
      const { file } = await fitted(web, it.view, it.delivery);
      all.push({ file, view: { ...it.view, ...handedOver } });
    }
    const views = all.map((it) => it.view);
    const menu = resultMenuOf(views);
    const [at, by, files] = [Math.round(web.clock()), address.requester, all.map(({ file }) => file)];
    const result: Result = {
      kind: 'result',
      at,
      by,
      views,
      files,
      actions: [...menu.options],
      menu: menu.label,
    };
    await web.rooms.add(address.room, id, kept(result));
  }
  for (const it of handed) await withResult(web, it.view, { id, changed: false, together: handed.length });
}

/** As `Platform.accompany`. */
export async function accompany(web: Web, json: Json, view: View, delivery: Delivery): Promise<void> {
  const address = readAddress(json);
  const id = `a-${view.id}`;
  if (address.removed || (await messageAt(web, address.room, id))) return;
  await web.rooms.add(address.room, id, kept(await resultOf(web, address, view, delivery)));
}

/** A result once more: where it was asked for, or to the person alone. */
export async function send(
  web: Web,
  at: { scope: string; person: string; room: Room },
  it: { job: Job; view: View; delivery: Delivery; to: Destination },
): Promise<void> {
  const room = it.to === 'here' ? at.room : roomAlone(at.scope, at.person);
  const result = await resultOf(web, readAddress(it.job.address), it.view, it.delivery);
  await web.rooms.add(room.id, newId(), kept(result));
}

/** The result as it was made, to the person alone. */
export async function hand(
  web: Web,
  at: { room: Room; person: string },
  { path, fileName }: Delivery,
): Promise<void> {
  const picture = await post(web, createReadStream(path), { fileName });
  await note(web, at.room.id, at.person, { lines: [fileName], picture, actions: [], only: true });
}
