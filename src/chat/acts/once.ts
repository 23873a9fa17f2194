/** Something that takes its time and is posted for everybody in a place: asked for twice, it is made once. */
import type { Chat } from '../chat.ts';
import type { Notice } from '../reply.ts';
import type { Found } from '../request.ts';
import type { Turn } from '../turn.ts';

/** ms. Whoever asks within it after somebody else in the same place gets what they get. */
const makingMs = 60_000;

/** @param what names it among all others. @throws what `make` does; then it may be asked for again at once */
export async function askedOnce<F extends Found>(
  { once, forget, clock }: Pick<Chat, 'once' | 'forget' | 'clock'>,
  turn: Turn<F>,
  what: string,
  it: { begun: string; already: string; make: () => Promise<Notice | undefined> },
): Promise<void> {
  const minute = Math.floor(clock() / makingMs);
  const key = (at: number) => `making:${what}:${turn.conversation.id}:${at}`;
  const [now, before] = [key(minute), key(minute - 1)];
  if (!(await once(now)) || !(await once(before))) return turn.reply({ kind: 'notice', text: it.already });
  try {
    await turn.reply({ kind: 'notice', text: it.begun });
    const said = await it.make();
    if (said) await turn.reply(said);
  } catch (error) {
    await Promise.all([now, before].map(forget));
    throw error;
  }
}
