/** New pictures are offered something: one line with a button under each, and whoever presses pays. */

import type { RulesOfChannel } from '../../core/store/channel-rules/channel-rules.ts';
import type { Chat } from '../chat.ts';
import type { Found } from '../request.ts';
import { costIn } from './cost.ts';
import type { New } from './new-picture.ts';
import { doneBy, fittingFor, keyFor, runningNow } from './what.ts';
import { ruleWords as words } from './words.ts';

export async function offer<F extends Found>(
  chat: Chat,
  { posted, at }: New<F>,
  { what }: NonNullable<RulesOfChannel['offer']>,
): Promise<void> {
  const { channelRules, says } = chat.requests;
  const { platform, scope, channel } = at;
  const asker = { platform, scope, requester: posted.person };
  // Whatever anybody pressed would be refused.
  if ((await says.say(asker)) === 'nobody') return;
  const running = await runningNow(chat, asker, what);
  const count = running ? fittingFor(await posted.pictures(), running).length : 0;
  const cost = running && (await costIn(chat, { ...asker, channel }, running, count));
  if (!running || !cost || count === 0) return;
  const { model, settings, next, preset } = running;
  const { picture, conversation, message } = posted;
  const id = keyFor(message, running);
  const asked = { model: model.name, settings, next, price: cost.price };
  const offered = { key: id, scope, conversation, picture, ...asked };
  if (!(await channelRules.putOffer(id, offered))) return;
  const label = words.press(doneBy(running, 'short'), count, cost);
  const lines = () => [words.offered(preset)];
  const line = await posted.line({ id, lines, actions: [{ act: 'offer', id, label }] });
  if (line === undefined) await channelRules.dropOffer(id);
  else await channelRules.offerAt(id, line);
}
