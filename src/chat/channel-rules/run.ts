/** Each new picture of a channel is enhanced by itself: from the pot, within what a day may cost. */
import { Failure } from '../../core/domain/failure.ts';
import type { Source } from '../../core/domain/job.ts';
import { dayOf } from '../../core/domain/period.ts';
import { potAccount } from '../../core/domain/pots/pot.ts';
import type { RulesOfChannel } from '../../core/store/channel-rules/channel-rules.ts';
import type { FailureCode } from '../../core/words/failures/failures.ts';
import { type Chat, noticeOf } from '../chat.ts';
import { type Notice, Refusal } from '../reply.ts';
import type { Found } from '../request.ts';
import type { Turn } from '../turn.ts';
import { begin } from './begin.ts';
import type { New } from './new-picture.ts';
import { fittingFor, keyFor, type Running, runningNow } from './what.ts';
import { ruleWords as words } from './words.ts';

/** What a channel is told, as it concerns all: else new pictures would be passed over and nobody knew why. */
const concerns: readonly FailureCode[] = [
  'pot-off',
  'pot-asks',
  'pot-most',
  'pot-short',
  'channel-daily',
  'scope-budget',
  'cost-day',
  'cost-month',
  'cost-all',
  'account-short',
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
  if (!running || pictures.length === 0) return;
  const key = keyFor(posted.message, running);
  if (!(await channelRules.claim(key, posted.person))) return;
  const now = chat.clock();
  const turn: Turn<F> = { ...posted.turn(key), reply: (it) => passed(it.kind === 'notice' ? it : undefined) };
  const paid = { payer: potAccount, daily: { channel: at.channel, most: daily } };
  const asked = { ...(await turn.person()), ...paid, key };
  try {
    const taken = await looked(chat, turn, asked, { running, pictures });
    const take: Turn<F>['take'] = async (source) => taken.get(source.url) ?? turn.take(source);
    await begin(chat, { ...turn, take }, { ...paid, key, running, pictures });
  } catch (error) {
    await channelRules.release(key);
    await passed(noticeOf(chat, error));
  }

  /** Whoever posted it asked for nothing, and so is told nothing; what concerns all is said once a day. */
  async function passed(notice: Notice | undefined): Promise<void> {
    const code = concerns.find((each) => each === notice?.code);
    if (!notice || !code) return;
    if (await chat.once(`rule run:${at.scope}:${at.channel}:${code}:${dayOf(now)}`))
      await posted.line({ id: `${key}r`, lines: () => [words.notRun(notice.text)], actions: [] });
  }
}

type Asked = Parameters<Chat['requests']['recipes']['checkFiles']>[0];

/**
 * The files, by what they can be found at, once it is known that all of it may be asked for at the price of these files: no
 * card is posted for what cannot be paid. @throws Failure
 */
async function looked<F extends Found>(
  { requests }: Chat,
  turn: Turn<F>,
  asked: Asked,
  { running, pictures }: { running: Running; pictures: readonly F[] },
): Promise<ReadonlyMap<string, Source>> {
  const { model, settings, next } = running;
  const run = { model: model.name, settings, next };
  // What could not be paid whatever it is need not be fetched.
  await requests.recipes.checkFiles(asked, run, []);
  const taken = new Map<string, Source>();
  for (const picture of pictures) {
    try {
      const source = (await turn.ready(picture)) ?? picture;
      taken.set(source.url, await turn.take(source));
    } catch (error) {
      // Of several the others may do; what is wrong with it is said where it is asked for.
      if (!(error instanceof Failure || error instanceof Refusal)) throw error;
    }
  }
  await requests.recipes.checkFiles(asked, run, [...taken.values()]);
  return taken;
}
