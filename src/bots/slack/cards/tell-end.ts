/** What is done where nothing can be said on a card any more. */
import { words as chatWords } from '../../../chat/words.ts';
import { Failure } from '../../../core/domain/failure.ts';
import type { View } from '../../../core/view/view.ts';
import type { Address } from '../address.ts';
import { restrictionOf } from '../connection/refusals.ts';
import type { Access, Bot } from '../context.ts';
import { asFault, slackError } from '../errors.ts';
import { words } from '../words/request.ts';
import { escaped, note } from './blocks.ts';
import { mention } from './card.ts';
import { directChannel } from './destination.ts';
import { postMessage } from './post-message.ts';

type Work = { bot: Bot; access: Access; address: Address; view: View };

/**
 * Nothing can be said there any more. A result told by itself where it went, and who cancelled knows it; of a failure the
 * person is told directly, once.
 */
export async function tellEnd({ bot, access, address, view }: Work, reason: unknown): Promise<void> {
  const detail = restrictionOf(reason) ?? chatWords.noWay;
  if (!view.over) throw new Failure('cannot-deliver', { detail }, { cause: asFault(reason) });
  if (view.state !== 'FAILED' || address.direct || !(await bot.isFirst(`end:${view.id}`))) return;
  const text = [words.about(mention(address.requester), escaped(view.title)), escaped(view.line)].join('\n');
  const channel = await directChannel(access, address.requester);
  if (channel === undefined) return;
  await postMessage(bot, access, { channel, body: note(text), key: `end ${view.id}` }).catch(
    (error: unknown) => {
      bot.log.warn({ job: view.id, error: slackError(error) }, 'a person could not be told of an end');
    },
  );
}
