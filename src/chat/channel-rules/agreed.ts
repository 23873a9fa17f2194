/** A price that a rule of a channel led to: agreed to, it is nobody else's any more. */
import type { Quote } from '../../core/credits/quote.ts';
import type { Job } from '../../core/domain/job.ts';
import type { Chat } from '../chat.ts';
import type { Turn } from '../turn.ts';

/** @param id of the price that was pressed */
export async function agreedTo(
  { requests: { channelRules } }: Pick<Chat, 'requests'>,
  { asker }: Pick<Turn, 'asker'>,
  id: string,
  answer: { job: Job } | { quote: Quote },
): Promise<void> {
  const key = await channelRules.waitingFor(id);
  if (key === undefined) return;
  if ('quote' in answer) await channelRules.waitFor(answer.quote.id, key);
  await channelRules.hold(key, 'job' in answer ? 'made' : 'waiting', asker.requester);
}
