/** What each emoji does in a channel at the moment, for whoever draws them. */

import type { Requests } from '../../core/ports/engine.ts';
import type { InChannel } from '../../core/store/channel-rules/channel-rules.ts';
import type { HasPresets } from '../presets/named.ts';
import { doneBy, runningNow } from './what.ts';

export type EmojiDoes = { key: string; shown: string; does: string };

/** Those that do something now. */
export async function emojiIn(
  chat: HasPresets & { requests: Pick<Requests, 'channelRules'> },
  at: InChannel,
  person: string,
): Promise<EmojiDoes[]> {
  const { platform, scope } = at;
  const rules = (await chat.requests.channelRules.rulesIn(at)).get(at.channel);
  const all = [...(rules?.react ?? [])].map(async ([key, { shown, what }]) => {
    const running = await runningNow(chat, { platform, scope, requester: person }, what);
    return running ? [{ key, shown, does: doneBy(running) }] : [];
  });
  return (await Promise.all(all)).flat();
}
