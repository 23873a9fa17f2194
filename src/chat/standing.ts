/** Results that stand together in one message. */
import type { Job } from '../core/domain/job.ts';
import type { Chat } from './chat.ts';

/** The ids of all whose results stand in the message of this one. */
export async function standingWith(chat: Chat, { id, address, batch }: Job): Promise<string[]> {
  const message = chat.shown(address).result?.together?.id;
  if (!batch || message === undefined) return [id];
  const { jobs = [] } = (await chat.requests.batch(batch.id)) ?? {};
  return jobs.filter((it) => chat.shown(it.address).result?.together?.id === message).map((it) => it.id);
}
