/** Something that takes its time and is posted for everybody in a place: asked for twice, it is made once. */
import type { Chat } from '../chat.ts';
import type { Notice } from '../reply.ts';
import type { Found } from '../request.ts';
import type { Turn } from '../turn.ts';

/** ms. Whoever asks within it after somebody else in the same place gets what they get. */
const makingMs = 60_000;

/** @param what names it among all others. @throws what `make` does */
export async function askedOnce<F extends Found>(
  { once, clock }: Pick<Chat, 'once' | 'clock'>,
  turn: Turn<F>,
  what: string,
  it: { begun: string; already: string; make: () => Promise<Notice | undefined> },
): Promise<void> {
  const now = Math.floor(clock() / makingMs);
  const first = (at: number) => once(`making:${what}:${turn.conversation.id}:${at}`);
  if (!(await first(now)) || !(await first(now - 1))) return turn.reply({ kind: 'notice', text: it.already });
  await turn.reply({ kind: 'notice', text: it.begun });
  const said = await it.make();
  if (said) await turn.reply(said);
}
