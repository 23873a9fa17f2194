/** What is kept beside the records; of use only where those are lost, so nothing waits for it and nothing ends by it. */
import type { Note } from '../../store/server/journal.ts';
import type { Context } from '../context.ts';

export async function noted({ durable, log }: Context, note: Note): Promise<void> {
  await durable?.note(note).catch((error: unknown) => log.warn({ err: error }, 'a note could not be kept'));
}

/** As far as it can be: what is on record now has happened. */
export async function persisted({ persist, log }: Context): Promise<void> {
  await persist().catch((error: unknown) => log.warn({ err: error }, 'a power cut could undo a record'));
}
