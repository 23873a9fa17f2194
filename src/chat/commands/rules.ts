/** `rules`: what is done by itself with the pictures of a channel is listed, and set by its admins. */
import { amountFrom } from '../../core/domain/amount.ts';
import { Failure } from '../../core/domain/failure.ts';
import { isAllowed } from '../../core/domain/policy.ts';
import {
  type InChannel,
  mostReactions,
  type RuleChange,
  type RulesOfChannel,
} from '../../core/store/channel-rules/channel-rules.ts';
import { doneBy, runningOf, whatFrom } from '../channel-rules/what.ts';
import { ruleWords as words } from '../channel-rules/words.ts';
import type { Chat } from '../chat.ts';
import { Refusal, type Style } from '../reply.ts';
import type { Found } from '../request.ts';
import type { Turn } from '../turn.ts';

export const rulesDeeds = ['list', 'react', 'offer', 'run', 'off'] as const;

/** What is asked for; `what`: as it is typed, `off` takes it out. */
export type RulesDeed =
  | { deed: 'list' }
  | { deed: 'react'; emoji: string; what: string }
  | { deed: 'offer'; what: string }
  | { deed: 'run'; what: string; daily: string | undefined }
  | { deed: 'off' };

/** Does it and answers. @throws Failure or Refusal with one sentence; then nothing was done */
export async function rulesCommand<F extends Found>(chat: Chat, turn: Turn<F>, it: RulesDeed): Promise<void> {
  const { channelRules, credits } = chat.requests;
  const { asker, conversation } = turn;
  if (conversation.direct || chat.traits.isOwnScope?.(asker.scope)) throw new Refusal(words.direct);
  const person = await turn.person();
  const { platform, scope } = asker;
  // A thread follows its channel.
  const at = { platform, scope, channel: person.above ?? person.channel ?? conversation.id };
  if (it.deed === 'list') return turn.reply(await listed(chat, turn, at));
  if (!(await credits.isAdmin(person))) throw new Failure('not-admin');
  const by = { person: asker.requester, now: chat.clock() };
  if (it.deed === 'off') {
    const done = await channelRules.clearRules(at, by);
    return turn.reply({ kind: 'notice', text: done === 'changed' ? words.allOff : words.wasOff });
  }
  const change = await changeFrom(chat, turn, it, at);
  const done = await channelRules.setRule(at, change, by);
  if (done === 'full') throw new Refusal(words.full(mostReactions));
  if (change.to) return turn.reply(await listed(chat, turn, at, words.set));
  await turn.reply({ kind: 'notice', text: done === 'changed' ? words.off : words.wasOff });
}

/** @throws Refusal with what is wrong with it; Failure */
async function changeFrom<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  it: Exclude<RulesDeed, { deed: 'list' | 'off' }>,
  at: InChannel,
): Promise<RuleChange> {
  const emoji = it.deed === 'react' ? emojiFrom(chat, it.emoji) : undefined;
  const what = /^off$/i.test(it.what.trim()) ? undefined : await whatHere(chat, turn, it.what, at);
  if (emoji) return { kind: 'react', emoji: emoji.key, to: what && { what, shown: emoji.shown } };
  if (it.deed !== 'run') return { kind: 'offer', to: what && { what } };
  const example = chat.traits.typed('rules run upscale x4 daily 20');
  if (what && it.daily === undefined) throw new Refusal(words.whichDaily(example));
  return { kind: 'run', to: what && { what, daily: amountFrom(it.daily) } };
}

function emojiFrom({ traits }: Chat, given: string): { key: string; shown: string } {
  const example = traits.typed('rules react 🔍 upscale x4');
  if (given === '') throw new Refusal(words.whichEmoji(example));
  const found = traits.emoji(given);
  if (!found) throw new Refusal(words.noEmoji(given, example));
  if (traits.votes.some(({ key }) => key === found.key)) throw new Refusal(words.isVote(found.shown));
  return found;
}

/** @throws Refusal where nothing could come of it there */
async function whatHere<F extends Found>(chat: Chat, turn: Turn<F>, given: string, at: InChannel) {
  const what = await whatFrom(chat, turn.asker, given);
  const { model } = await runningOf(chat, turn.asker, what);
  const policy = await chat.requests.credits.policy(await turn.person());
  if (!isAllowed(policy, model.name, at)) throw new Refusal(words.notHere(model.title));
  return what;
}

/** @param title what is said before it, where something was changed */
async function listed<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  at: InChannel,
  title: string = words.title,
) {
  const rules = (await chat.requests.channelRules.rulesIn(at)).get(at.channel);
  const said = rules ? await linesOf(chat, turn.asker, rules) : [];
  const { typed } = chat.traits;
  const ways = [
    'rules react 🔍 upscale x4',
    'rules offer upscale x4',
    'rules run upscale x4 daily 20',
    'rules off',
  ].map(typed);
  const votes = words.votes(chat.traits.votes.map(({ shown }) => shown));
  const lines = ({ bold }: Style) => [
    ...(said.length > 0 ? [bold(title), ...said, votes] : [words.none]),
    words.howTo(ways),
  ];
  return { kind: 'lines', lines } as const;
}

async function linesOf(chat: Chat, asker: Turn['asker'], rules: RulesOfChannel): Promise<string[]> {
  const { react, offer, run } = rules;
  const line = async (
    what: RulesOfChannel['offer'] & {},
    say: (does: string, preset: string | undefined) => string,
  ) => {
    const preset = 'preset' in what.what ? what.what.preset : undefined;
    try {
      const running = await runningOf(chat, asker, what.what);
      return [say(doneBy(running), preset)];
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return [say(preset ?? '', undefined), words.broken(error.message)];
    }
  };
  const all = [...react.values()].map((it) =>
    line(it, (does, preset) => words.react(it.shown, does, preset)),
  );
  const offers = offer ? [line(offer, words.offer)] : [];
  const runs = run ? [line(run, (does, preset) => words.run(does, preset, run.daily))] : [];
  return (await Promise.all([...all, ...offers, ...runs])).flat();
}
