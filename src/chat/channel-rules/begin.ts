/** What many may ask for at once is begun for one of them: whoever has it pays for it, and the others' wish is met by it. */
import type { Paid } from '../../core/domain/command.ts';
import { startAll } from '../batch/start.ts';
import type { Chat } from '../chat.ts';
import type { Found } from '../request.ts';
import type { Turn } from '../turn.ts';
import type { Running } from './what.ts';

/**
 * For whoever has claimed the key. Until there is a job somebody else may try, unless a price or a word is waited for.
 * @returns what came of it. @throws what could not be said
 */
export async function begin<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  it: Paid & { key: string; running: Running; pictures: readonly F[] },
): Promise<'made' | 'waiting' | 'refused'> {
  const { channelRules } = chat.requests;
  const { key, running, pictures, payer, daily, told } = it;
  const { settings, next, model: of } = running;
  const { name: model } = of;
  const { requester } = turn.asker;
  let outcome: 'made' | 'waiting' | 'refused' = 'refused';
  const watched: Turn<F> = {
    ...turn,
    async open(opening) {
      const opened = await turn.open(opening);
      return (
        opened && {
          ...opened,
          async price(quote) {
            outcome = 'waiting';
            await channelRules.waitFor(quote.id, key);
            await opened.price(quote);
          },
          async became(job) {
            outcome = 'made';
            await opened.became(job);
          },
        }
      );
    },
    async askOwner(question) {
      const asked = await turn.askOwner(question);
      if (asked) outcome = 'waiting';
      return asked;
    },
  };
  try {
    await startAll(chat, watched, { model, settings, next, payer, daily, told }, pictures);
    return outcome;
  } finally {
    if (outcome === 'refused') await channelRules.release(key);
    else await channelRules.hold(key, outcome, requester);
  }
}
