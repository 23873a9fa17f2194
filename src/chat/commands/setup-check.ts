/** `check`: who does the work, what is missing for the bot to work here, and how each of it is mended. For admins. */
import { Failure } from '../../core/domain/failure.ts';
import type { Policy } from '../../core/domain/policy.ts';
import type { ProviderAccount } from '../../core/provider/account.ts';
import { moment } from '../../core/words/amounts.ts';
import type { Chat } from '../chat.ts';
import type { Style } from '../reply.ts';
import type { Found } from '../request.ts';
import type { Turn } from '../turn.ts';
import { commandWords } from './words.ts';

/** @throws Failure not-admin */
export async function checkSetup<F extends Found>(chat: Chat, turn: Turn<F>): Promise<void> {
  const { credits } = chat.requests;
  const person = await turn.person();
  if (!(await credits.isAdmin(person))) throw new Failure('not-admin');
  const [account, here, policy] = await Promise.all([
    chat.requests.provider(),
    chat.traits.problems(turn),
    credits.policy(person),
  ]);
  const { first, wrong, last } = providerLines(account);
  const problems = [...wrong.map((it) => () => it), ...here, ...limitProblems(chat, policy)];
  await turn.reply({
    kind: 'lines',
    lines: (style) => [
      ...first,
      ...(problems.length > 0 ? problems.map((it) => `• ${it(style)}`) : [commandWords.allWell]),
      ...last,
    ],
  });
}

/** That results are none of a model's is said before all else. */
export function providerLines(account: ProviderAccount): Record<'first' | 'wrong' | 'last', string[]> {
  if (account.lab) return { first: [commandWords.labStandsIn], wrong: [], last: [] };
  const { balance, refusedAt, problem } = account;
  const isRefused = refusedAt !== undefined && (balance === undefined || refusedAt > balance.at);
  return {
    first: [],
    wrong: [
      ...(problem ? [problem] : []),
      ...(isRefused ? [commandWords.outOfCredit(moment(refusedAt))] : []),
    ],
    last: [
      balance ? commandWords.balance(balance.dollars.toFixed(2), moment(balance.at)) : commandWords.noBalance,
    ],
  };
}

/** What is known without asking the platform anything. */
export function limitProblems(
  { traits: { typed } }: Pick<Chat, 'traits'>,
  { limits }: Policy,
): ((style: Style) => string)[] {
  const set = (style: Style, limit: string) => style.code(typed(`credits limits ${limit}`));
  return [
    ...(limits.budget !== null && limits.admin_channel === null
      ? [(style: Style) => commandWords.noAdminChannel(set(style, 'admin_channel=#channel'))]
      : []),
    ...(limits.monthly === 0 ? [(style: Style) => commandWords.noAllowance(set(style, 'monthly=50'))] : []),
  ];
}
