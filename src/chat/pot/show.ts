/** What several people, or the pot, pay for is shown as it is, and what is paid for runs: by whoever sees it first. */

import { expectedJob } from '../../core/domain/pots/expected-job.ts';
import type { Purchase } from '../../core/domain/pots/purchase.ts';
import type { Chat } from '../chat.ts';
import { followBatch, followOn } from '../owner/followed.ts';
import { actionsOf, linesOf } from './card.ts';
import { potWords as words } from './words.ts';

/** As `Platform.purchase`. May be repeated, also by several processes at once: there is one job, and one card of it. */
export async function seeTo(chat: Chat, id: string): Promise<void> {
  const { purchases } = chat.requests;
  const it = await purchases.read(id);
  if (!it) return;
  if (it.state === 'funded') await begin(chat, it);
  await showNow(chat, id);
}

/**
 * One edit after the other: whoever finds somebody at it leaves what has changed to them. False where nothing can be
 * posted.
 */
export async function showNow(chat: Chat, id: string): Promise<boolean> {
  const { purchases } = chat.requests;
  for (;;) {
    const it = await purchases.read(id);
    if (!it || (it.place !== undefined && it.shown >= it.version)) return true;
    const end = await purchases.turn(id);
    if (!end) return true;
    try {
      const now = await purchases.read(id);
      if (now && !(await draw(chat, now))) return false;
    } finally {
      await end();
    }
  }
}

/** Posts it where it does not stand yet. */
async function draw(chat: Chat, it: Purchase): Promise<boolean> {
  const { purchases } = chat.requests;
  const { id, place, version } = it;
  const [lines, actions] = [(style: Parameters<typeof linesOf>[1]) => linesOf(it, style), actionsOf(it)];
  if (place !== undefined) await chat.rewrite(place, lines, actions);
  else {
    const turn = chat.goOn(it.turn);
    const posted = await turn.askOwner({ owner: undefined, source: undefined, lines, actions, id });
    if (!posted) return false;
    await purchases.at(id, posted.place);
  }
  await purchases.shown(id, version);
  return true;
}

/** Posts the card of its job, as its person's, and makes the job. */
async function begin(chat: Chat, it: Purchase): Promise<void> {
  const { requests } = chat;
  const { command, choice, quote, several } = it;
  const turn = chat.goOn(it.turn);
  const record = requests.opening({ ...turn.asker, key: `quote:${quote}` });
  try {
    const intended = { ...turn.asker, id: record.id, model: choice.model, settings: choice.settings };
    const from = expectedJob(it);
    const { payer } = from;
    const { fileName } = command.source ?? {};
    // Of several the card says more than of one, once there are jobs.
    const view = several ? undefined : await requests.preview({ ...intended, payer, fileName });
    const opening = { title: it.title, view, asks: false, source: undefined, more: false, record };
    const opened = await turn.open({ ...opening, from, kept: 'source' });
    if (!opened) return;
    await record.at(opened.address);
    await followOn(chat, command.platform, quote, record.id);
    const job = await requests.purchases.run(it.id, { id: record.id, address: opened.address });
    if (job) {
      await opened.became(job);
      await followBatch(chat, job);
    } else {
      const why = (await requests.purchases.read(it.id))?.why;
      await opened.refuse({ kind: 'notice', text: words.why(why), forAll: words.why(undefined) });
    }
    chat.changed?.(command.scope, command.requester);
    await record.close();
  } finally {
    record.leave();
  }
}
