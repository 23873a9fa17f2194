/** Taking a result away. */
import { Refusal } from '../../../chat/reply.ts';
import type { Job } from '../../../core/domain/job.ts';
import { messageAt } from '../../../pages/channel/log/kept.ts';
import { keepAddress, readAddress } from '../address.ts';
import type { Web } from '../context.ts';
import { words } from '../words.ts';

/** All messages with it, for everybody. @throws Refusal where there is none */
export async function removeResult(web: Web, job: Job): Promise<void> {
  const { room } = readAddress(job.address);
  const { messages } = await web.rooms.list(room);
  let found = 0;
  for (const { id } of messages) {
    const message = await messageAt(web, room, id);
    if (message?.kind !== 'result' || !message.views.some((view) => view.id === job.id)) continue;
    found += 1;
    await web.rooms.remove(room, id);
    for (const { name } of message.files) await web.posted.remove(name);
  }
  if (found === 0) throw new Refusal(words.nothingToRemove);
  await web.requests.move(job.id, (now) => keepAddress({ ...readAddress(now), removed: true }));
}
