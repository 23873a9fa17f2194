/** Which job a message is about: its card, or the message that brings its result. */
import { z } from 'zod';
import type { Job } from '../../../core/domain/job.ts';
import { type Address, amend, keepAddress, readAddress } from '../address.ts';
import type { Bot, Team } from '../context.ts';
import { cardIn, parse } from '../ids.ts';

export type Where = { team: Team; channel: string; thread: string };

const buttonsSchema = z.object({
  blocks: z
    .array(
      z.looseObject({
        block_id: z.string().optional(),
        elements: z
          .array(z.looseObject({ action_id: z.string().optional(), value: z.string().optional() }))
          .optional()
          .catch(undefined),
      }),
    )
    .optional(),
});

/** The id of the job whose message this may be: a card's first block names it, and so does every button. */
export function jobIn(message: unknown): string | undefined {
  const { blocks = [] } = buttonsSchema.safeParse(message).data ?? {};
  const [card] = blocks.flatMap(({ block_id = '' }) => cardIn(block_id) ?? []);
  if (card !== undefined) return card;
  const elements = blocks.flatMap((it) => it.elements ?? []);
  return elements.find(
    ({ action_id = '', value = '' }) => parse(action_id)?.kind === 'action' && /^[a-z0-9]{7}$/.test(value),
  )?.value;
}

/** A message: `thread` is its own ts. `below`: the thread that it stands in. `files`: the ids of those it has. */
type Shows = Where & { below?: string | undefined; files?: readonly string[] };

/** The job, where it is shown there: its card, or the message that brings its result. */
export async function jobShownBy(bot: Bot, where: Shows, id: string): Promise<Job | undefined> {
  const { team, channel, thread } = where;
  const job = await bot.requests.read(id);
  if (job?.platform !== bot.platform || job.scope !== team.id) return undefined;
  const at = readAddress(job.address);
  if (at.channel === channel && at.status === thread) return job;
  if (at.result?.channel !== channel) return undefined;
  if (at.result.ts !== undefined) return at.result.ts === thread ? job : undefined;
  return isResult(at, where) ? await withTs(bot, job, thread) : undefined;
}

/** Slack says where a file is when it has processed it, and by then nobody asks any more. */
function isResult({ result, status, thread = status }: Address, { below, files = [] }: Shows): boolean {
  return (result !== undefined && files.includes(result.file)) || (below !== undefined && below === thread);
}

/** Who removes the result need not ask for it. */
async function withTs(bot: Bot, job: Job, ts: string): Promise<Job> {
  const address = await amend(bot, job.id, readAddress(job.address), (now) =>
    now.result ? { ...now, result: { ...now.result, ts } } : now,
  );
  return { ...job, address: keepAddress(address) };
}
