/** What admins do with credits, limits, rules and blocks: done once for every way to ask for it, and told in a sentence. */
import {
  blockChanged,
  creditsChanged,
  limitsChanged,
  ruleChanged,
} from '../../core/credits/words/changes.ts';
import type { Person } from '../../core/domain/command.ts';
import type { Chat } from '../chat.ts';
import type { Reply, Style } from '../reply.ts';

/** What is asked for, with people, channels and groups by their ids, and amounts as typed. */
export type CreditsChange =
  | { deed: 'grant' | 'revoke'; to: string; amount: string; reason: string }
  | { deed: 'set'; changes: Readonly<Record<string, string>>; group?: string | undefined }
  | { deed: 'allow' | 'deny' | 'forget'; model?: string | undefined; channel?: string | undefined }
  | { deed: 'block'; who: string; length: string; reason: string }
  | { deed: 'unblock'; who: string };

/**
 * Does it, however it was asked for, and answers what was done.
 * @param key it is granted once for each. @throws Failure with one sentence; then nothing was done
 */
export async function changeCredits(
  { requests: { credits }, changed, clock }: Pick<Chat, 'requests' | 'changed' | 'clock'>,
  me: Person,
  it: CreditsChange,
  key: string,
): Promise<Reply<never>> {
  const lines = await linesOf();
  changed?.(me.scope, me.requester);
  return { kind: 'lines', lines };

  async function linesOf(): Promise<(style: Style) => readonly string[]> {
    switch (it.deed) {
      case 'grant':
      case 'revoke': {
        const { deed, to, amount, reason } = it;
        const done = await credits.give(deed, me, { to, amount, reason, key });
        changed?.(me.scope, to);
        return (style) => [creditsChanged({ ...done, reason }, to, style)];
      }
      case 'set': {
        const done = await credits.setLimits(me, it.changes, it.group);
        return (style) => limitsChanged(done, style);
      }
      case 'allow':
      case 'deny':
      case 'forget': {
        const rule = it.deed === 'forget' ? undefined : it.deed;
        const done = await credits.setRule(me, { model: it.model, channel: it.channel }, rule);
        return (style) => [ruleChanged(done, style)];
      }
      case 'block':
      case 'unblock': {
        const [length, why] = it.deed === 'block' ? [it.length, it.reason] : [undefined, ''];
        const done = await credits.block(me, it.who, length, why);
        return (style) => [blockChanged(done, style, clock())];
      }
    }
  }
}
