/** Each new picture of a channel is enhanced by itself: from the pot, within what a day may cost. */

import { dayOf } from '../../core/domain/period.ts';
import { potAccount } from '../../core/domain/pots/pot.ts';
import type { RulesOfChannel } from '../../core/store/channel-rules/channel-rules.ts';
import type { FailureCode } from '../../core/words/failures/failures.ts';
import type { Chat } from '../chat.ts';
import type { Notice } from '../reply.ts';
import type { Found } from '../request.ts';
import type { Turn } from '../turn.ts';
import { begin } from './begin.ts';
import { costIn } from './cost.ts';
import type { New } from './new-picture.ts';
import { fittingFor, keyFor, runningNow } from './what.ts';
import { ruleWords as words } from './words.ts';

/** What a channel is told, as it concerns all: else new pictures would be passed over and nobody knew why. */
const concerns: readonly FailureCode[] = [
  ...(['pot-off', 'pot-asks', 'pot-most', 'pot-short', 'scope-budget'] as const),
  ...(['cost-day', 'cost-month', 'cost-all', 'account-short'] as const),
];

export async function runAll<F extends Found>(
  chat: Chat,
  { posted, at }: New<F>,
  { what, daily }: NonNullable<RulesOfChannel['run']>,
): Promise<void> {
  const { requests } = chat;
  const { channelRules } = requests;
  const asker = { platform: at.platform, scope: at.scope, requester: posted.person };
  // Nobody pressed anything: whoever has said that they want to be asked is not asked about every picture.
  if ((await requests.says.say(asker)) !== 'anyone') return;
  const running = await runningNow(chat, asker, what);
  const pictures = running ? fittingFor(await posted.pictures(), running) : [];
  const cost = running && (await costIn(chat, { ...asker, channel: at.channel }, running, pictures.length));
  if (!running || !cost || pictures.length === 0) return;
  const key = keyFor(posted.message, running);
  const now = chat.clock();
  if (!(await channelRules.claim(key, posted.person))) return;
  const spent = await channelRules.spend(at, { key, price: cost.price, most: daily, now });
  if (spent === 'first')
    await posted.line({ id: `${key}d`, lines: () => [words.reached(daily)], actions: [] });
  if (spent !== 'within') return channelRules.release(key);
  const turn: Turn<F> = { ...posted.turn(key), reply: (it) => passed(it.kind === 'notice' ? it : undefined) };
  const outcome = await begin(chat, turn, { key, running, pictures, payer: potAccount });
  if (outcome === 'refused') await channelRules.unspend(at, { key, now });

  /** Whoever posted it asked for nothing, and so is told nothing; what concerns all is said once a day. */
  async function passed(notice: Notice | undefined): Promise<void> {
    const code = concerns.find((each) => each === notice?.code);
    if (!notice || !code) return;
    if (await chat.once(`rule run:${at.scope}:${at.channel}:${code}:${dayOf(now)}`))
      await posted.line({ id: `${key}r`, lines: () => [words.notRun(notice.text)], actions: [] });
  }
}
